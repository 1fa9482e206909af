import type { Seams } from '../seams.ts';
import { checkedUrl } from '../transport/checked-url.ts';
import { fetchTransport } from '../transport/fetch-transport.ts';
import type { Transport } from '../transport/transport.ts';
import type { Env } from './env.ts';
import { exchange } from './exchange.ts';
import { readIdentityAnswer } from './identity-answer.ts';
import { IMDS, imdsTransport, isLinkLocal } from './imds-transport.ts';
import { check } from './options.ts';
import { cachedCredential, type EntraCredential } from './token-cache.ts';

export interface ManagedIdentityOptions extends Seams {
  /** Client id of a user-assigned identity; without it the system-assigned one is asked for. */
  readonly clientId?: string;
  /**
   * Where App Service, Functions and Container Apps say whom to ask (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`):
   * `process.env`. Without them the metadata service of virtual machines is asked.
   */
  readonly env?: Env;
  /** Another address of the token endpoint, without a query. */
  readonly endpoint?: string;
  /** What to send by; that of the client is not used, as these endpoints lie behind no proxy. */
  readonly transport?: Transport;
}

/**
 * Signs in the managed identity of the Azure resource that the process runs on: a virtual machine, or an app of App
 * Service, Functions or Container Apps.
 *
 * Tokens are kept and renewed as by `clientSecret`. Plain `http:` goes to loopback hosts and to link-local addresses (169.254.x.x) alone.
 * Azure Arc, Service Fabric and Azure ML are refused with `EntraError` `ERR_ENTRA_CONFIGURATION`; `getToken` rejects
 * with `ERR_ENTRA_TOKEN` when there is no such identity, and with `ERR_ENTRA_UNREACHABLE` where there is no Azure.
 *
 * @example
 * const credential = managedIdentity({ env: process.env });
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function managedIdentity(options: ManagedIdentityOptions = {}): EntraCredential {
  const { clientId, env } = options;
  check(clientId === undefined || /^\S+$/.test(clientId), 'clientId is blank or has white space.');
  check(
    !env?.['IDENTITY_ENDPOINT'] === !env?.['IDENTITY_HEADER'] && !env?.['IDENTITY_SERVER_THUMBPRINT'],
    'env is that of Azure Arc or Service Fabric, whose identities are not built.',
  );
  check(
    !env?.['MSI_SECRET'] || env['IDENTITY_HEADER'],
    'env is that of Azure ML, whose identities are not built.',
  );
  const isApp = Boolean(env?.['IDENTITY_HEADER']);
  const endpoint = options.endpoint ?? env?.['IDENTITY_ENDPOINT'] ?? `${IMDS}/metadata/identity/oauth2/token`;
  const isNear = isLinkLocal(endpoint);
  const transport = options.transport ?? (isNear ? imdsTransport() : fetchTransport());
  if (options.transport === undefined && !isNear) checkEndpoint(endpoint);
  const subject = `${clientId ? `managed identity ${clientId}` : 'the managed identity'} from ${shown(endpoint)}`;

  return cachedCredential(
    ({ scope, signal }) =>
      exchange(
        `Token for ${scope} of ${subject}`,
        transport,
        signal,
        options,
        async () => {
          const query = new URLSearchParams({
            'api-version': isApp ? '2019-08-01' : '2018-02-01',
            resource: scope.slice(0, -'/.default'.length),
            ...(clientId && { client_id: clientId }),
          });
          // Read for each request, as the platform changes it.
          const header = env?.['IDENTITY_HEADER'] ?? '';
          const headers: Record<string, string> = isApp
            ? { 'x-identity-header': header }
            : { metadata: 'true' };
          return [{ method: 'GET', url: `${endpoint}?${query.toString()}`, headers }, header ? [header] : []];
        },
        readIdentityAnswer,
      ),
    options.now,
    'managed identity',
  );
}

/** Without what may be a password, and without its query. */
function shown(endpoint: string): string | undefined {
  return endpoint.split('?')[0]?.replace(/\/\/.*@/, '//');
}

function checkEndpoint(endpoint: string): void {
  try {
    checkedUrl(endpoint);
  } catch {
    check(
      false,
      `The identity endpoint ${shown(endpoint)} is neither https: nor on this machine; give a transport that may send to it.`,
    );
  }
}
