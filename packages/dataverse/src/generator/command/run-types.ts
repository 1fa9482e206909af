import { basename } from 'node:path';
import { type ChosenOperations, chooseOperations } from '../choose/choose-operations.ts';
import { chooseTables } from '../choose/choose-tables.ts';
import { localName } from '../csdl/model.ts';
import { parseCsdl } from '../csdl/parse-csdl.ts';
import { CsdlError } from '../csdl-error.ts';
import { type Facts, joinFacts } from '../facts/facts.ts';
import { readFacts } from '../facts/read-facts.ts';
import { type Asker, readMetadata, readTableFacts } from '../org/read-org.ts';
import { MARK, writeModule } from '../write/write-module.ts';
import type { Shell } from './shell.ts';
import { complaint, parseColumns, type TypesOptions } from './types-options.ts';

/** Of a pattern that takes all, what is left out is a long list. */
const MOST_TOLD = 5;

/** 0 for done, 1 when `--check` finds a difference, 2 when it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Carries out `types`; what goes wrong is said on `error`, unless it is a fault of this program. */
export async function runTypes(options: TypesOptions, shell: Shell): Promise<ExitCode> {
  const say = (text: string) => shell.error.write(`${text}\n`);
  const columns = parseColumns(options.columns);
  const wrong = complaint(options) ?? (columns ? undefined : '--columns is like account:name,revenue.');
  if (wrong !== undefined) {
    say(`${wrong} See --help.`);
    return 2;
  }
  try {
    return await generate(options, columns ?? new Map(), shell);
  } catch (reason) {
    // All errors of this package, and Node's own of files, have a code.
    if (!(reason instanceof Error) || !('code' in reason)) throw reason;
    say(reason.message);
    return 2;
  }
}

async function generate(
  options: TypesOptions,
  columns: ReadonlyMap<string, readonly string[]>,
  shell: Shell,
): Promise<ExitCode> {
  const say = (text: string) => shell.error.write(`${text}\n`);
  const client = connect(options, shell);
  const source =
    options.metadata === undefined ? new URL(options.url ?? '').host : basename(options.metadata);
  if (client !== undefined) say(`Asking ${source} for $metadata …`);
  const text = await (client === undefined ? shell.readFile(options.metadata ?? '') : readMetadata(client));
  const model = parseCsdl(text);

  const wanted = options.all ? 'all' : options.tables;
  let facts = await readFiles(options.choices, shell);
  if (client !== undefined) {
    // The tables of definitions have no definition themselves.
    const names = chooseTables(model, wanted)
      .filter(({ types }) => !types.some((type) => localName(type) === 'MetadataBase'))
      .map(({ logicalName }) => logicalName);
    const asked = await readTableFacts(client, names, (done, table) =>
      say(`${table} (${done} of ${names.length})`),
    );
    facts = joinFacts(asked, facts);
  }
  const tables = chooseTables(model, wanted, { columns, facts });
  const actions = chooseOperations(model, 'actions', tables, options.actions);
  const functions = chooseOperations(model, 'functions', tables, options.functions);
  const skipped = [...actions.skipped, ...functions.skipped];
  for (const { name, why } of skipped.slice(0, MOST_TOLD)) say(`${name} is left out: it ${why}.`);
  if (skipped.length > MOST_TOLD) say(`${skipped.length - MOST_TOLD} more are left out; --json lists them.`);
  const module = writeModule(model, { source, tables, actions, functions, facts });

  const { out, check, json } = options;
  if (out === undefined) {
    shell.out.write(module);
    return 0;
  }
  const before = await present(out, shell);
  const isSame = before === module;
  if (!check && before?.trim() && !before.startsWith(MARK)) {
    say(`${out} was not written by this command. Remove it, or give another --out.`);
    return 2;
  }
  if (!isSame && !check) await shell.writeFile(out, module);
  const summary = {
    source,
    out,
    changed: !isSame,
    written: !isSame && !check,
    bytes: Buffer.byteLength(module),
    tables: tables.map(({ logicalName, entitySet, properties }) => ({
      logicalName,
      entitySet,
      columns: properties.length,
    })),
    actions: operationNames(actions),
    functions: operationNames(functions),
    skipped,
  };
  if (json) shell.out.write(`${JSON.stringify(summary)}\n`);
  const outcome = isSame ? 'is up to date' : check ? 'differs from what would be written' : 'is written';
  say(
    `${out} ${outcome}: ${tables.length} ${tables.length === 1 ? 'table' : 'tables'}, ${summary.bytes} bytes.`,
  );
  return check && !isSame ? 1 : 0;
}

function connect(options: TypesOptions, shell: Shell): Asker | undefined {
  const { url, tenantId, clientId, clientSecret, authority } = options;
  if (url === undefined || tenantId === undefined || clientId === undefined || clientSecret === undefined)
    return undefined;
  return shell.connect({
    url,
    tenantId,
    clientId,
    clientSecret,
    ...(authority !== undefined && { authority }),
  });
}

async function readFiles(files: readonly string[], shell: Shell): Promise<Facts> {
  let facts: Facts = new Map();
  for (const file of files) facts = joinFacts(facts, readFacts(parseJson(await shell.readFile(file), file)));
  return facts;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : '';
    throw new CsdlError('ERR_CSDL_CHOICES', `${file} is no JSON: ${why}`);
  }
}

/** With line ends as they are written, as git may have changed them. */
async function present(file: string, shell: Shell): Promise<string | undefined> {
  try {
    return (await shell.readFile(file)).replaceAll('\r\n', '\n');
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return undefined;
    throw reason;
  }
}

function operationNames({ unbound, bound }: ChosenOperations): string[] {
  const ofTables = [...bound].flatMap(([table, own]) => [...own.keys()].map((name) => `${table}.${name}`));
  return [...unbound.keys(), ...ofTables];
}
