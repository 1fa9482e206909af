import type { Clock } from '../clock.ts';
import type { Model, Table } from './metadata/model.ts';
import type { DataverseOptions } from './options.ts';
import type { Asked } from './security/asked.ts';
import type { Caller } from './security/caller.ts';
import type { Catalogue } from './security/privileges.ts';
import type { Store } from './store/store.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** Everything a request is answered from. */
export interface Organization {
  readonly origin: string;
  /** The environment's URL and its aliases. */
  readonly origins: readonly string[];
  readonly organizationId: string;
  readonly rootBusinessUnitId: string;
  readonly tenantId: string;
  readonly model: Model;
  readonly tables: { readonly systemUser: Table; readonly businessUnit: Table; readonly role: Table };
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly unconfirmed: Unconfirmed;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly findServicePrincipal: DataverseOptions['findServicePrincipal'];
}

/** One request on its way to an answer. */
export interface Exchange {
  readonly org: Organization;
  readonly caller: Caller;
  readonly asked: Asked;
  readonly method: string;
  /** `https://host/api/data/v9.2`, as the caller wrote it. */
  readonly root: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The JSON body, `undefined` when there is none. */
  readonly body: unknown;
}
