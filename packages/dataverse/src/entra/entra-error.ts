/**
 * - `ERR_ENTRA_CONFIGURATION`: an option or a scope cannot be right; nothing was sent.
 * - `ERR_ENTRA_ASSERTION`: there is no assertion to show to Entra: the callback or the file failed, or AWS refused it.
 * - `ERR_ENTRA_TOKEN`: Entra refused the token, and said why.
 * - `ERR_ENTRA_RESPONSE`: the answer is none that Entra gives: HTML, a redirect, a 200 without a token.
 * - `ERR_ENTRA_UNREACHABLE`: no whole answer in time; `cause` is what the transport reported.
 * - `ERR_ENTRA_ABORTED`: the caller's signal ended the wait.
 */
export type EntraErrorCode =
  | 'ERR_ENTRA_CONFIGURATION'
  | 'ERR_ENTRA_ASSERTION'
  | 'ERR_ENTRA_TOKEN'
  | 'ERR_ENTRA_RESPONSE'
  | 'ERR_ENTRA_UNREACHABLE'
  | 'ERR_ENTRA_ABORTED';

export interface EntraErrorDetails {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
  readonly codes?: readonly number[];
  readonly traceId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * There is no token. `error` is the word to branch on: OAuth's (`invalid_client`), or the code of AWS
 * (`AccessDenied`) with `ERR_ENTRA_ASSERTION`; `codes` are the AADSTS numbers; `hint` is cause and fix in plain
 * words, also part of `message`.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly code: EntraErrorCode;
  /** HTTP status, when there was an answer. */
  declare readonly status: number | undefined;
  declare readonly error: string | undefined;
  readonly codes: readonly number[] = [];
  /** Entra's trace id, or the request id of AWS. */
  declare readonly traceId: string | undefined;
  declare readonly correlationId: string | undefined;
  /** As Entra writes it: `2026-08-13 21:24:29Z`. */
  declare readonly timestamp: string | undefined;
  declare readonly hint: string | undefined;
  /** How long to wait before asking again, as far as the server or its manual says. */
  declare readonly retryAfterMs: number | undefined;

  constructor(code: EntraErrorCode, message: string, details: EntraErrorDetails = {}) {
    super(message, details);
    this.code = code;
    // `cause` was defined by Error, and stays not enumerable.
    Object.assign(this, details);
  }
}
