import type { Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';

/** The instance metadata service: link-local, so that what is sent to it does not leave the host. */
export const IMDS = 'http://169.254.169.254';

/** Sends to the metadata service alone, which has no https and lies behind no proxy. Rejects with `TransportError`. */
export function imdsTransport(ask: typeof fetch = fetch): Transport {
  return async ({ method, url, headers, signal, timeoutMs }) => {
    const { origin, pathname } = new URL(url);
    const at = `${method} ${origin}${pathname}`;
    if (origin !== IMDS) throw new TransportError('ERR_TRANSPORT_URL', `${at}: not the metadata service.`);
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await ask(url, {
        method,
        headers: { ...headers },
        redirect: 'manual',
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      });
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, headers: Object.fromEntries(response.headers), body };
    } catch (cause) {
      if (signal?.aborted) throw new TransportError('ERR_TRANSPORT_ABORTED', `${at}: ended.`, { cause });
      throw limit.aborted
        ? new TransportError('ERR_TRANSPORT_TIMEOUT', `${at}: no whole answer in ${timeoutMs} ms.`, { cause })
        : new TransportError('ERR_TRANSPORT_NETWORK', `${at}: no connection. Is this an Azure machine?`, {
            cause,
          });
    }
  };
}
