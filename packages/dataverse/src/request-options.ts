import { badArgument } from './errors/configuration-error.ts';
import { isGuid } from './guid.ts';

/** What goes with a request: given to one operation, or to all of a client by `client.with()`. */
export interface RequestOptions {
  /** Ends the request and the pauses between tries. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds for the whole of it: the token, all tries, the pauses between them, and the last byte of the
   * answer. Without it a single try has 120,000, the service's own limit.
   */
  readonly timeoutMs?: number;
  /**
   * `strong` makes the service bypass its caches of metadata and of users' permissions, which may be some 30
   * seconds old. For provisioning and diagnosis; it costs time.
   */
  readonly consistency?: 'strong' | 'default';
  /** Leaves out custom logic: synchronous, asynchronous or both. Takes `prvBypassCustomBusinessLogic`. */
  readonly bypassLogic?: readonly ('CustomSync' | 'CustomAsync')[];
  /** Leaves out synchronous plug-ins, the older way. Takes `prvBypassCustomPlugins`. */
  readonly bypassPlugins?: boolean;
  /** Starts no Power Automate flows. */
  readonly suppressFlows?: boolean;
  /** Refuses duplicates by the published rules; the service lets them pass by default. */
  readonly detectDuplicates?: boolean;
  /** Unique name of the solution that takes a new component. */
  readonly solution?: string;
  /** Handed to plug-ins as the shared variable `tag`. */
  readonly tag?: string;
  /** For elastic tables: what an earlier write answered as `x-ms-session-token`, to read that write. */
  readonly sessionToken?: string;
}

/** The header that each option becomes; some become none. */
const HEADERS = {
  signal: undefined,
  timeoutMs: undefined,
  tag: undefined,
  consistency: 'consistency',
  bypassLogic: 'mscrm.bypassbusinesslogicexecution',
  bypassPlugins: 'mscrm.bypasscustompluginexecution',
  suppressFlows: 'mscrm.suppresscallbackregistrationexpanderjob',
  detectDuplicates: 'mscrm.suppressduplicatedetection',
  solution: 'mscrm.solutionuniquename',
  sessionToken: 'mscrm.sessiontoken',
} as const satisfies { readonly [N in keyof RequestOptions]-?: string | undefined };

/**
 * Those of `options` that go with a request, or `undefined` when there are none. Throws `ConfigurationError` for what
 * could not be honoured.
 */
export function requestOptions(options: RequestOptions): RequestOptions | undefined {
  const names = Object.keys(HEADERS) as (keyof RequestOptions)[]; // by its own type
  const given = names.filter((name) => options[name] !== undefined);
  if (given.length === 0) return undefined;
  const { consistency = 'default', timeoutMs = 1 } = options;
  if (consistency !== 'strong' && consistency !== 'default') {
    throw badArgument(`consistency "${String(consistency)}" is neither strong nor default.`);
  }
  // A timer takes no more than 31 bits of milliseconds, and fires at once when given more.
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
    throw badArgument(`timeoutMs ${timeoutMs} is no time to wait.`);
  return Object.fromEntries(given.map((name) => [name, options[name]]));
}

/**
 * The headers with those for the options; what is turned off is taken out again.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters
 */
export function optionHeaders(
  always: Readonly<Record<string, string>>,
  options: RequestOptions,
): Record<string, string> {
  const { signal: _, consistency, detectDuplicates, ...others } = options;
  const values: Readonly<Record<string, number | string | boolean | readonly string[] | undefined>> = {
    ...others,
    consistency: consistency && consistency === 'strong' && 'Strong',
    detectDuplicates: detectDuplicates && 'false',
  };
  const headers: Record<string, string> = { ...always };
  for (const [name, header] of Object.entries(HEADERS)) {
    const value = values[name];
    if (header === undefined || value === undefined) continue;
    headers[header] = value ? String(value) : '';
    if (headers[header] === '') delete headers[header];
  }
  return checkHeaders(headers);
}

/** Throws `ConfigurationError` for names and values that HTTP does not let a header hold. */
export function checkHeaders<T extends Readonly<Record<string, string>>>(headers: T): T {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw badArgument(`The header "${name}" has a name or a value that HTTP does not allow.`);
    }
  }
  return headers;
}

/**
 * The user to act for: the `systemuserid`, a row that has one (as `findUser` gives), or the Entra object id.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
 */
export type Impersonated =
  | string
  | { readonly systemuserid: string; readonly entraObjectId?: never }
  | { readonly entraObjectId: string; readonly systemuserid?: never };

export type ImpersonationHeader = readonly [name: 'MSCRMCallerID' | 'CallerObjectId', id: string];

/** The one header that names the user to act for. Throws `ConfigurationError` for what is no GUID. */
export function impersonationHeader(user: Impersonated): ImpersonationHeader {
  const given: Partial<Record<'systemuserid' | 'entraObjectId', string>> =
    typeof user === 'string' ? { systemuserid: user } : { ...user };
  const { systemuserid, entraObjectId } = given;
  const id = systemuserid ?? entraObjectId;
  if (id !== undefined && isGuid(id) && (systemuserid === undefined || entraObjectId === undefined)) {
    return [systemuserid === undefined ? 'CallerObjectId' : 'MSCRMCallerID', id.toLowerCase()];
  }
  throw badArgument(`as(): give one GUID, as systemuserid or entraObjectId; "${String(id)}" will not do.`);
}
