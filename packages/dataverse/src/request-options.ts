import { badArgument } from './errors/configuration-error.ts';
import { isGuid } from './guid.ts';

/** What goes with each request of a client; see `client.with()`. */
export interface RequestOptions {
  /**
   * `strong` makes the service bypass its caches of metadata and of users' permissions, which may be some 30
   * seconds old. For provisioning and diagnosis; it costs time.
   */
  readonly consistency?: 'strong' | 'default';
  /** Ends requests and the pauses between tries. */
  readonly signal?: AbortSignal;
  /** Milliseconds for one try; 120,000 by default, the service's own limit. */
  readonly timeoutMs?: number;
}

/** Throws `ConfigurationError` for options that could not be honoured. */
export function checkRequestOptions({ consistency = 'default', timeoutMs = 1 }: RequestOptions): void {
  if (consistency !== 'strong' && consistency !== 'default') {
    throw badArgument(`consistency "${String(consistency)}" is neither strong nor default.`);
  }
  // A timer takes no more than 31 bits of milliseconds, and fires at once when given more.
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
    throw badArgument(`timeoutMs ${timeoutMs} is no time to wait.`);
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
  if (typeof user === 'object' && user !== null && user.entraObjectId !== undefined) {
    if (user.systemuserid !== undefined) {
      throw badArgument('as(): give systemuserid or entraObjectId, not both.');
    }
    return ['CallerObjectId', checkedId(user.entraObjectId, 'entraObjectId')];
  }
  const id = typeof user === 'string' ? user : user?.systemuserid;
  return ['MSCRMCallerID', checkedId(id, 'systemuserid')];
}

function checkedId(id: unknown, what: string): string {
  if (typeof id === 'string' && isGuid(id)) return id.toLowerCase();
  throw badArgument(`as(): ${what} "${String(id)}" is no GUID.`);
}
