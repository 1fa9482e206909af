import { resolve } from 'node:path';
import type { Proof, Report, Reporting } from '@wayleave/cloudformation/prove';
import { Command } from 'commander';
import { readPairs, readParameterFile, type Values } from '../deploy/parameters.ts';
import type { Surroundings } from '../surroundings.ts';
import { codeToAdd } from '../templates/code-to-add.ts';
import { type Desk, systemDesk } from '../templates/desk.ts';
import { fixText } from '../templates/fix-text.ts';
import { type LoadedTemplate, loadTemplate, readTemplate } from '../templates/load-template.ts';
import { type Form, formOf, render } from '../templates/output.ts';
import { TemplateFault } from '../templates/template-fault.ts';
import { unifiedDiff } from '../templates/unified-diff.ts';
import { guarded, usageEndsWith2, versionOf } from './guarded.ts';

interface Flags {
  readonly export?: string;
  readonly parameters: readonly string[];
  readonly parametersFile?: string;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly mermaid?: boolean;
  readonly svg?: boolean;
  readonly out?: string;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly strict: boolean;
  readonly verbose: boolean;
}

const each = (value: string, before: readonly string[]) => [...before, value];

/** `wayleave prove`: whether each hop of a template is authorised, before anything is deployed. */
export function proveCommand(surroundings: Surroundings, desk: Desk = systemDesk()): Command {
  const command = new Command('prove')
    .description('Prove that every hop of a template is authorised, or show which is not and why.')
    .argument('<template>', 'JSON or YAML, a module that exports a template, or - for standard input')
    .option('--export <name>', 'the export of a module (default: default)')
    .option('--parameters <Name=value>', 'a parameter; repeatable. Others have their defaults', each, [])
    .option('--parameters-file <file>', 'parameters as JSON')
    .option('--account <id>', 'the account, where the template compares it')
    .option('--region <name>', 'the region, where the template compares it')
    .option('--partition <name>', 'aws, aws-cn or aws-us-gov (default: aws)')
    .option('--json', 'as JSON, for programs')
    .option('--sarif', 'as SARIF 2.1.0, for code scanning')
    .option('--mermaid', 'as a Mermaid flowchart, for Markdown')
    .option('--svg', 'as a picture')
    .option('--out <file>', 'where to write; else standard output')
    .option('--fix', 'write the known fixes into the template; of a module, print the code to add')
    .option('--dry-run', 'with --fix: show what would change, and write nothing')
    .option('--strict', 'fail for warnings and for what cannot be decided, too', false)
    .option('--verbose', 'show each question and the statement that decided it', false)
    .addHelpText(
      'after',
      `
Exit codes: 0 proven; 1 a hop is denied or a finding is an error (with --strict: also unknown, or a warning);
2 a wrong call, or a template that cannot be read.

Examples:
  wayleave prove stack.ts
  wayleave prove template.yaml --parameters Stage=prod --strict
  wayleave prove template.yaml --fix --dry-run
  wayleave prove template.yaml --sarif --out wayleave.sarif
  wayleave prove stack.ts --svg --out docs/road.svg
  aws cloudformation get-template --stack-name s --query TemplateBody | wayleave prove -`,
    )
    .action((given: string, flags: Flags, self: Command) =>
      guarded(surroundings, () => runProve(given, flags, versionOf(self), surroundings, desk)),
    );
  return usageEndsWith2(command);
}

async function runProve(
  given: string,
  flags: Flags,
  version: string,
  { out, error }: Surroundings,
  desk: Desk,
): Promise<number> {
  const form = formOf(flags);
  checkFlags(given, flags);
  const parameters = await readParameters(flags, desk);
  const loaded = await loadTemplate(given, flags, desk);
  checkParameters(parameters, loaded);
  const prover = await desk.prover();
  const reporting = await prover.loadReporting();
  const { account, region, partition } = flags;
  const options = {
    parameters,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(partition === undefined ? {} : { partition }),
  };
  const reportOf = (template: LoadedTemplate): Report =>
    toReport(template, prover.prove(asProvable(template), options));

  let report = reportOf(loaded);
  // What a program reads has standard output for itself.
  const aside = form === 'text' || flags.out !== undefined ? out : error;
  if (flags.fix === true)
    report = await mend(report, loaded, reportOf, flags.dryRun === true, { reporting, desk, aside });
  await put(report, form, flags, { reporting, desk, version, out });
  return reporting.exitCodeOf(reporting.summarise(report), flags.strict);
}

