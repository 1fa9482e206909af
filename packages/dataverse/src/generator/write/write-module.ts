import type { ChosenOperations } from '../choose/choose-operations.ts';
import type { ChosenTable } from '../choose/choose-tables.ts';
import { compareText } from '../choose/nearest.ts';
import type { CsdlModel } from '../csdl/model.ts';
import type { Facts } from '../facts/facts.ts';
import { createChoices } from './choices.ts';
import { createNames, pascal } from './names.ts';
import { commentText, propertyName, wrap } from './text.ts';
import { createTypes } from './types.ts';
import { writeOperations } from './write-operations.ts';
import { type TableContext, type TableNames, writeTable, writeTableInfo } from './write-table.ts';

export interface ModuleOptions {
  /** Where the description comes from, for the first line: a file's name or an environment's host. */
  readonly source: string;
  readonly tables: readonly ChosenTable[];
  readonly actions?: ChosenOperations;
  readonly functions?: ChosenOperations;
  /** Choices, alternate keys, and which columns may be written. */
  readonly facts?: Facts;
}

/** What each module begins with. */
export const MARK = '// Written by `wayleave types`';

const NONE: ChosenOperations = { unbound: new Map(), bound: new Map(), skipped: [] };

/**
 * Writes a TypeScript module with the types of the tables, to be given to `createClient` as its `schema`. The same
 * description and options give the same text, whatever order the service lists things in. Relations are those among
 * the tables; other types are written only if something refers to them.
 *
 * @example
 * const model = parseCsdl(text);
 * const tables = chooseTables(model, ['account', 'contact']);
 * await writeFile('dataverse.ts', writeModule(model, { source: 'metadata.xml', tables }));
 */
export function writeModule(model: CsdlModel, options: ModuleOptions): string {
  const { source, tables, actions = NONE, functions = NONE, facts } = options;
  const names = createNames();
  const entries = tables.map((table) => ({ table, names: namesOf(names, table.logicalName) }));
  const context: TableContext = {
    model,
    facts,
    tables: new Map(entries.map((entry) => [entry.table.types[0] ?? '', entry])),
    types: createTypes(
      model,
      names,
      new Map(entries.map(({ table, names: own }) => [table.types[0] ?? '', own])),
    ),
    choices: createChoices(names),
  };
  const { types, choices } = context;
  const written = entries.map(({ table, names: own }) =>
    writeTable(context, table, own, {
      actions: boundTo(table, 'actions', actions),
      functions: boundTo(table, 'functions', functions),
    }),
  );
  const environment = `export interface Environment {
  tables: ${tables.length === 0 ? 'object' : `{\n${entries.map(({ table, names: own }) => `    ${propertyName(table.entitySet)}: ${own.table};\n`).join('')}  }`};
  actions: ${writeOperations(types, 'actions', actions.unbound, '  ')};
  functions: ${writeOperations(types, 'functions', functions.unbound, '  ')};
}`;
  const infos = tables.map((table) => writeTableInfo(context, table)).join('');
  const schema = `/** For \`createClient({ schema })\`. */
export const schema: Schema<Environment> = {
  tables: ${infos === '' ? '{}' : `{\n${infos}  }`},
};`;
  const declarations = types.declarations();
  const imported = [...types.imports.add('Schema')].sort(compareText).join(', ');
  return `${header(source, tables)}import type { ${imported} } from '@wayleave/dataverse';

${[...choices.declarations(), ...written, ...declarations, environment, schema].join('\n\n')}
`;

  function boundTo(table: ChosenTable, kind: 'actions' | 'functions', chosen: ChosenOperations): string {
    return writeOperations(types, kind, chosen.bound.get(table.logicalName) ?? new Map(), '  ');
  }
}

function header(source: string, tables: readonly ChosenTable[]): string {
  const list = [...tables].map(({ logicalName }) => logicalName).sort(compareText);
  const words = commentText(`Tables: ${list.join(', ')}. Relations to others are left out.`).split(' ');
  return `${MARK} from ${commentText(source)}; do not edit.
${wrap(words, '// ')}`;
}

function namesOf(names: { take(key: string, wish: string): string }, logicalName: string): TableNames {
  const stem = pascal(logicalName);
  const take = (part: string) => names.take(`table ${logicalName} ${part}`, stem + part);
  return { row: take('Row'), create: take('Create'), update: take('Update'), table: take('Table') };
}
