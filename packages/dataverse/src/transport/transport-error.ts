/**
 * - `ERR_TRANSPORT_TIMEOUT`: the whole answer was not there when the time was up.
 * - `ERR_TRANSPORT_NETWORK`: no connection, or it broke before the answer was whole.
 * - `ERR_TRANSPORT_TLS`: the server's certificate is not trusted, or is not for that host.
 * - `ERR_TRANSPORT_TOO_LARGE`: the answer is larger than `maxResponseBytes`.
 * - `ERR_TRANSPORT_ABORTED`: the caller's signal ended it.
 * - `ERR_TRANSPORT_URL`: plain `http:` to another machine, or another scheme; nothing was sent.
 * - `ERR_TRANSPORT_REQUEST`: the method or a header holds what HTTP cannot carry; nothing was sent.
 * - `ERR_TRANSPORT_ENCODING`: the answer is compressed in a way that was not asked for, or its gzip is damaged.
 * - `ERR_TRANSPORT_PROXY`: the proxy cannot be reached, or refuses the way to the server; nothing was sent to that.
 */
export type TransportErrorCode =
  | 'ERR_TRANSPORT_TIMEOUT'
  | 'ERR_TRANSPORT_NETWORK'
  | 'ERR_TRANSPORT_TLS'
  | 'ERR_TRANSPORT_TOO_LARGE'
  | 'ERR_TRANSPORT_ABORTED'
  | 'ERR_TRANSPORT_URL'
  | 'ERR_TRANSPORT_REQUEST'
  | 'ERR_TRANSPORT_ENCODING'
  | 'ERR_TRANSPORT_PROXY';

/** There is no whole answer from the server; `code` says why, `cause` keeps what the machine reported. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
