import { DataverseError, notBuilt } from '../errors.ts';
import type { Exchange } from '../organization.ts';
import { SYSTEM_ADMINISTRATOR_TEMPLATE } from '../seed/templates.ts';
import { deleteRow, findRows, type Values } from '../store/rows.ts';
import { fold, folded } from '../store/schema.ts';
import type { StoredRow } from '../store/store.ts';
import type { Rules } from './rules.ts';

const NO_SOLUTION = '00000000-0000-0000-0000-000000000000';

function checkName({ org }: Exchange, name: string, businessUnitId: string, own: string): void {
  const { role } = org.tables;
  const [taken] = findRows(org.store, role, {
    [folded('name')]: fold(name),
    businessunitid: businessUnitId,
  }).filter((row) => row[role.key] !== own);
  if (taken) {
    throw new DataverseError(
      400,
      '0x80041403',
      `A role with the specified name '${name}' already exists on business unit ${businessUnitId} and Solution Id ${NO_SOLUTION}. Role id: ${taken[role.key]}`,
    );
  }
}

/** The administrator's role holds everything by definition; the service guards it by rules of its own. */
export function refuseOnAdministrator(row: StoredRow): void {
  if (row['roletemplateid'] === SYSTEM_ADMINISTRATOR_TEMPLATE)
    throw notBuilt('Changing the System Administrator role');
}

const idOf = (value: Values[string] | undefined): string =>
  typeof value === 'object' && value !== null ? value.id : String(value ?? '');

const unitMissing = () =>
  new DataverseError(400, '0x80041406', "The role's business unit ID was unexpectedly missing.");

/** Roles: unique by name in their business unit, their own root, and gone with their assignments. */
export const roleRules: Rules = {
  create(exchange, id, values) {
    const { org } = exchange;
    if ((values['businessunitid'] ?? null) === null) throw unitMissing();
    const { name } = values;
    checkName(exchange, typeof name === 'string' ? name : '', idOf(values['businessunitid']), id);
    return {
      isinherited: 1,
      ...values,
      parentrootroleid: id,
      ismanaged: false,
      componentstate: 0,
      organizationid: org.organizationId,
      solutionid: NO_SOLUTION,
    };
  },
  update(exchange, row, values) {
    refuseOnAdministrator(row);
    if (values['businessunitid'] === null) throw unitMissing();
    if (typeof values['name'] === 'string') {
      checkName(exchange, values['name'], String(row['businessunitid']), String(row['roleid']));
    }
    return values;
  },
  remove({ org }, row) {
    refuseOnAdministrator(row);
    for (const name of ['systemuserroles', 'roleprivileges']) {
      const table = org.model.table(name);
      for (const link of table ? findRows(org.store, table, { roleid: String(row['roleid']) }) : []) {
        if (table) deleteRow(org.store, table, String(link[table.key]));
      }
    }
    return true;
  },
};
