import { type Connection, run } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { formatLiteral } from '../odata/literal.ts';
import { queryString } from '../odata/query-string.ts';
import type { Operation, Outgoing } from '../outgoing.ts';
import { objectBody } from '../reply.ts';
import { TransportError } from '../transport/transport-error.ts';
import { within } from '../within.ts';

/** What a table is called where its entity set name does not do. */
export interface TableNames {
  /** `account`, where the entity set is `accounts`. */
  readonly logicalName: string;
  /** Name of the primary key column. */
  readonly id: string;
}

/** From the schema, else asked for once; what could not be answered is asked for anew. */
export async function tableNames(connection: Connection, entitySet: string): Promise<TableNames> {
  const known = connection.schema?.tables[entitySet];
  if (known !== undefined) return known;
  const { logicalNames } = connection;
  // No entity set has a dot in its name.
  const idEntry = `${entitySet}.id`;
  const [logicalName, id] = [logicalNames.get(entitySet), logicalNames.get(idEntry)];
  if (logicalName !== undefined && id !== undefined) {
    const both = Promise.all([logicalName, id] as const);
    return waitFor(
      both.then(([logical, key]) => ({ logicalName: logical, id: key })),
      connection,
      entitySet,
    );
  }
  // Others may come to wait for the same answer: it is not for one caller's signal to end.
  const { signal: _, timeoutMs: __, ...options } = connection.options;
  const asked = run({ ...connection, options }, askNames(connection, entitySet));
  const keep = (entry: string, name: Promise<string>) => {
    logicalNames.set(entry, name);
    name.catch(() => logicalNames.delete(entry));
  };
  keep(
    entitySet,
    asked.then((names) => names.logicalName),
  );
  keep(
    idEntry,
    asked.then((names) => names.id),
  );
  return waitFor(asked, connection, entitySet);
}

/** The shared answer, unless the time of this caller is up before, or its signal ends the wait. */
async function waitFor<T>(work: Promise<T>, { options }: Connection, entitySet: string): Promise<T> {
  const { signal, timeoutMs = Number.POSITIVE_INFINITY } = options;
  const words = `${entitySet}: ended while waiting for the names of the table.`;
  const late = () => new TransportError('ERR_TRANSPORT_TIMEOUT', words);
  return within(timeoutMs, signal, () => work, late);
}

function askNames(connection: Connection, entitySet: string): Operation<TableNames> {
  const asked = {
    $select: 'LogicalName,PrimaryIdAttribute',
    $filter: `EntitySetName eq ${formatLiteral(entitySet)}`,
  };
  const url = `${connection.environment.apiRoot}EntityDefinitions${queryString(asked)}`;
  const outgoing: Outgoing = { method: 'GET', url };
  return {
    ...outgoing,
    read(reply) {
      const { value } = objectBody(reply, outgoing);
      const [table] = Array.isArray(value) ? (value as unknown[]) : [];
      if (Array.isArray(value) && table === undefined) {
        throw badArgument(`There is no table whose entity set is "${entitySet}". Case matters: accounts.`);
      }
      const { LogicalName: logicalName, PrimaryIdAttribute: id } = Object(table) as Record<string, unknown>;
      if (typeof logicalName === 'string' && typeof id === 'string') return { logicalName, id };
      throw unreadable(reply, outgoing, 'without the names of a table');
    },
  };
}
