import type { GraphRole } from '../entra/well-known.ts';
import type { GraphCaller } from './bearer.ts';

/** What an operation asks of the caller's app roles. */
export interface Permission {
  /** Roles that allow it on any object. */
  readonly any: readonly GraphRole[];
  /** Owners of the object, where `Application.ReadWrite.OwnedBy` is enough for them; undefined where it is not. */
  readonly owners?: readonly string[];
}

export interface PermissionDecision {
  readonly allowed: boolean;
  readonly by: string;
}

/** Reading applications and service principals: `OwnedBy` reads all of them, not only its own. */
export const readPermission: Permission = {
  any: [
    'Application.Read.All',
    'Application.ReadWrite.OwnedBy',
    'Application.ReadWrite.All',
    'Directory.Read.All',
  ],
};

/** Creating an application: the creator becomes its owner. */
export const createPermission: Permission = {
  any: ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'],
};

export const organizationPermission: Permission = { any: ['Organization.Read.All', 'Directory.Read.All'] };

/** Changing an object that has owners. */
export function writePermission(...owners: readonly string[]): Permission {
  return { any: ['Application.ReadWrite.All'], owners };
}

/** Compares the token's `roles` with what the operation asks. */
export function decidePermission(permission: Permission, caller: GraphCaller): PermissionDecision {
  const role = permission.any.find((name) => caller.roles.includes(name));
  if (role !== undefined) return { allowed: true, by: `app role ${role}` };
  const ownedBy: GraphRole = 'Application.ReadWrite.OwnedBy';
  const held = caller.roles.length === 0 ? 'no app role' : `only ${caller.roles.join(', ')}`;
  if (permission.owners === undefined || !caller.roles.includes(ownedBy))
    return { allowed: false, by: `the token holds ${held}; one of ${permission.any.join(', ')} is needed` };
  if (permission.owners.includes(caller.servicePrincipalId))
    return { allowed: true, by: `app role ${ownedBy}, as owner` };
  return { allowed: false, by: `app role ${ownedBy}, but the caller does not own the object` };
}
