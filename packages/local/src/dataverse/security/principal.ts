import { sql } from 'kysely';
import type { Store, StoredRow } from '../store/store.ts';
import { type Depth, depthOfMask, wider } from './privileges.ts';

/** What one role gives. */
export interface Grant {
  readonly role: string;
  readonly depth: Depth;
}

/** A user with everything that decides what the user may do. */
export interface Principal {
  readonly id: string;
  readonly fullName: string;
  readonly businessUnitId: string;
  readonly accessMode: number;
  readonly objectId: string;
  readonly applicationId: string | null;
  readonly roleCount: number;
  /** Grants by privilege id. */
  readonly held: ReadonlyMap<string, readonly Grant[]>;
}

/** The roles' grants of a user, by privilege id. */
function heldBy(store: Store, userId: string): Map<string, Grant[]> {
  const rows = store.all(
    store.sql
      .selectFrom('systemuserroles')
      .innerJoin('role', 'role.roleid', 'systemuserroles.roleid')
      .innerJoin('roleprivileges', 'roleprivileges.roleid', 'role.roleid')
      .select([
        sql<string>`role.name`.as('role'),
        sql<string>`roleprivileges.privilegeid`.as('privilege'),
        sql<number>`roleprivileges.privilegedepthmask`.as('mask'),
      ])
      .where('systemuserroles.systemuserid', '=', userId),
  );
  const held = new Map<string, Grant[]>();
  for (const row of rows) {
    const privilege = String(row['privilege']);
    const grants = held.get(privilege) ?? [];
    grants.push({ role: String(row['role']), depth: depthOfMask(Number(row['mask'])) });
    held.set(privilege, grants);
  }
  return held;
}

export function principalOf(store: Store, user: StoredRow): Principal {
  const id = String(user['systemuserid']);
  const roles = store.all(
    store.sql.selectFrom('systemuserroles').select('roleid').where('systemuserid', '=', id),
  );
  return {
    id,
    fullName: String(user['fullname'] ?? ''),
    businessUnitId: String(user['businessunitid'] ?? ''),
    accessMode: Number(user['accessmode'] ?? 0),
    objectId: String(user['azureactivedirectoryobjectid'] ?? ''),
    applicationId: user['applicationid'] === null ? null : String(user['applicationid']),
    roleCount: roles.length,
    held: heldBy(store, id),
  };
}

/** The widest of a principal's grants, with the role it comes from. */
export function widest(principal: Principal, privilegeId: string): Grant | undefined {
  const grants = principal.held.get(privilegeId) ?? [];
  return grants.reduce<Grant | undefined>(
    (best, grant) => (best && wider(best.depth, grant.depth) === best.depth ? best : grant),
    undefined,
  );
}

const kind = (principal: Principal): string =>
  principal.applicationId === null ? 'user' : 'application user';

/** `application user "# video-pipeline"` */
export const describe = (principal: Principal): string => `${kind(principal)} "${principal.fullName}"`;

/** `application user # video-pipeline`, as the trail names principals. */
export const nameOfPrincipal = (principal: Principal): string => `${kind(principal)} ${principal.fullName}`;
