import type { Table } from '../metadata/model.ts';
import type { Exchange } from '../organization.ts';
import type { Values } from '../store/rows.ts';

const seconds = (ms: number): number => ms - (ms % 1000);

// Under impersonation the person is the author; the application user stands in …onbehalfby.
const behalf = ({ caller }: Exchange) => (caller.impersonating ? caller.application.id : null);

const onlyKnown = (table: Table, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => table.byName.has(name)));

export function modifiedStamp(exchange: Exchange, table: Table): Values {
  return onlyKnown(table, {
    modifiedby: exchange.caller.acting.id,
    modifiedon: seconds(exchange.org.clock.now()),
    modifiedonbehalfby: behalf(exchange),
  });
}

export function createdStamp(exchange: Exchange, table: Table): Values {
  return {
    ...onlyKnown(table, {
      createdby: exchange.caller.acting.id,
      createdon: seconds(exchange.org.clock.now()),
      createdonbehalfby: behalf(exchange),
    }),
    ...modifiedStamp(exchange, table),
  };
}

/** The owner's columns: the user, and where that user belongs. */
export const ownership = (ownerId: string, businessUnitId: string): Values => ({
  ownerid: ownerId,
  owninguser: ownerId,
  owningbusinessunit: businessUnitId,
});
