import type { RetryLimits } from './backoff.ts';
import { type ConnectionSettings, send } from './connection.ts';
import type { Credential } from './credential.ts';
import { parseEnvironment } from './environment.ts';
import { badArgument } from './errors/configuration-error.ts';
import { findUser, type SystemUser, type UserCriterion } from './find-user.ts';
import { formatKey, type Key } from './odata/key.ts';
import { entitySetName, operationName } from './odata/names.ts';
import { callAction, callFunction, type Parameters } from './operations.ts';
import { type RawRequest, sendRaw } from './raw-request.ts';
import type { Reply } from './reply.ts';
import {
  checkRequestOptions,
  type Impersonated,
  impersonationHeader,
  type RequestOptions,
} from './request-options.ts';
import { type Seams, withDefaults } from './seams.ts';
import { createTable, type Row, type Table } from './table.ts';
import { resolvePath } from './target.ts';
import { nodeTransport } from './transport/node-transport.ts';
import type { Transport } from './transport/transport.ts';
import { type WhoAmI, whoAmI } from './who-am-i.ts';

export interface ClientOptions extends Seams {
  /** The environment URL: `https://contoso.crm4.dynamics.com`. `http:` for loopback hosts alone. */
  readonly url: string;
  readonly credential: Credential;
  /** By default `nodeTransport()`. */
  readonly transport?: Transport;
  /** `9.2` by default. */
  readonly apiVersion?: string;
  /** Put before the client's own name in `User-Agent`. */
  readonly userAgent?: string;
  /** 4 tries and pauses of a minute at most by default. */
  readonly retry?: Partial<RetryLimits>;
}

/** A row to link: its table and its key. */
export interface RowReference {
  readonly table: string;
  readonly key: Key;
}

/**
 * The Web API of one environment, as one user. Immutable: `as` and `with` give another client over the same
 * connections and tokens, at no cost, so that one client serves a whole process. Operations reject with
 * `DataverseError`, `TransportError`, `EntraError`, or `ConfigurationError` when nothing was sent.
 */
export interface Client {
  /** The environment URL without a trailing slash. */
  readonly url: string;
  /**
   * The same client acting for another user, which takes `prvActOnBehalfOfAnotherUser`. Give a `systemuserid`, what
   * `findUser` gave, or `{ entraObjectId }`. Throws `ConfigurationError` for what is no GUID.
   *
   * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
   */
  as(user: Impersonated): Client;
  /** The same client with other options for each request: `client.with({ consistency: 'strong' })`. */
  with(options: RequestOptions): Client;
  /** The ids of the user (the one acted for, if any), the business unit and the organisation. */
  whoAmI(): Promise<WhoAmI>;
  /**
   * The one user with that e-mail address, app id or Entra object id. Rejects with `UserLookupError` when there is
   * none or more than one.
   *
   * @example const user = await client.findUser({ email: "o'brien@example.com" });
   */
  findUser(criterion: UserCriterion): Promise<SystemUser>;
  /** A table by its entity set name: `accounts`. */
  table<T extends object = Row>(entitySet: string): Table<T>;
  /** Links two rows by a collection-valued navigation property. A single lookup is set by `update` and `@odata.bind`. */
  associate(table: string, key: Key, navigation: string, target: RowReference): Promise<void>;
  /** Unlinks `target`, or for a single lookup, without `target`, clears it. */
  disassociate(table: string, key: Key, navigation: string, target?: { readonly key: Key }): Promise<void>;
  /** Calls an unbound action; gives its answer, or `undefined` when it has none. */
  action(name: string, parameters?: Parameters): Promise<unknown>;
  /** Calls an unbound function. A GUID parameter is given as `guid(id)`. */
  function(name: string, parameters?: Parameters): Promise<unknown>;
  /** Sends any other request below the Web API's root, with token, retries and errors as all others. */
  request(request: RawRequest): Promise<Reply>;
}

const AGENT = 'wayleave-dataverse';

/**
 * Makes a client for one Dataverse environment. Sends nothing yet. Throws `ConfigurationError`
 * `ERR_DATAVERSE_URL` for a URL that cannot be an environment's.
 *
 * @example
 * const dataverse = createClient({
 *   url: 'https://contoso.crm4.dynamics.com',
 *   credential: clientSecret({ tenantId, clientId, clientSecret: secret }),
 * });
 * const user = await dataverse.findUser({ email });
 * const id = await dataverse.as(user).table('accounts').create({ name: 'Fabrikam' });
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/overview
 */
export function createClient(options: ClientOptions): Client {
  const environment = parseEnvironment(options.url, options.apiVersion ?? '9.2');
  return clientOver({
    environment,
    credential: options.credential,
    transport: options.transport ?? nodeTransport(),
    seams: withDefaults(options),
    retry: retryLimits(options.retry),
    userAgent: options.userAgent === undefined ? AGENT : `${options.userAgent} ${AGENT}`,
  });
}

function retryLimits({ attempts = 4, maxDelayMs = 60_000 }: Partial<RetryLimits> = {}): RetryLimits {
  if (Number.isInteger(attempts) && attempts >= 1 && maxDelayMs >= 0 && maxDelayMs < 2 ** 31) {
    return { attempts, maxDelayMs };
  }
  throw badArgument(
    `retry { attempts: ${attempts}, maxDelayMs: ${maxDelayMs} }: at least one try, and a time to wait.`,
  );
}

function clientOver(settings: ConnectionSettings): Client {
  const { environment } = settings;
  const linkPath = (table: string, key: Key, navigation: string) =>
    `${entitySetName(table)}(${formatKey(key)})/${operationName(navigation)}`;

  return Object.freeze({
    url: environment.url,
    as: (user: Impersonated) => clientOver({ ...settings, impersonation: impersonationHeader(user) }),
    with: ({ consistency, signal, timeoutMs }: RequestOptions) => {
      const given = {
        ...(consistency !== undefined && { consistency }),
        ...(signal !== undefined && { signal }),
        ...(timeoutMs !== undefined && { timeoutMs }),
      };
      checkRequestOptions(given);
      return clientOver({ ...settings, ...given });
    },
    whoAmI: () => whoAmI(settings),
    findUser: (criterion: UserCriterion) => findUser(settings, criterion),
    table: <T extends object = Row>(entitySet: string) => createTable<T>(settings, entitySet),
    async associate(table: string, key: Key, navigation: string, target: RowReference) {
      const url = resolvePath(environment, `${linkPath(table, key, navigation)}/$ref`);
      const link = `${environment.apiRoot}${entitySetName(target.table)}(${formatKey(target.key)})`;
      await send(settings, { method: 'POST', url, body: { '@odata.id': link } });
    },
    async disassociate(table: string, key: Key, navigation: string, target?: { readonly key: Key }) {
      const which = target === undefined ? '' : `(${formatKey(target.key)})`;
      const url = resolvePath(environment, `${linkPath(table, key, navigation)}${which}/$ref`);
      await send(settings, { method: 'DELETE', url });
    },
    action: async (name: string, parameters: Parameters = {}) => callAction(settings, '', name, parameters),
    function: async (name: string, parameters: Parameters = {}) =>
      callFunction(settings, '', name, parameters),
    request: (request: RawRequest) => sendRaw(settings, request),
  });
}
