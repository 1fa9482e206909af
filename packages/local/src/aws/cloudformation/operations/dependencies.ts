import type { Clock } from '../../../clock.ts';
import type { Engine } from '../engine/deployment.ts';
import type { ServiceRoles } from '../service-roles.ts';

/** What the operations work with. */
export interface Surface {
  readonly engine: Engine;
  readonly roles: ServiceRoles;
  readonly clock: Clock;
}
