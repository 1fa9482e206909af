import { TransportError } from './transport-error.ts';

const UNTRUSTED = /^(UNABLE|SELF_S|DEPTH|CERT_|ERR_TLS_CERT|HOSTNAME|INVALID_CA)/;

/** What the machine reported of a connection, as a `TransportError`; one that it is already stays as it is. */
export function connectionError(at: string, thrown: unknown): TransportError {
  if (thrown instanceof TransportError) return thrown;
  // `fetch` wraps what happened into a TypeError "fetch failed".
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const { message, code }: NodeJS.ErrnoException = cause instanceof Error ? cause : Error('failed');
  const isUntrusted = code !== undefined && UNTRUSTED.test(code);
  return new TransportError(
    isUntrusted ? 'ERR_TRANSPORT_TLS' : 'ERR_TRANSPORT_NETWORK',
    `${at}: ${message || code}${isUntrusted ? ` (${code}). For a private CA: nodeTransport({ ca }), or NODE_EXTRA_CA_CERTS.` : ''}`,
    { cause },
  );
}
