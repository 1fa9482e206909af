export type { AccessToken, Credential, TokenOptions } from '../credential.ts';
export { type ClientSecretOptions, clientSecret, type EntraCredential } from './client-secret.ts';
export { EntraError, type EntraErrorCode, type EntraErrorDetails } from './entra-error.ts';
