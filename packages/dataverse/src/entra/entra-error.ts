/**
 * - `ERR_ENTRA_CONFIGURATION`: an option or a scope cannot be right; nothing was sent.
 * - `ERR_ENTRA_TOKEN`: Entra refused the token, and said why.
 * - `ERR_ENTRA_RESPONSE`: the answer is none that Entra gives: HTML, a redirect, a 200 without a token.
 * - `ERR_ENTRA_UNREACHABLE`: no whole answer; `cause` is the `TransportError`.
 * - `ERR_ENTRA_ABORTED`: the caller's signal ended the wait.
 */
export type EntraErrorCode =
  | 'ERR_ENTRA_CONFIGURATION'
  | 'ERR_ENTRA_TOKEN'
  | 'ERR_ENTRA_RESPONSE'
  | 'ERR_ENTRA_UNREACHABLE'
  | 'ERR_ENTRA_ABORTED';

export interface EntraErrorDetails {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
  readonly codes?: readonly number[] | undefined;
  readonly traceId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * There is no token. `error` is OAuth's word to branch on (`invalid_client`); `codes` are the AADSTS numbers;
 * `hint` is cause and fix in plain words, also part of `message`.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly code: EntraErrorCode;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly codes: readonly number[];
  readonly traceId: string | undefined;
  readonly correlationId: string | undefined;
  /** As Entra writes it: `2026-08-13 21:24:29Z`. */
  readonly timestamp: string | undefined;
  readonly hint: string | undefined;
  /** How long Entra asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(code: EntraErrorCode, message: string, details: EntraErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.error = details.error;
    this.codes = details.codes ?? [];
    this.traceId = details.traceId;
    this.correlationId = details.correlationId;
    this.timestamp = details.timestamp;
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
  }
}
