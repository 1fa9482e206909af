import type { RetryLimits } from './backoff.ts';
import { type Connection, narrow, run } from './connection.ts';
import type { Credential } from './credential.ts';
import { parseEnvironment } from './environment.ts';
import { badArgument } from './errors/configuration-error.ts';
import { findUser, type SystemUser, type UserCriterion } from './find-user.ts';
import { actionCall, functionCall } from './operations.ts';
import { type RawRequest, sendRaw } from './raw-request.ts';
import type { Reply } from './reply.ts';
import {
  checkHeaders,
  type Impersonated,
  impersonationHeader,
  type RequestOptions,
} from './request-options.ts';
import type { EnvironmentTypes, Row, Schema, TableTypes, Untyped, UntypedEnvironment } from './schema.ts';
import { type Seams, withDefaults } from './seams.ts';
import { DataverseTable, type Table } from './table/table.ts';
import type { CallArguments, CallName, CallResult } from './table-types.ts';
import { nodeTransport } from './transport/node-transport.ts';
import type { Transport } from './transport/transport.ts';
import { type WhoAmI, whoAmI } from './who-am-i.ts';

export interface ClientOptions<S extends EnvironmentTypes = UntypedEnvironment> extends Seams {
  /** The environment URL: `https://contoso.crm4.dynamics.com`. `http:` for loopback hosts alone. */
  readonly url: string;
  readonly credential: Credential;
  /** What is known of the tables, as `wayleave types` writes it: types them, and gives moments as `Date`. */
  readonly schema?: Schema<S>;
  /** By default `nodeTransport()`. The credential uses it too, unless it was given its own. */
  readonly transport?: Transport;
  /** `9.2` by default. */
  readonly apiVersion?: string;
  /** Put before the client's own name in `User-Agent`. */
  readonly userAgent?: string;
  /** 4 tries and pauses of a minute at most by default. */
  readonly retry?: Partial<RetryLimits>;
}

/** `client.table`: by name with a schema, else by any name and with any rows. */
export type TableFactory<S extends EnvironmentTypes> = string extends keyof S['tables']
  ? // NoInfer: else a function that is given the table would decide what its rows are.
    <R extends object = Row>(entitySet: string) => Table<Untyped<NoInfer<R>>>
  : <N extends keyof S['tables'] & string>(
      entitySet: N,
    ) => Table<S['tables'][N] extends TableTypes ? S['tables'][N] : Untyped>;

/**
 * The Web API of one environment, as one user. Immutable: `as` and `with` give another client over the same
 * connections and tokens, at no cost, so that one client serves a whole process. Operations reject with
 * `DataverseError`, `TransportError`, `EntraError`, or `ConfigurationError` when nothing was sent.
 */
