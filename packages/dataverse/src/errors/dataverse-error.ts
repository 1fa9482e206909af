import type { Challenge } from './challenge.ts';
import type { MissingPrivilege } from './privilege.ts';

export interface DataverseErrorDetails {
  readonly status: number;
  readonly errorCode?: string;
  readonly serverMessage?: string;
  readonly requestId?: string | undefined;
  readonly privilege?: MissingPrivilege | undefined;
  readonly challenge?: Challenge | undefined;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Dataverse answered with an error, or with what no Dataverse answers.
 *
 * @example
 * if (error instanceof DataverseError && error.privilege) console.log(error.privilege.name);
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors
 */
export class DataverseError extends Error {
  override readonly name = 'DataverseError';
  readonly code = 'ERR_DATAVERSE_RESPONSE';
  /** HTTP status. */
  declare readonly status: number;
  /** The service's code in lower case, `0x80040220`; empty when it gave none. */
  readonly errorCode: string = '';
  /** The service's own words; `message` has them too, with the request before and the hint behind. */
  readonly serverMessage: string = '';
  /** The id to give to Microsoft's support. */
  declare readonly requestId: string | undefined;
  /** The privilege that was missing, when the refusal names one. */
  declare readonly privilege: MissingPrivilege | undefined;
  /** For 401: what the service says it wants. */
  declare readonly challenge: Challenge | undefined;
  /** Cause and fix, when known. */
  declare readonly hint: string | undefined;
  /** How long the service asked to wait. */
  declare readonly retryAfterMs: number | undefined;

  constructor(message: string, { cause, ...fields }: DataverseErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, fields);
  }
}
