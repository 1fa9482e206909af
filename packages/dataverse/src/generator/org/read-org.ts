import type { Client } from '../../client.ts';
import { CsdlError } from '../csdl-error.ts';
import { type Facts, joinFacts } from '../facts/facts.ts';
import { readFacts } from '../facts/read-facts.ts';

/** What is asked of a client here. */
export type Asker = Pick<Client, 'request'>;

const CHOICE_TYPES = ['Picklist', 'State', 'Status', 'MultiSelectPicklist'];
/** The service writes many megabytes, slowly when it has not been asked for a while. */
const METADATA_MS = 600_000;
/** Tables asked about at once; each takes five requests. */
const AT_ONCE = 4;

/** The environment's `$metadata`, which may be many megabytes. Rejects as the client does. */
export async function readMetadata(client: Asker): Promise<string> {
  const reply = await client.request({
    path: '$metadata',
    headers: { accept: 'application/xml' },
    timeoutMs: METADATA_MS,
  });
  if (typeof reply.body === 'string') return reply.body;
  throw new CsdlError('ERR_CSDL_MODEL', 'The environment gave no $metadata as XML.');
}

/**
 * Choices with their labels, alternate keys, and which columns may be written, of the tables with these logical names.
 * `onTable` is told of each table that is done. Rejects as the client does.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export async function readTableFacts(
  client: Asker,
  tables: readonly string[],
  onTable: (done: number, table: string) => void = () => undefined,
): Promise<Facts> {
  const waiting = [...tables];
  let facts: Facts = new Map();
  let done = 0;
  const work = async () => {
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      const own = await factsOf(client, table).catch((reason: unknown) => {
        waiting.length = 0; // so that the others stop
        throw reason;
      });
      facts = joinFacts(facts, own);
      done += 1;
      onTable(done, table);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return facts;
}

async function factsOf(client: Asker, table: string): Promise<Facts> {
  const path = `EntityDefinitions(LogicalName='${table}')`;
  const definition = await client.request({
    path,
    query: {
      $select: 'LogicalName',
      $expand:
        'Attributes($select=LogicalName,IsValidForCreate,IsValidForUpdate),Keys($select=KeyAttributes)',
    },
  });
  let facts = readFacts(definition.body);
  for (const type of CHOICE_TYPES) {
    const choices = await client.request({
      path: `${path}/Attributes/Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
      query: { $select: 'LogicalName', $expand: 'OptionSet,GlobalOptionSet' },
    });
    facts = joinFacts(facts, readFacts(choices.body, table));
  }
  return facts;
}
