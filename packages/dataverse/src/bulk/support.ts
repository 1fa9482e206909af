import { type Connection, run } from '../connection.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import type { MultipleMessage } from '../multiple/items.ts';
import type { TableNames } from '../multiple/table-names.ts';
import { formatLiteral } from '../odata/literal.ts';
import { queryString } from '../odata/query-string.ts';
import type { Operation, Outgoing } from '../outgoing.ts';
import { objectBody } from '../reply.ts';
import type { Kind } from './work.ts';

/**
 * Messages that a table must have. `UpsertMultiple` is there where the first two are; whether rows may be deleted so,
 * the service's refusal tells.
 */
const NEEDED: Readonly<Record<Kind, readonly MultipleMessage[]>> = {
  create: ['CreateMultiple'],
  update: ['UpdateMultiple'],
  upsert: ['CreateMultiple', 'UpdateMultiple'],
  delete: [],
};

/** Rejects with `ConfigurationError` when the table has no message for many rows at once. */
export async function checkSupport(connection: Connection, kind: Kind, names: TableNames): Promise<void> {
  for (const message of NEEDED[kind]) {
    if (await isSupported(connection, message, names)) continue;
    throw badArgument(`The table ${names.logicalName} has no ${message}. Let its rows travel by: "single".`);
  }
}

async function isSupported(
  connection: Connection,
  message: MultipleMessage,
  names: TableNames,
): Promise<boolean> {
  try {
    return await run(connection, askSupport(connection, message, names));
  } catch (error) {
    // Who may not ask may still send rows; a refusal of those is an outcome like any other.
    if (error instanceof DataverseError && error.status === 403) return true;
    throw error;
  }
}

function askSupport(
  connection: Connection,
  message: MultipleMessage,
  { logicalName }: TableNames,
): Operation<boolean> {
  const asked = {
    $select: 'sdkmessagefilterid',
    $filter: 'sdkmessageid/name eq @message and primaryobjecttypecode eq @table',
    '@message': formatLiteral(message),
    '@table': formatLiteral(logicalName),
  };
  const url = `${connection.environment.apiRoot}sdkmessagefilters${queryString(asked)}`;
  const outgoing: Outgoing = { method: 'GET', url };
  return {
    ...outgoing,
    read(reply) {
      const { value } = objectBody(reply, outgoing);
      return Array.isArray(value) && value.length > 0;
    },
  };
}
