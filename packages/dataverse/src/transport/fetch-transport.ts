import { checkedUrl } from './checked-url.ts';
import { collect } from './collect.ts';
import { connectionError } from './connection-error.ts';
import type { Transport } from './transport.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';

export interface FetchTransportOptions {
  /** The function to send with; the runtime's own `fetch` by default. */
  readonly fetch?: typeof fetch;
  /** The largest body that is read, in bytes; 256 MiB by default. */
  readonly maxResponseBytes?: number;
}

/**
 * Sends requests by `fetch`, for runtimes without `node:https`; `http:` is taken for loopback hosts only.
 * Rejects with `TransportError`. Connections are the runtime's, and so is the inflating of compressed answers.
 *
 * @example
 * import { fetchTransport } from '@wayleave/dataverse/fetch';
 * const dataverse = createClient({ url, credential, transport: fetchTransport() });
 * @see https://developer.mozilla.org/docs/Web/API/Window/fetch
 */
export function fetchTransport({
  fetch: ask = fetch,
  maxResponseBytes = 268_435_456,
}: FetchTransportOptions = {}): Transport {
  return async ({ method, url, headers, body = null, signal, timeoutMs, stream }) => {
    const { href, origin, pathname } = checkedUrl(url);
    const at = `${method} ${origin}${pathname}`;
    const failure = (code: TransportErrorCode, words: string, cause?: unknown) =>
      new TransportError(code, `${at}: ${words}`, { cause });
    let sent: Headers;
    try {
      sent = new Headers(headers);
    } catch {
      // What it throws quotes the header's value, which may be a token.
      throw failure('ERR_TRANSPORT_REQUEST', 'a header holds what HTTP cannot carry.');
    }
    const control = new AbortController();
    const ended = new Promise<never>((_, reject) => {
      control.signal.addEventListener('abort', () => reject(control.signal.reason));
    });
    ended.catch(() => {}); // it may come while nobody waits, between two chunks
    const onAbort = () =>
      control.abort(failure('ERR_TRANSPORT_ABORTED', "ended by the caller's signal.", signal?.reason));
    const timer = setTimeout(
      () => control.abort(failure('ERR_TRANSPORT_TIMEOUT', `no whole answer in ${timeoutMs} ms.`)),
      Math.min(timeoutMs, 0x7fffffff),
    );
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      control.abort();
    };
    /** A custom `fetch` may not heed the signal: the caller is answered in time all the same. */
    const within = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await Promise.race([ended, work()]);
      } catch (error) {
        finish();
        throw connectionError(at, error);
      }
    };

    const response = await within(() =>
      ask(href, {
        method,
        headers: sent,
        body: body as string | null, // with the types of browsers it is no list of bytes that may be shared
        redirect: 'manual',
        signal: control.signal,
      }),
    );
    async function* chunks() {
      try {
        const reader = response.body?.getReader();
        let size = 0;
        for (;;) {
          const value = (await within(async () => reader?.read()))?.value;
          if (!value) return;
          size += value.length;
          if (size > maxResponseBytes) {
            throw failure('ERR_TRANSPORT_TOO_LARGE', `the answer is larger than ${maxResponseBytes} bytes.`);
          }
          yield value;
        }
      } finally {
        finish();
      }
    }
    const { 'set-cookie': _, ...others } = Object.fromEntries(response.headers);
    return {
      status: response.status,
      headers: others,
      setCookie: response.headers.getSetCookie(),
      body: stream ? chunks() : await collect(chunks()),
    };
  };
}
