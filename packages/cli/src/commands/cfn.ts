import type { Report } from '@wayleave/cloudformation/prove';
import { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { type Desk, systemDesk } from '../templates/desk.ts';
import { loadTemplate } from '../templates/load-template.ts';
import { formOf, render } from '../templates/output.ts';
import { writeOut } from '../templates/write-out.ts';
import { importCommand } from './cfn-import.ts';
import { conventional, guarded, versionOf } from './guarded.ts';

interface Flags {
  readonly export?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly out?: string;
  readonly strict: boolean;
}

/** `wayleave cfn`: what there is to do with CloudFormation templates by themselves. */
export function cfnCommand(surroundings: Surroundings, desk: Desk = systemDesk()): Command {
  return conventional(new Command('cfn'))
    .description('Work with CloudFormation templates.')
    .addCommand(validateCommand(surroundings, desk))
    .addCommand(importCommand(surroundings, desk));
}

function validateCommand(surroundings: Surroundings, desk: Desk): Command {
  const command = new Command('validate')
    .description('Check a template against the resource types, its references and the limits.')
    .argument('<template>', 'JSON or YAML, a module that exports a template, or - for standard input')
    .option('--export <name>', 'the export of a module (default: default)')
    .option('--json', 'as JSON, for programs')
    .option('--sarif', 'as SARIF 2.1.0, for code scanning')
    .option('--out <file>', 'where to write; else standard output')
    .option('--strict', 'fail for warnings, too', false)
    .addHelpText(
      'after',
      `
Exit codes: 0 valid; 1 a finding is an error (with --strict: or a warning);
2 a wrong call, or a template that cannot be read.

Examples:
  wayleave cfn validate template.yaml
  wayleave cfn validate stack.ts --strict
  wayleave cfn validate template.yaml --sarif --out wayleave.sarif`,
    )
    .action((given: string, flags: Flags, self: Command) =>
      guarded(surroundings, () => runValidate(given, flags, versionOf(self), surroundings, desk)),
    );
  return conventional(command);
}

async function runValidate(
  given: string,
  flags: Flags,
  version: string,
  { out }: Surroundings,
  desk: Desk,
): Promise<number> {
  const form = formOf(flags);
  const { name, text, positionOf, validation } = await loadTemplate(given, flags, desk);
  const prover = await desk.prover();
  const reporting = await prover.loadReporting();
  const report: Report = {
    subject: {
      name,
      ...(text === undefined ? {} : { text }),
      ...(positionOf === undefined ? {} : { positionOf }),
    },
    validation,
  };
  const looks = flags.out === undefined ? desk : undefined;
  const written = render(report, form, { reporting, desk: looks, version, verbose: false });
  const summary = reporting.summarise(report);
  if (flags.out === undefined) out.write(written);
  else {
    await writeOut(flags.out, written, desk);
    out.write(`${reporting.summaryLine(summary)}\n`);
  }
  return reporting.exitCodeOf(summary, flags.strict);
}
