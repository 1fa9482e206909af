import type { JSONWebKeySet } from 'jose';
import type { Clock } from '../clock.ts';
import type { Trail } from '../trail.ts';
import type { TableDefinition } from './metadata/definition.ts';
import type { Depth } from './security/privileges.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** A person of the organisation. */
export interface SeedUser {
  readonly fullname: string;
  readonly internalemailaddress: string;
  /** The person's Entra object id, what `CallerObjectId` names. */
  readonly entraObjectId: string;
  /** `systemuserid`; made from the e-mail address when absent. */
  readonly id?: string;
  /** Only the root business unit exists; its id or name may be given. */
  readonly businessUnit?: string;
  readonly isdisabled?: boolean;
  /** Names of roles. */
  readonly roles?: readonly string[];
}

/** A security role of the root business unit. */
export interface SeedRole {
  readonly name: string;
  readonly id?: string;
  /** `{ prvReadUser: 'Global' }` */
  readonly privileges: Readonly<Record<string, Depth>>;
}

export interface ServicePrincipal {
  readonly id: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
}

export interface DataverseOptions {
  /** The environment URL, without a trailing slash: `https://127.0.0.1:8444`. */
  readonly origin: string;
  /** Other URLs the environment answers to and accepts as a token's audience. */
  readonly aliases?: readonly string[];
  readonly organizationId?: string;
  /** Where the bearer challenge sends a client: `https://127.0.0.1:8443/<tenant id>`. */
  readonly authority: string;
  readonly tenantId: string;
  /** The `iss` values that tokens may carry. */
  readonly issuers: readonly string[];
  jwks(): Promise<JSONWebKeySet>;
  findServicePrincipal(appId: string): ServicePrincipal | undefined;
  readonly clock: Clock;
  readonly trail: Trail;
  /** The organisation's own tables. */
  readonly tables?: readonly TableDefinition[];
  readonly users?: readonly SeedUser[];
  readonly roles?: readonly SeedRole[];
  /** Applications whose application users hold System Administrator from the start. */
  readonly administrators?: readonly { readonly applicationId: string }[];
  /** Other answers to what no published source settles. */
  readonly unconfirmed?: Partial<Unconfirmed>;
}
