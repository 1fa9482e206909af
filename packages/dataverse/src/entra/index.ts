export type { AccessToken, Credential, TokenOptions } from '../credential.ts';
export type { AppOptions } from './app-credential.ts';
export { type AssertionRequest, type ClientAssertionOptions, clientAssertion } from './client-assertion.ts';
export { type ClientCertificateOptions, clientCertificate } from './client-certificate.ts';
export { type ClientSecretOptions, clientSecret } from './client-secret.ts';
export { EntraError, type EntraErrorCode, type EntraErrorDetails } from './entra-error.ts';
export type { Env } from './env.ts';
export { type FederatedFromAwsOptions, federatedFromAws } from './federated-from-aws.ts';
export {
  type FromTokenCredentialOptions,
  fromTokenCredential,
  type TokenCredentialLike,
} from './from-token-credential.ts';
export { type ManagedIdentityOptions, managedIdentity } from './managed-identity.ts';
export type { AwsCredentials } from './sigv4.ts';
export type { EntraCredential } from './token-cache.ts';
export { type WorkloadIdentityFileOptions, workloadIdentityFile } from './workload-identity-file.ts';
