import { notBuilt } from '../errors.ts';
import type { Table } from '../metadata/model.ts';
import type { Exchange } from '../organization.ts';
import type { Values } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import { roleRules } from './role-rules.ts';
import { systemUserRules } from './system-user-rules.ts';

/** What a system table does beyond storing: each may refuse, and answers the values to store. */
export interface Rules {
  create(exchange: Exchange, id: string, values: Values): Values;
  update(exchange: Exchange, row: StoredRow, values: Values): Values;
  /** Answers whether the row itself is to be removed. */
  remove(exchange: Exchange, row: StoredRow): boolean;
}

const plain: Rules = {
  create: (_, __, values) => values,
  update: (_, __, values) => values,
  remove: () => true,
};

const fixed = (what: string): Rules => {
  const refuse = () => {
    throw notBuilt(`Writing to ${what}`);
  };
  return { create: refuse, update: refuse, remove: refuse };
};

/** The rules of a table. Refuses (501) the tables that have no privileges of their own: the service writes those itself. */
export function rulesOf(table: Table): Rules {
  if (table.custom) return plain;
  if (table.ownership === 'None') throw notBuilt(`Writing to the table ${table.name}`);
  if (table.name === 'systemuser') return systemUserRules;
  if (table.name === 'role') return roleRules;
  return fixed(`the table ${table.name}`);
}
