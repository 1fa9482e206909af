import { EXAMPLES, runTypes, systemShell } from '@wayleave/dataverse/generator';
import { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { conventional } from './guarded.ts';

interface Flags {
  readonly metadata?: string;
  readonly url?: string;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly authority?: string;
  readonly table: readonly string[];
  readonly all: boolean;
  readonly columns: readonly string[];
  readonly action: readonly string[];
  readonly function: readonly string[];
  readonly choices: readonly string[];
  readonly out?: string;
  readonly check: boolean;
  readonly json: boolean;
}

/** `wayleave types`: TypeScript types of Dataverse tables. The client secret comes from `DATAVERSE_CLIENT_SECRET`. */
export function typesCommand(
  surroundings: Surroundings,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Command {
  const each = (value: string, before: readonly string[]) => [...before, value];
  return conventional(new Command('types'))
    .description('Write a TypeScript module with the types of Dataverse tables.')
    .option('--metadata <file>', "the environment's $metadata, saved")
    .option('--url <environment>', 'or ask the environment; choices and alternate keys come from there, too')
    .option('--tenant-id <id>', 'for --url')
    .option('--client-id <id>', 'for --url')
    .option('--authority <url>', 'login host, if it does not follow from --url')
    .option('--table <name>', 'logical name or entity set name; repeatable', each, [])
    .option('--all', 'all tables', false)
    .option('--columns <table:a,b>', 'only these columns of a table; repeatable', each, [])
    .option('--action <name>', 'an action, unbound or of a chosen table; * for any letters', each, [])
    .option('--function <name>', 'a function, likewise; table.Name for those of one table', each, [])
    .option('--choices <file>', 'JSON of RetrieveMetadataChanges or EntityDefinitions; repeatable', each, [])
    .option('--out <file>', 'where to write; else standard output')
    .option('--check', 'write nothing; exit with 1 if the file differs', false)
    .option('--json', 'print a summary as one line of JSON', false)
    .addHelpText('after', `\n${EXAMPLES}`)
    .action(async (flags: Flags) => {
      const { table: tables, action: actions, function: functions, ...others } = flags;
      const clientSecret = environment['DATAVERSE_CLIENT_SECRET'];
      const options = { ...others, tables, actions, functions, ...(clientSecret ? { clientSecret } : {}) };
      const code = await runTypes(options, systemShell(surroundings));
      if (code !== 0) surroundings.exit(code);
    });
}
