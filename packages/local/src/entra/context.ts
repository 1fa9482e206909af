import type { Clock } from '../clock.ts';
import type { Trail } from '../trail.ts';
import type { Directory } from './directory.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** What the endpoints of Entra and Graph share. */
export interface EntraContext {
  /** `https://127.0.0.1:8443`, without a slash at the end. */
  readonly origin: string;
  /** Where Graph is reached, without `/v1.0`. */
  readonly graphOrigin: string;
  readonly tenantId: string;
  readonly tenantDomain: string;
  readonly clock: Clock;
  readonly trail: Trail;
  readonly directory: Directory;
  readonly keys: SigningKeys;
  readonly randomUUID: () => string;
  readonly unconfirmed: Unconfirmed;
}
