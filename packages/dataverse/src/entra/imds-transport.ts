import type { Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { within } from '../within.ts';

/** The instance metadata service. What is sent to a link-local address does not leave the host's network. */
export const IMDS = 'http://169.254.169.254';

/** Whether `url` is plain http to a link-local address, where App Service on Linux has its identity endpoint, too. */
export function isLinkLocal(url: string): boolean {
  return URL.canParse(url) && /^http:\/\/169\.254\.\d+\.\d+(:\d+)?$/.test(new URL(url).origin);
}

/** Sends to link-local addresses alone, which have no https and lie behind no proxy. Rejects with `TransportError`. */
export function imdsTransport(ask: typeof fetch = fetch): Transport {
  return async ({ method, url, headers, signal, timeoutMs }) => {
    const { origin, pathname } = new URL(url);
    const at = `${method} ${origin}${pathname}`;
    if (!isLinkLocal(url)) throw new TransportError('ERR_TRANSPORT_URL', `${at}: not a link-local address.`);
    const late = (cause: unknown) =>
      new TransportError('ERR_TRANSPORT_TIMEOUT', `${at}: no whole answer in ${timeoutMs} ms.`, { cause });
    const exchange = async (ending: AbortSignal) => {
      const response = await ask(url, {
        method,
        headers: { ...headers },
        redirect: 'manual',
        signal: ending,
      });
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, headers: Object.fromEntries(response.headers), body };
    };
    try {
      return await within(timeoutMs, signal, exchange, late);
    } catch (cause) {
      if (cause instanceof TransportError) throw cause;
      if (signal?.aborted) throw new TransportError('ERR_TRANSPORT_ABORTED', `${at}: ended.`, { cause });
      throw new TransportError('ERR_TRANSPORT_NETWORK', `${at}: no connection. Is this an Azure machine?`, {
        cause,
      });
    }
  };
}
