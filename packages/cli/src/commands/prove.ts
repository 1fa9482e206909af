import type { Report } from '@wayleave/cloudformation/prove';
import { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { type Desk, systemDesk } from '../templates/desk.ts';
import { checkParameters, givenParameters } from '../templates/given-parameters.ts';
import { type LoadedTemplate, loadTemplate } from '../templates/load-template.ts';
import { mendTemplate } from '../templates/mend-template.ts';
import { readNested, sourceWithin } from '../templates/nested-templates.ts';
import { onlyHops } from '../templates/only-hops.ts';
import { formOf, render } from '../templates/output.ts';
import { TemplateFault } from '../templates/template-fault.ts';
import { writeOut } from '../templates/write-out.ts';
import { conventional, guarded, versionOf } from './guarded.ts';

interface Flags {
  readonly export?: string;
  readonly parameters: readonly string[];
  readonly parametersFile?: string;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  readonly from?: string;
  readonly to?: string;
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
    .option('--from <place>', 'only hops from this logical id, or this label outside')
    .option('--to <place>', 'only hops to it; with --from, those between the two')
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
Templates of nested stacks are read where TemplateURL is a relative path, as
"aws cloudformation package" takes it, or as CDK writes them: from the working
directory and the folder of the template, never over the network.

Exit codes:
  0  proven; with --strict also no warning, and nothing unknown
  1  a hop is denied or a finding is an error
  2  a wrong call, or a template that cannot be read

Examples:
  wayleave prove stack.ts
  wayleave prove template.yaml --parameters Stage=prod --strict
  wayleave prove template.yaml --from Uploads --to VideoProcessor
  wayleave prove template.yaml --fix --dry-run
  wayleave prove template.yaml --sarif --out wayleave.sarif
  wayleave prove stack.ts --svg --out docs/road.svg
  aws cloudformation get-template --stack-name s --query TemplateBody |
    wayleave prove -`,
    )
    .action((given: string, flags: Flags, self: Command) =>
      guarded(surroundings, () => runProve(given, flags, versionOf(self), surroundings, desk)),
    );
  return conventional(command);
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
  const parameters = await givenParameters(flags, desk);
  const loaded = await loadTemplate(given, flags, desk);
  checkParameters(parameters, loaded);
  const nested = await readNested(loaded, desk);
  const prover = await desk.prover();
  const reporting = await prover.loadReporting();
  const { account, region, partition, out: file } = flags;
  const options = {
    parameters,
    ...(nested.templates.size === 0
      ? {}
      : { nested: Object.fromEntries([...nested.templates].map(([stack, { json }]) => [stack, json])) }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(partition === undefined ? {} : { partition }),
  };
  const reportOf = ({ name, text, positionOf, validation, json, sourceOf }: LoadedTemplate): Report => {
    const proof = prover.prove({ toJson: () => json, sourceOf: sourceWithin(nested, sourceOf) }, options);
    return {
      subject: {
        name,
        ...(text === undefined ? {} : { text }),
        ...(positionOf === undefined ? {} : { positionOf }),
      },
      validation: isNarrow(flags)
        ? validation.filter(({ severity }) => severity === 'error')
        : [...validation, ...nested.findings],
      proof: onlyHops(proof, flags),
    };
  };

  let report = reportOf(loaded);
  // What a program reads has standard output for itself.
  const aside = form === 'text' || file !== undefined ? out : error;
  if (flags.fix === true)
    report = await mendTemplate(report, loaded, {
      dry: flags.dryRun === true,
      reporting,
      desk,
      aside,
      reportOf,
    });
  const looks = file === undefined ? desk : undefined;
  const { verbose } = flags;
  const written = render(report, form, { reporting, desk: looks, version, verbose });
  if (file === undefined) out.write(written);
  else {
    await writeOut(file, written, desk);
    out.write(`${reporting.summaryLine(reporting.summarise(report))}\n`);
  }
  return reporting.exitCodeOf(reporting.summarise(report), flags.strict);
}

/** Whether single hops are asked about: then nothing else counts. */
function isNarrow({ from, to }: Flags): boolean {
  return from !== undefined || to !== undefined;
}

function checkFlags(given: string, flags: Flags): void {
  const { fix, dryRun, account, partition, region } = flags;
  const wrong = (what: string, remedy: string) => new TemplateFault('BadOption', what, remedy);
  if (dryRun === true && fix !== true) throw wrong('--dry-run is for --fix.', 'Write --fix --dry-run.');
  if (fix === true && given === '-')
    throw wrong('Standard input cannot be fixed.', 'Name the file, or leave --fix away.');
  if (fix === true && isNarrow(flags))
    throw wrong('--fix mends all that it can, not single hops.', 'Leave --from and --to away.');
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw wrong(`${account} is no account id.`, 'An account id has 12 digits.');
  if (partition !== undefined && !/^aws(-[a-z0-9]+)*$/.test(partition))
    throw wrong(`${partition} is no partition.`, 'Partitions are aws, aws-cn, aws-us-gov and others of AWS.');
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region))
    throw wrong(`${region} is no region.`, 'Regions are written as eu-west-1.');
}
