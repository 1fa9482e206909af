import type { Client } from '@wayleave/dataverse';
import type { PrivilegeDepth, SetupConfig, TablePrivileges } from '../config.ts';
import { ProvisionError } from '../errors.ts';

/** One privilege of a role, in the wire form of `RolePrivilege`. */
export interface RolePrivilege {
  readonly PrivilegeId: string;
  readonly Depth: PrivilegeDepth;
}

export const ACT_ON_BEHALF = 'prvActOnBehalfOfAnotherUser';

const rights = {
  create: 'Create',
  read: 'Read',
  write: 'Write',
  delete: 'Delete',
  append: 'Append',
  appendTo: 'AppendTo',
  assign: 'Assign',
  share: 'Share',
} as const satisfies Record<keyof TablePrivileges, string>;

interface SecurityPrivilege {
  readonly PrivilegeId: string;
  readonly PrivilegeType: string;
}

/**
 * The table privileges that a configuration asks for, found by each table's metadata: a privilege's name
 * does not follow from the table's (`systemuser` has `prvReadUser`).
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/securityprivilegemetadata
 */
export async function wantedPrivileges(
  dataverse: Client,
  config: SetupConfig,
): Promise<readonly RolePrivilege[]> {
  const wanted: RolePrivilege[] = [];
  for (const [table, privileges] of Object.entries(config.role.privileges)) {
    const known = await tablePrivileges(dataverse, table);
    for (const [right, depth] of Object.entries(privileges) as [keyof TablePrivileges, PrivilegeDepth][]) {
      const privilege = known.find(({ PrivilegeType }) => PrivilegeType === rights[right]);
      if (privilege === undefined) {
        throw new ProvisionError(
          'ERR_PROVISION_TABLE',
          `Table "${table}" has no ${right} privilege. Organization-owned tables have no assign and share.`,
        );
      }
      wanted.push({ PrivilegeId: privilege.PrivilegeId, Depth: depth });
    }
  }
  return wanted;
}

async function tablePrivileges(dataverse: Client, table: string): Promise<readonly SecurityPrivilege[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) {
    throw new ProvisionError(
      'ERR_PROVISION_TABLE',
      `"${table}" is not a logical table name: lower-case letters, digits and underscores, e.g. "cwl_video".`,
    );
  }
  const { body } = await dataverse.request({
    path: `EntityDefinitions(LogicalName='${table}')`,
    query: { $select: 'Privileges' },
  });
  const { Privileges: privileges = [] } = body as { Privileges?: readonly SecurityPrivilege[] };
  return privileges;
}