function asProvable({ json, sourceOf }: LoadedTemplate) {
  return { toJson: () => json, ...(sourceOf === undefined ? {} : { sourceOf }) };
}

function toReport({ name, text, positionOf, validation }: LoadedTemplate, proof: Proof): Report {
  return {
    subject: {
      name,
      ...(text === undefined ? {} : { text }),
      ...(positionOf === undefined ? {} : { positionOf }),
    },
    validation,
    proof,
  };
}

/** Mends the file, or says what to add to the program; yields the report of what is there afterwards. */
async function mend(
  report: Report,
  { name, file, text }: LoadedTemplate,
  reportOf: (template: LoadedTemplate) => Report,
  dry: boolean,
  { reporting, desk, aside }: { reporting: Reporting; desk: Desk; aside: Surroundings['out'] },
): Promise<Report> {
  if (text === undefined || file === undefined) {
    aside.write(`${codeToAdd(report)}\n`);
    return report;
  }
  const mended = await fixText(text, async (each) => reportOf(await readTemplate(name, each)), reporting);
  const difference = unifiedDiff(name, text, mended.text);
  aside.write(difference === '' ? `Nothing to fix in ${name}.\n\n` : `${difference}\n`);
  for (const { fix, why } of mended.left) aside.write(`Not done: ${fix}: ${why}\n\n`);
  if (dry || difference === '') return report;
  await desk.write(file, mended.text).catch((cause: unknown) => {
    throw new TemplateFault('NotWritten', `${name} could not be written.`, 'It is as it was.', cause);
  });
  return mended.report;
}

async function put(
  report: Report,
  form: Form,
  { out: file, verbose }: Flags,
  {
    reporting,
    desk,
    version,
    out,
  }: { reporting: Reporting; desk: Desk; version: string; out: Surroundings['out'] },
): Promise<void> {
  const looks = file === undefined ? desk : undefined;
  const written = render(report, form, { reporting, desk: looks, version, verbose });
  if (file === undefined) {
    out.write(written);
    return;
  }
  await desk.write(resolve(desk.cwd, file), written).catch((cause: unknown) => {
    throw new TemplateFault(
      'NotWritten',
      `${file} could not be written.`,
      'Name a file in a folder that is there.',
      cause,
    );
  });
  out.write(`${reporting.summaryLine(reporting.summarise(report))}\n`);
}

function checkFlags(given: string, { fix, dryRun, account, partition, region }: Flags): void {
  const wrong = (what: string, remedy: string) => new TemplateFault('BadOption', what, remedy);
  if (dryRun === true && fix !== true) throw wrong('--dry-run is for --fix.', 'Write --fix --dry-run.');
  if (fix === true && given === '-')
    throw wrong('Standard input cannot be fixed.', 'Name the file, or leave --fix away.');
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw wrong(`${account} is no account id.`, 'An account id has 12 digits.');
  if (partition !== undefined && !/^aws(-[a-z0-9]+)*$/.test(partition))
    throw wrong(`${partition} is no partition.`, 'Partitions are aws, aws-cn, aws-us-gov and others of AWS.');
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region))
    throw wrong(`${region} is no region.`, 'Regions are written as eu-west-1.');
}

async function readParameters({ parameters, parametersFile }: Flags, desk: Desk): Promise<Values> {
  const given = readPairs(parameters, '--parameters');
  if (parametersFile === undefined) return given;
  const text = await desk.read(resolve(desk.cwd, parametersFile)).catch((cause: unknown) => {
    throw new TemplateFault(
      'Unreadable',
      `${parametersFile} cannot be read.`,
      'Name a file of parameters.',
      cause,
    );
  });
  return { ...readParameterFile(text, parametersFile), ...given };
}

function checkParameters(parameters: Values, { json, name }: LoadedTemplate): void {
  const declared = Object.keys(json.Parameters ?? {});
  const unknown = Object.keys(parameters).filter((each) => !declared.includes(each));
  if (unknown.length === 0) return;
  throw new TemplateFault(
    'BadOption',
    `${name} has no parameter ${unknown.join(', ')}.`,
    `It has: ${declared.join(', ') || 'none'}.`,
  );
}
