/**
 * - `ERR_DATAVERSE_URL`: the environment URL cannot be one.
 * - `ERR_DATAVERSE_ARGUMENT`: a name, key, value or option cannot be right; nothing was sent.
 * - `ERR_DATAVERSE_CREDENTIAL`: the credential gave no token.
 */
export type ConfigurationErrorCode =
  | 'ERR_DATAVERSE_URL'
  | 'ERR_DATAVERSE_ARGUMENT'
  | 'ERR_DATAVERSE_CREDENTIAL';

/** What the caller gave cannot work; no request was sent. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code: ConfigurationErrorCode;

  constructor(code: ConfigurationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function badArgument(message: string, options?: ErrorOptions): ConfigurationError {
  return new ConfigurationError('ERR_DATAVERSE_ARGUMENT', message, options);
}
