import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import type { Desk } from '../templates/desk.ts';
import { loadTemplate } from '../templates/load-template.ts';
import { TemplateFault } from '../templates/template-fault.ts';
import { writeOut } from '../templates/write-out.ts';
import { conventional, guarded } from './guarded.ts';

interface Flags {
  readonly out?: string;
  readonly force: boolean;
}

/** `wayleave cfn import`: a template's text as a TypeScript module. */
export function importCommand(surroundings: Surroundings, desk: Desk): Command {
  const command = new Command('import')
    .description('Write the TypeScript that builds the same template.')
    .argument('<template>', 'JSON or YAML, or - for standard input')
    .option('--out <file>', 'where to write; else standard output')
    .option('--force', 'write over a file that is there', false)
    .addHelpText(
      'after',
      `
The module exports the template as its default, for prove, validate and deploy.
What the types do not take is cast, below a comment "note:". Comments of the
template are not carried over.

Exit codes: 0 written; 2 a wrong call, or a template that cannot be read.

Examples:
  wayleave cfn import template.yaml --out stack.ts
  wayleave cfn import template.json > stack.ts
  cat template.yaml | wayleave cfn import - --out stack.ts --force`,
    )
    .action((given: string, flags: Flags) =>
      guarded(surroundings, () => runImport(given, flags, surroundings, desk)),
    );
  return conventional(command);
}

async function runImport(given: string, flags: Flags, { out }: Surroundings, desk: Desk): Promise<number> {
  if (/\.[cm]?[jt]s$/.test(given))
    throw new TemplateFault(
      'BadOption',
      `${given} is a program already.`,
      'Name a template of JSON or YAML.',
    );
  const { json } = await loadTemplate(given, {}, desk);
  const { importTemplate } = await import('@wayleave/cloudformation/import');
  const written = importTemplate(json);
  if (flags.out === undefined) {
    out.write(written);
    return 0;
  }
  const file = resolve(desk.cwd, flags.out);
  if (!flags.force && (await isThere(file, desk)))
    throw new TemplateFault(
      'NotWritten',
      `${flags.out} is there already.`,
      'Name another file, or write over it with --force.',
    );
  await writeOut(flags.out, written, desk);
  const count = Object.keys(json.Resources).length;
  out.write(`${flags.out} written: ${count} ${count === 1 ? 'resource' : 'resources'}.\n`);
  return 0;
}

async function isThere(file: string, desk: Desk): Promise<boolean> {
  return desk.read(file).then(
    () => true,
    // What cannot be read for another reason is there.
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
  );
}
