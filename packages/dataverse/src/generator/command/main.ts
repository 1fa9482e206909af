import { parseArgs } from 'node:util';
import { HELP } from './help.ts';
import { type ExitCode, runTypes } from './run-types.ts';
import type { Shell } from './shell.ts';

const OPTIONS = {
  metadata: { type: 'string' },
  url: { type: 'string' },
  'tenant-id': { type: 'string' },
  'client-id': { type: 'string' },
  authority: { type: 'string' },
  table: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  columns: { type: 'string', multiple: true },
  action: { type: 'string', multiple: true },
  function: { type: 'string', multiple: true },
  choices: { type: 'string', multiple: true },
  out: { type: 'string' },
  check: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `wayleave-dataverse <args>`. The client secret is given apart, as it is never an argument. */
export async function main(
  args: readonly string[],
  clientSecret: string | undefined,
  shell: Shell,
): Promise<ExitCode> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    shell.error.write(`${parsed} See --help.\n`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    shell.out.write(HELP);
    return 0;
  }
  if (positionals.length !== 1 || positionals[0] !== 'types') {
    shell.error.write('The command is `types`. See --help.\n');
    return 2;
  }
  const { 'tenant-id': tenantId, 'client-id': clientId, metadata, url, authority, out } = values;
  return runTypes(
    {
      ...(metadata !== undefined && { metadata }),
      ...(url !== undefined && { url }),
      ...(tenantId !== undefined && { tenantId }),
      ...(clientId !== undefined && { clientId }),
      ...(clientSecret !== undefined && clientSecret !== '' && { clientSecret }),
      ...(authority !== undefined && { authority }),
      ...(out !== undefined && { out }),
      tables: values.table ?? [],
      all: values.all ?? false,
      columns: values.columns ?? [],
      actions: values.action ?? [],
      functions: values.function ?? [],
      choices: values.choices ?? [],
      check: values.check ?? false,
      json: values.json ?? false,
    },
    shell,
  );
}

/** What was asked, or what is wrong with it. */
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (reason) {
    return reason instanceof Error
      ? (reason.message.split('. ')[0] ?? '').replace(/\.?$/, '.')
      : String(reason);
  }
}