export interface Client<S extends EnvironmentTypes = UntypedEnvironment> {
  /** The environment URL without a trailing slash. */
  readonly url: string;
  /**
   * The same client acting for another user, which takes `prvActOnBehalfOfAnotherUser`. Give a `systemuserid`, what
   * `findUser` gave, or `{ entraObjectId }`. Throws `ConfigurationError` for what is no GUID. Whether the service
   * heeds it, `whoAmI()` of the new client tells.
   *
   * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
   */
  as(user: Impersonated): Client<S>;
  /** The same client with other options for each request: `client.with({ consistency: 'strong' })`. */
  with(options: RequestOptions): Client<S>;
  /** The ids of the user (the one acted for, if any), the business unit and the organisation. */
  whoAmI(options?: RequestOptions): Promise<WhoAmI>;
  /**
   * The one user with that e-mail address, app id or Entra object id. Rejects with `UserLookupError` when there is
   * none or more than one.
   *
   * @example const user = await client.findUser({ email: "o'brien@example.com" });
   */
  findUser(criterion: UserCriterion, options?: RequestOptions): Promise<SystemUser>;
  /** A table by its entity set name: `accounts`. */
  readonly table: TableFactory<S>;
  /** Calls an unbound action; gives its answer, or `undefined` when it has none. */
  action<N extends CallName<S['actions']>>(
    name: N,
    ...given: CallArguments<S['actions'], N, RequestOptions>
  ): Promise<CallResult<S['actions'], N>>;
  /** Calls an unbound function. A GUID parameter is given as `guid(id)`. */
  function<N extends CallName<S['functions']>>(
    name: N,
    ...given: CallArguments<S['functions'], N, RequestOptions>
  ): Promise<CallResult<S['functions'], N>>;
  /** Sends any other request below the Web API's root, with token, retries and errors as all others. */
  request(request: RawRequest): Promise<Reply>;
}

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
export function createClient<S extends EnvironmentTypes = UntypedEnvironment>(
  options: ClientOptions<S>,
): Client<S> {
  const { credential, transport = nodeTransport(), userAgent, schema } = options;
  const client = new DataverseClient({
    environment: parseEnvironment(options.url, options.apiVersion ?? '9.2'),
    credential,
    transport,
    seams: withDefaults(options),
    retry: retryLimits(options.retry),
    options: {},
    // Without a prototype, so that no table is called `constructor` by itself.
    ...(schema && { schema: { tables: Object.assign(Object.create(null), schema.tables) } }),
    headers: checkHeaders({
      accept: 'application/json',
      'odata-maxversion': '4.0',
      'odata-version': '4.0',
      // The word null, as the service's documentation advises: no cached answer of a proxy or of an $expand.
      'if-none-match': 'null',
      'user-agent': `${userAgent ? `${userAgent} ` : ''}wayleave-dataverse`,
    }),
    logicalNames: new Map(),
  });
  return client as object as Client<S>; // names and columns are checked at compile time alone
}

/** What a client of this package is made of. Throws `ConfigurationError` for anything else. */
export function connectionOf(client: object): Connection {
  return DataverseClient.connectionOf(client);
}

function retryLimits({ attempts = 4, maxDelayMs = 60_000 }: Partial<RetryLimits> = {}): RetryLimits {
  if (Number.isInteger(attempts) && attempts >= 1 && maxDelayMs >= 0 && maxDelayMs < 2 ** 31) {
    return { attempts, maxDelayMs };
  }
  throw badArgument(
    `retry: attempts ${attempts} is below 1, or maxDelayMs ${maxDelayMs} is no time to wait.`,
  );
}

class DataverseClient {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    Object.freeze(this);
  }

  static connectionOf(client: object): Connection {
    if (client instanceof DataverseClient) return client.#connection;
    throw badArgument('Give a client of createClient().');
  }

  get url(): string {
    return this.#connection.environment.url;
  }

  get #root(): string {
    return this.#connection.environment.apiRoot;
  }

  #with(options: RequestOptions = {}): Connection {
    return narrow(this.#connection, options);
  }

  as(user: Impersonated): DataverseClient {
    const header = impersonationHeader(user);
    // Names are the wire's, so that one of the two takes the place of the other.
    const { MSCRMCallerID: _, CallerObjectId: __, ...others } = this.#connection.headers;
    const headers = { ...others, [header[0]]: header[1] };
    return new DataverseClient({ ...this.#connection, headers, impersonation: header });
  }

  with(options: RequestOptions): DataverseClient {
    return new DataverseClient(this.#with(options));
  }

  async whoAmI(options?: RequestOptions) {
    return run(this.#with(options), whoAmI(this.#root));
  }

  async findUser(criterion: UserCriterion, options?: RequestOptions) {
    return findUser(this.#with(options), criterion);
  }

  table(entitySet: string): DataverseTable {
    return new DataverseTable(this.#connection, entitySet);
  }

  async action(name: string, parameters?: object, options?: RequestOptions) {
    return run(this.#with(options), actionCall(this.#root, name, parameters));
  }

  async function(name: string, parameters?: object, options?: RequestOptions) {
    return run(this.#with(options), functionCall(this.#root, name, parameters));
  }

  async request(request: RawRequest): Promise<Reply> {
    return sendRaw(this.#connection, request);
  }
}
