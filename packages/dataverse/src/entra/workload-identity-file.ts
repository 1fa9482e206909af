import { readFile } from 'node:fs/promises';
import type { AppOptions } from './app-credential.ts';
import { assertionCredential } from './assertion-credential.ts';
import { EntraError } from './entra-error.ts';
import { type Env, required } from './env.ts';
import type { EntraCredential } from './token-cache.ts';

export interface WorkloadIdentityFileOptions extends Omit<AppOptions, 'tenantId' | 'clientId'> {
  /** By default `AZURE_TENANT_ID` of `env`. */
  readonly tenantId?: string;
  /** By default `AZURE_CLIENT_ID` of `env`. */
  readonly clientId?: string;
  /** Path of the projected token; by default `AZURE_FEDERATED_TOKEN_FILE` of `env`. */
  readonly tokenFile?: string;
  /** Where what is not given is looked up, with `AZURE_AUTHORITY_HOST` as authority: `process.env`. */
  readonly env?: Env;
}

/**
 * Signs an app in with the service account token that Kubernetes projects into a file (AKS, EKS or any cluster whose
 * issuer the app trusts). The file is read for each token request, as Kubernetes rotates it.
 *
 * Tokens are kept and renewed as by `clientSecret`. Throws `EntraError` `ERR_ENTRA_CONFIGURATION` when something is
 * neither given nor in `env`; `getToken` rejects with `ERR_ENTRA_ASSERTION` when the file cannot be read or is no JWT.
 *
 * @example
 * const credential = workloadIdentityFile({ env: process.env });
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export function workloadIdentityFile(options: WorkloadIdentityFileOptions): EntraCredential {
  const { env } = options;
  const tenantId = required('tenantId', options.tenantId, env, 'AZURE_TENANT_ID');
  const clientId = required('clientId', options.clientId, env, 'AZURE_CLIENT_ID');
  const tokenFile = required('tokenFile', options.tokenFile, env, 'AZURE_FEDERATED_TOKEN_FILE');
  const authority = options.authority ?? env?.['AZURE_AUTHORITY_HOST'];
  return assertionCredential(
    { ...options, tenantId, clientId, ...(authority && { authority }) },
    async ({ signal }) => {
      try {
        return (await readFile(tokenFile, { encoding: 'utf8', signal })).trim();
      } catch (cause) {
        throw new EntraError(
          'ERR_ENTRA_ASSERTION',
          `No assertion for app ${clientId}: ${tokenFile} cannot be read. Is the token projected into this pod?`,
          { cause },
        );
      }
    },
  );
}
