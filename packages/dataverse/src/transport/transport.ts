/** One HTTP request, complete: nothing is added to it but what HTTP itself needs (host, length). */
export interface TransportRequest {
  readonly method: string;
  /** Absolute URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Ends the request with `ERR_TRANSPORT_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for everything: waiting for a socket, connecting, sending, and the last byte of the answer. */
  readonly timeoutMs: number;
  /**
   * Gives the answer as soon as its headers are there, with `body` as a stream to be read once; deadline, signal and
   * size limit go on, and its iterator rejects with `TransportError`. Leaving the loop early frees the connection.
   */
  readonly stream?: boolean | undefined;
}

/** The answer to it, whatever its status. */
export interface TransportResponse {
  readonly status: number;
  /** Names in lower case, repeated ones joined by a comma; `set-cookie` is kept apart. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookie?: readonly string[];
  /** Whole, or a stream if that was asked for. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Carries a request to the server and its answer back. It follows no redirect, tries nothing twice, keeps
 * no cookies, and rejects with a `TransportError` when there is no whole answer. When `body` is a stream,
 * its deadline and size limit are still the transport's to keep.
 *
 * @example
 * const counting: Transport = (request) => { calls += 1; return inner(request); };
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
