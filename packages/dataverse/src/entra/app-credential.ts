import type { Seams } from '../seams.ts';
import type { Transport } from '../transport/transport.ts';
import { exchange } from './exchange.ts';
import { checkApp, checkAuthority } from './options.ts';
import { readTokenAnswer } from './token-answer.ts';
import { type Asked, cachedCredential, type EntraCredential } from './token-cache.ts';

/** What all credentials of an app registration take. */
export interface AppOptions extends Seams {
  /** "Directory (tenant) ID" of the app registration, or a verified domain of the tenant. */
  readonly tenantId: string;
  /** "Application (client) ID". */
  readonly clientId: string;
  /** Login host; by default that of the environment's cloud, or `https://login.microsoftonline.com`. */
  readonly authority?: string;
  /** By default that of the client which asks, or `fetchTransport()`. */
  readonly transport?: Transport;
}

/** What a proof is made for. */
export interface Proving extends Asked {
  readonly transport: Transport;
  /** The token endpoint. */
  readonly url: string;
}

type Form = Readonly<Record<string, string>>;

/** The credential of an app that proves itself by `prove`, asked anew for each request that is really sent. */
export function appCredential(
  options: AppOptions,
  prove: (proving: Proving) => Form | Promise<Form>,
): EntraCredential {
  const { tenantId, clientId, authority: own, transport: ownTransport } = options;
  checkApp(tenantId, clientId);
  return cachedCredential(
    async (asked) => {
      const { scope, authority, signal } = asked;
      const transport =
        ownTransport ?? asked.transport ?? (await import('../transport/fetch-transport.ts')).fetchTransport();
      const url = `${authority}/${tenantId}/oauth2/v2.0/token`;
      return exchange(
        `Token for ${scope} as app ${clientId} from ${url}`,
        transport,
        signal,
        options,
        async () => {
          const proof = await prove({ ...asked, transport, url });
          const form = { grant_type: 'client_credentials', client_id: clientId, ...proof, scope };
          const headers = {
            'content-type': 'application/x-www-form-urlencoded',
            'client-request-id': crypto.randomUUID(),
          };
          const body = new URLSearchParams(form).toString();
          return [{ method: 'POST', url, headers, body }, Object.values(proof)];
        },
        readTokenAnswer,
      );
    },
    options.now,
    own === undefined ? own : checkAuthority(own),
  );
}
