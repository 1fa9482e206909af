/**
 * `ERR_PROVISION_CONFIG`: the configuration cannot be honoured; nothing was changed.
 * `ERR_PROVISION_GRAPH`: Microsoft Graph refused; `status` and `graphCode` say how.
 * `ERR_PROVISION_AMBIGUOUS`: more than one object has the name that should tell it.
 * `ERR_PROVISION_MISSING`: something this step builds on is not there.
 * `ERR_PROVISION_TABLE`: the environment has no such table or privilege.
 */
export type ProvisionErrorCode =
  | 'ERR_PROVISION_CONFIG'
  | 'ERR_PROVISION_GRAPH'
  | 'ERR_PROVISION_AMBIGUOUS'
  | 'ERR_PROVISION_MISSING'
  | 'ERR_PROVISION_TABLE';

/** Why the set-up could not go on. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
  readonly code: ProvisionErrorCode;
  /** HTTP status, where a service answered. */
  readonly status: number | undefined;
  /** Graph's own code, e.g. `Authorization_RequestDenied`. */
  readonly graphCode: string | undefined;
  readonly requestId: string | undefined;

  constructor(
    code: ProvisionErrorCode,
    message: string,
    details: { status?: number; graphCode?: string; requestId?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.graphCode = details.graphCode;
    this.requestId = details.requestId;
  }
}
