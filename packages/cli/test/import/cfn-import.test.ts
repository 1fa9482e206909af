import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cfnCommand } from '../../src/commands/cfn.ts';
import { type Desk, systemDesk } from '../../src/templates/desk.ts';

const yaml = `# The uploads
Resources:
  Uploads:
    Type: AWS::SNS::Topic
Outputs:
  Arn: {Value: !Ref Uploads}
`;
const typescript = `import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';

const t = template();

const uploads = t.add('Uploads', Topic());

t.output('Arn', uploads.ref);

export default t;
`;

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'wayleave-cfn-import-'));
  await writeFile(join(path, 'template.yaml'), yaml);
});
afterEach(() => rm(path, { recursive: true }));

const read = (name: string) => readFile(join(path, name), 'utf8');

async function run(args: readonly string[], changes: Partial<Desk> = {}) {
  let [out, error, code] = ['', '', 0];
  const surroundings = {
    out: { write: (text: string) => (out += text) },
    error: { write: (text: string) => (error += text) },
    interrupted: () => Promise.resolve(),
    exit: (given: number) => {
      code = given;
    },
  };
  const cfn = cfnCommand(surroundings, { ...systemDesk(), cwd: path, ...changes });
  for (const command of [cfn, ...cfn.commands])
    command.configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (error += text) });
  try {
    await new Command('wayleave').addCommand(cfn).parseAsync(['cfn', 'import', ...args], { from: 'user' });
  } catch (refusal) {
    if (!(refusal instanceof CommanderError)) throw refusal;
    code = refusal.exitCode;
  }
  return { out, error, code };
}

describe('wayleave cfn import', () => {
  it('prints the module', async () => {
    expect(await run(['template.yaml'])).toEqual({ out: typescript, error: '', code: 0 });
  });

  it('reads standard input for -', async () => {
    const { out } = await run(['-'], { readInput: () => Promise.resolve(yaml) });
    expect(out).toBe(typescript);
  });

  it('writes to --out, and says so', async () => {
    const { out, code } = await run(['template.yaml', '--out', 'stack.ts']);
    expect([out, code]).toEqual(['stack.ts written: 1 resource.\n', 0]);
    expect(await read('stack.ts')).toBe(typescript);
  });

  it('refuses to write over a file, and does with --force', async () => {
    await writeFile(join(path, 'stack.ts'), 'mine');
    const refused = await run(['template.yaml', '--out', 'stack.ts']);
    expect(refused.code).toBe(2);
    expect(refused.error).toBe(
      'stack.ts is there already.\n  Name another file, or write over it with --force.\n',
    );
    expect(await read('stack.ts')).toBe('mine');
    expect((await run(['template.yaml', '--out', 'stack.ts', '--force'])).code).toBe(0);
    expect(await read('stack.ts')).toBe(typescript);
  });

  it('ends with 2 and the line and column for text that is no template', async () => {
    await writeFile(join(path, 'bad.yaml'), 'Resources:\n  A: 1\n  A: 2\n');
    const { out, error, code } = await run(['bad.yaml']);
    expect([out, code]).toEqual(['', 2]);
    expect(error).toMatch(/^bad\.yaml:3:3: /);
  });

  it('ends with 2 for a file that is not there, a program, and a folder that is not there', async () => {
    for (const [args, message] of [
      [['none.yaml'], 'none.yaml cannot be read: there is no such file.'],
      [['stack.ts'], 'stack.ts is a program already.'],
      [
        ['template.yaml', '--out', 'no/stack.ts'],
        'no/stack.ts could not be written: its folder is not there.',
      ],
      [['template.yaml', '--nonsense'], "error: unknown option '--nonsense'"],
      [[], "error: missing required argument 'template'"],
    ] as const) {
      const { error, code } = await run(args);
      expect([error.split('\n')[0], code]).toEqual([message, 2]);
    }
  });

  it('has examples in its help', async () => {
    const { out, code } = await run(['--help']);
    expect(out).toContain('wayleave cfn import template.yaml --out stack.ts');
    expect(code).toBe(0);
  });
});
