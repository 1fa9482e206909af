import { Command, Option } from 'commander';
import { deployStack } from '../deploy/deploy-stack.ts';
import { tell } from '../deploy/failure.ts';
import type { DeployOptions } from '../deploy/options.ts';
import { exitCodeOf } from '../deploy/result.ts';
import { type Shell, systemShell } from '../deploy/shell.ts';
import type { Surroundings } from '../surroundings.ts';
import { conventional } from './guarded.ts';

type Flags = Omit<DeployOptions, 'template'>;

const each = (value: string, before: readonly string[]) => [...before, value];

/** `wayleave deploy`: a template to AWS through a change set that is shown first. */
export function deployCommand(surroundings: Surroundings, shell: Shell = systemShell(surroundings)): Command {
  return withPlace(conventional(new Command('deploy')))
    .description('Check a template, show what would change, and deploy it.')
    .argument('<template>', 'JSON or YAML, or a module that exports a template')
    .option('--export <name>', 'the export of a module (default: default)')
    .option('--parameters <Name=value>', 'a parameter; repeatable. Others keep their values', each, [])
    .option('--parameters-file <file>', 'parameters as JSON')
    .addOption(new Option('--tag <Key=value>', 'a tag of the stack; repeatable').argParser(each).default([]))
    .option('--capabilities <name>', 'beside those that the template needs; repeatable', each, [])
    .option('--role-arn <arn>', "the role that CloudFormation works with, instead of the caller's own rights")
    .option('--code <Function=path>', 'a file or folder as the code of a function; repeatable', each, [])
    .option('--bucket <name>', 'for code, nested templates, and templates over 51,200 bytes')
    .option('--create-bucket', 'make a bucket for that, one for each account and region', false)
    .addOption(
      new Option('--on-failure <what>', 'when it fails')
        .choices(['rollback', 'delete', 'do-nothing'])
        .default('rollback'),
    )
    .addOption(
      new Option('--on-interrupt <what>', 'what Ctrl-C does with an update under way')
        .choices(['ask', 'leave', 'cancel'])
        .default('ask'),
    )
    .option('--no-prove', 'deploy without the proof of its authorisations')
    .option('--plan', 'only show what would change', false)
    .option('--hotswap', 'only give functions new code, beside CloudFormation: for development', false)
    .option('--yes', 'do not ask', false)
    .option('--json', 'print the result as one line of JSON; everything else goes to standard error', false)
    .addHelpText(
      'after',
      `
Where TemplateURL of a nested stack is a relative path, its template is put into
the bucket, as "aws cloudformation package" does.

Exit codes:
  0    deployed, or nothing to change; with --plan: shown
  1    failed or refused
  2    a wrong call, or a template that cannot be read
  130  interrupted

Examples:
  wayleave deploy stack.ts --stack video
  wayleave deploy template.yaml --stack video --parameters Stage=test --yes
  wayleave deploy stack.ts --stack video --code Fn=dist/handler --create-bucket
  wayleave deploy stack.ts --stack video --code Fn=dist/handler --hotswap
  wayleave deploy stack.ts --stack video --plan --endpoint http://127.0.0.1:4566`,
    )
    .action(async (template: string, { tag, ...flags }: Flags & { readonly tag: readonly string[] }) => {
      const options: DeployOptions = { ...flags, tags: tag, template };
      await guarded(shell, async () => {
        const result = await deployStack(shell, options);
        if (options.json) shell.out.write(`${JSON.stringify(result)}\n`);
        return exitCodeOf(result);
      });
    });
}

/** Where a command goes to: what all commands on stacks take. */
export function withPlace(command: Command): Command {
  return command
    .requiredOption('--stack <name>', 'the stack')
    .option('--region <name>', 'instead of AWS_REGION and the profile')
    .option('--profile <name>', 'a profile of the AWS configuration')
    .option('--endpoint <url>', 'another address than AWS, such as that of wayleave local');
}

/** Says faults in words and ends with their exit code. */
export async function guarded(
  shell: Pick<Shell, 'error' | 'exit'>,
  run: () => Promise<number>,
): Promise<void> {
  let code: number;
  try {
    code = await run();
  } catch (error) {
    const told = tell(error);
    shell.error.write(told.text);
    code = told.exitCode;
  }
  if (code !== 0) shell.exit(code);
}
