import { TransportError, type TransportErrorCode } from './transport-error.ts';

const UNTRUSTED = /^(UNABLE|SELF_S|DEPTH|CERT_|ERR_TLS_CERT|HOSTNAME|INVALID_CA)/;

/** What the machine reported of a connection, as a `TransportError`; one that it is already stays as it is. */
export function connectionError(at: string, thrown: unknown): TransportError {
  if (thrown instanceof TransportError) return thrown;
  // `fetch` wraps what happened into a TypeError "fetch failed".
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const { message, code: told }: NodeJS.ErrnoException = cause instanceof Error ? cause : Error('failed');
  let code: TransportErrorCode = 'ERR_TRANSPORT_NETWORK';
  let words = message || `${told}`;
  if (UNTRUSTED.test(`${told}`)) {
    code = 'ERR_TRANSPORT_TLS';
    words += ` (${told}). For a private CA: nodeTransport({ ca }), or NODE_EXTRA_CA_CERTS.`;
  } else if (String(told).startsWith('Z_')) {
    code = 'ERR_TRANSPORT_ENCODING';
    words = `the answer's gzip is damaged (${told}).`;
  }
  return new TransportError(code, `${at}: ${words}`, { cause });
}
