import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateJson } from '@wayleave/cloudformation';
import { type Hop, loadReporting, type Proof } from '@wayleave/cloudformation/prove';
import { Command, CommanderError } from 'commander';
import { cfnCommand } from '../../src/commands/cfn.ts';
import { proveCommand } from '../../src/commands/prove.ts';
import { type Desk, type ProveOptions, type Prover, systemDesk } from '../../src/templates/desk.ts';

/** What a command did. */
export interface Ran {
  readonly out: string;
  readonly error: string;
  readonly code: number;
}

export interface Folder {
  readonly path: string;
  readonly asked: ProveOptions[];
  write(name: string, text: string): Promise<void>;
  read(name: string): Promise<string>;
  run(...args: string[]): Promise<Ran>;
  runWith(desk: Partial<Desk>, ...args: string[]): Promise<Ran>;
  remove(): Promise<void>;
}

/** A temporary folder to run commands in, with a prover that knows two rules and no AWS. */
export async function folder(prover?: Prover): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'wayleave-prove-'));
  const asked: ProveOptions[] = [];
  const own: Prover = prover ?? {
    loadReporting,
    prove(template, options) {
      asked.push(options);
      return simpleProof(template.toJson(), template.sourceOf);
    },
  };
  const runWith = async (changes: Partial<Desk>, ...args: string[]): Promise<Ran> => {
    let [out, error, code] = ['', '', 0];
    const surroundings = {
      out: { write: (text: string) => (out += text) },
      error: { write: (text: string) => (error += text) },
      interrupted: () => Promise.resolve(),
      exit: (given: number) => {
        code = given;
      },
    };
    const desk: Desk = {
      ...systemDesk(),
      cwd: path,
      columns: undefined,
      colour: false,
      prover: () => Promise.resolve(own),
      ...changes,
    };
    const program = new Command('wayleave')
      .version('1.2.3')
      .addCommand(proveCommand(surroundings, desk))
      .addCommand(cfnCommand(surroundings, desk));
    for (const command of [...program.commands, ...program.commands.flatMap((each) => each.commands)])
      command.configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (error += text) });
    try {
      await program.parseAsync(args, { from: 'user' });
    } catch (refusal) {
      if (!(refusal instanceof CommanderError)) throw refusal;
      code = refusal.exitCode;
    }
    return { out, error, code };
  };
  return {
    path,
    asked,
    write: (name, text) => writeFile(join(path, name), text),
    read: (name) => readFile(join(path, name), 'utf8'),
    run: (...args) => runWith({}, ...args),
    runWith,
    remove: () => rm(path, { recursive: true }),
  };
}

type SourceOf = (logicalId: string) => { file: string; line: number; column: number } | undefined;

/** One hop, allowed by a permission with the right principal; a warning where that permission has no SourceArn. */
function simpleProof({ Resources }: TemplateJson, sourceOf?: SourceOf): Proof {
  const [id = 'Permission', permission] =
    Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::Lambda::Permission') ?? [];
  const allowed = permission?.Properties?.['Principal'] === 'sns.amazonaws.com';
  const path = ['Resources', id, 'Properties'];
  const source = sourceOf?.(id);
  const hop: Hop = {
    id: 'Topic-invoke-Function',
    kind: 'invoke',
    from: { logicalId: 'Topic', label: 'Topic', type: 'AWS::SNS::Topic' },
    to: { logicalId: 'Function', label: 'Function', type: 'AWS::Lambda::Function' },
    answer: allowed ? 'allowed' : 'denied',
    because: allowed ? `Permission "${id}"` : `Permission "${id}" names another service`,
    questions: [],
    path,
    ...(source === undefined ? {} : { source }),
    ...(allowed
      ? {}
      : {
          fix: {
            text: 'set Principal to sns.amazonaws.com',
            patch: [{ op: 'replace', path: [...path, 'Principal'], value: 'sns.amazonaws.com' }],
            code: "Permission({ Principal: 'sns.amazonaws.com' })",
          },
        }),
  };
  const open = permission !== undefined && permission.Properties?.['SourceArn'] === undefined;
  return {
    scenarios: [],
    hops: [hop],
    findings: open
      ? [
          {
            id: 'ConfusedDeputy',
            severity: 'warning',
            message: `${id} has no SourceArn.`,
            cause: 'Any topic may invoke.',
            fix: 'Add SourceArn.',
            path,
            patch: [{ op: 'add', path: [...path, 'SourceArn'], value: { Ref: 'Topic' } }],
          },
        ]
      : [],
    proven: allowed,
  };
}
