import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, folder } from './session.ts';

const template = (principal: string) => `# The road
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn # made above
      Runtime: python3.13
      Handler: index.handler
      Code: {ZipFile: "def handler(event, context): pass"}
  Permission: # who may
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Function.Arn
      Principal: ${principal} # the caller
`;
const source = '      SourceArn: !Ref Topic\n';
const proven = template('sns.amazonaws.com') + source;
const denied = template('s3.amazonaws.com');

let at: Folder;
beforeEach(async () => {
  at = await folder();
});
afterEach(() => at.remove());

describe('wayleave prove: what it says and ends with', () => {
  it('is 0 for what is proven', async () => {
    await at.write('t.yaml', proven);
    const { out, error, code } = await at.run('prove', 't.yaml');
    expect(out).toMatch(/^✓ Topic ──invoke──▶ Function {2}allowed/);
    expect(out).toContain('The one hop is authorised');
    expect([error, code]).toEqual(['', 0]);
  });

  it('is 1 for a denied hop, and names the line', async () => {
    await at.write('t.template', denied);
    const { out, code } = await at.run('prove', 't.template');
    expect(out).toContain('DENIED');
    expect(out).toContain('t.template:17:5');
    expect(code).toBe(1);
  });

  it('is 1 for a template that is not valid, which is said first; the proof is attempted', async () => {
    await at.write('t.yaml', proven.replace('!GetAtt Role.Arn', '!GetAtt Rolle.Arn'));
    const { out, code } = await at.run('prove', 't.yaml');
    expect(out).toMatch(/^The template is not valid\n✗ .*UnknownReference/);
    expect(out).toContain('✓ Topic ──invoke──▶ Function');
    expect(code).toBe(1);
    const json = JSON.parse((await at.run('prove', 't.yaml', '--json')).out) as {
      proven: boolean;
      findings: object[];
    };
    expect(json.proven).toBe(false);
    expect(json.findings[0]).toMatchObject({ id: 'UnknownReference', source: { file: 't.yaml', line: 11 } });
  });

  it('is 0 for a warning, and 1 with --strict', async () => {
    await at.write('t.yaml', template('sns.amazonaws.com'));
    expect((await at.run('prove', 't.yaml')).code).toBe(0);
    expect((await at.run('prove', 't.yaml', '--strict')).code).toBe(1);
  });

  it.each([
    [['prove', 'nope.yaml'], 'nope.yaml cannot be read'],
    [['prove', 'bad.yaml'], 'bad.yaml'],
    [['prove', 'empty.mjs'], 'has no template as its export default'],
    [['prove', 'throws.mjs'], 'out of order'],
    [['prove', 't.yaml', '--json', '--svg'], '--json and --svg are two forms'],
    [['prove', 't.yaml', '--dry-run'], '--dry-run is for --fix'],
    [['prove', '-', '--fix'], 'Standard input cannot be fixed'],
    [['prove', 't.yaml', '--export', 'x'], 'has no exports'],
    [['prove', 't.yaml', '--parameters', 'Nope=1'], 'has no parameter Nope'],
    [['prove', 't.yaml', '--parameters', 'Nope'], 'is no pair'],
    [['prove', 't.yaml', '--parameters-file', 'nope.json'], 'nope.json cannot be read'],
    [['prove', 't.yaml', '--account', '12'], '12 digits'],
    [['prove', 't.yaml', '--region', 'Ireland'], 'eu-west-1'],
    [['prove', 't.yaml', '--partition', 'gcp'], 'no partition'],
    [['prove', 't.yaml', '--out', 'no/folder/x.txt'], 'could not be written'],
    [['prove', 't.yaml', '--nope'], "unknown option '--nope'"],
    [['prove'], "missing required argument 'template'"],
  ])('is 2 for %j', async (args, complaint) => {
    await at.write('t.yaml', proven);
    await at.write('bad.yaml', 'Resources: [');
    await at.write('empty.mjs', 'export const other = 1;');
    await at.write('throws.mjs', "throw new Error('out of order');");
    const { error, out, code } = await at.run(...args);
    expect(code).toBe(2);
    expect(error).toContain(complaint);
    expect(out).toBe('');
  });

  it('tells its options, exit codes and examples', async () => {
    const { out, code } = await at.run('prove', '--help');
    expect(out).toMatch(/Exit codes:\n {2}0 {2}proven/);
    expect(out).toContain('wayleave prove template.yaml --fix --dry-run');
    expect(code).toBe(0);
  });
});

describe('wayleave prove: what it reads', () => {
  it('reads standard input', async () => {
    const { out, code } = await at.runWith(
      { readInput: () => Promise.resolve(proven) },
      'prove',
      '-',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ version: 1, template: '<stdin>', proven: true });
    expect(code).toBe(0);
  });

  it('reads JSON', async () => {
    await at.write('t.json', JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }));
    expect((await at.run('prove', 't.json')).code).toBe(1);
  });

  it.each([
    ['its default', 'export default json;', []],
    ['an export by name', 'export const stack = json;', ['--export', 'stack']],
    ['a function', 'export default () => json;', []],
    ['an async function', 'export default async () => json;', []],
    [
      'a template of the builder',
      'export default { toJson: () => json, validate: () => [], sourceOf: () => undefined };',
      [],
    ],
  ])('reads %s of a module of TypeScript', async (_, exported, flags) => {
    await at.write(
      'stack.ts',
      `const json: object = { Resources: { P: { Type: 'AWS::Lambda::Permission', Properties: { Principal: 'sns.amazonaws.com', SourceArn: 'x' } } } };\n${exported}\n`,
    );
    const { out } = await at.run('prove', 'stack.ts', '--json', ...flags);
    expect(JSON.parse(out)).toMatchObject({ template: 'stack.ts', hops: [{ answer: 'allowed' }] });
  });

  it('shows where a program added what is denied, relative to the working directory', async () => {
    await at.write(
      'stack.mjs',
      `export default {
        toJson: () => ({ Resources: { P: { Type: 'AWS::Lambda::Permission', Properties: {} } } }),
        validate: () => [],
        sourceOf: () => ({ file: ${JSON.stringify(join(at.path, 'lib/road.mjs'))}, line: 7, column: 3 }),
      };`,
    );
    const { out } = await at.run('prove', 'stack.mjs');
    expect(out).toContain('Resources.P.Properties (lib/road.mjs:7:3)');
    const { out: sarif } = await at.run('prove', 'stack.mjs', '--sarif');
    expect(sarif).toContain('"uri": "lib/road.mjs"');
    expect(sarif).toContain('"semanticVersion": "1.2.3"');
  });

  it('hands on parameters, the flag before the file, and where it will be deployed', async () => {
    await at.write('t.yaml', `Parameters: {Stage: {Type: String}, Size: {Type: Number}}\n${proven}`);
    await at.write(
      'p.json',
      '[{"ParameterKey": "Stage", "ParameterValue": "test"}, {"ParameterKey": "Size", "ParameterValue": "3"}]',
    );
    const place = ['--account', '111122223333', '--region', 'eu-west-1', '--partition', 'aws'];
    await at.run('prove', 't.yaml', '--parameters-file', 'p.json', '--parameters', 'Stage=prod=1', ...place);
    expect(at.asked).toEqual([
      {
        parameters: { Stage: 'prod=1', Size: '3' },
        account: '111122223333',
        region: 'eu-west-1',
        partition: 'aws',
      },
    ]);
  });
});

describe('wayleave prove: what it writes', () => {
  it.each([
    ['--json', /^\{\n {2}"version": 1,/],
    ['--sarif', /"version": "2\.1\.0"/],
    ['--mermaid', /^flowchart LR\n/],
    ['--svg', /^<svg .*viewBox/],
  ])('writes %s to standard output, or to a file with one line left', async (flag, form) => {
    await at.write('t.yaml', denied);
    expect((await at.run('prove', 't.yaml', flag)).out).toMatch(form);
    const { out, code } = await at.run('prove', 't.yaml', flag, '--out', 'report');
    expect(await at.read('report')).toMatch(form);
    expect(out).toBe('1 of 1 hop is not authorised; 1 warning.\n');
    expect(code).toBe(1);
  });

  it('colours for a terminal only, and never in a file', async () => {
    await at.write('t.yaml', denied);
    const terminal = { colour: true, columns: 80 };
    expect((await at.runWith(terminal, 'prove', 't.yaml')).out).toContain('\u001b[');
    expect((await at.run('prove', 't.yaml')).out).not.toContain('\u001b[');
    await at.runWith(terminal, 'prove', 't.yaml', '--out', 'report.txt');
    expect(await at.read('report.txt')).not.toContain('\u001b[');
  });
});

describe('wayleave prove --fix', () => {
  it('writes what is missing, keeps all else, prints the difference, and proves what is there then', async () => {
    await at.write('t.yaml', denied);
    await chmod(join(at.path, 't.yaml'), 0o640);
    const { out, code } = await at.run('prove', 't.yaml', '--fix');
    expect(await at.read('t.yaml')).toBe(proven);
    expect(out).toContain(
      [
        '--- a/t.yaml',
        '+++ b/t.yaml',
        '@@ -17,4 +17,5 @@',
        '     Properties:',
        '       Action: lambda:InvokeFunction',
        '       FunctionName: !GetAtt Function.Arn',
        '-      Principal: s3.amazonaws.com # the caller',
        '+      Principal: sns.amazonaws.com # the caller',
        '+      SourceArn: !Ref Topic',
        '',
        't.yaml written: 2 fixes.',
        '',
        '✓ Topic',
      ].join('\n'),
    );
    expect(code).toBe(0);
    expect((await stat(join(at.path, 't.yaml'))).mode & 0o777).toBe(0o640);
    expect(await readdir(at.path)).toEqual(['t.yaml']);
    expect((await at.run('prove', 't.yaml', '--fix')).out).toContain('Nothing to fix in t.yaml.');
  });

  it('writes nothing with --dry-run, and reports what is there', async () => {
    await at.write('t.yaml', denied);
    const { out, code } = await at.run('prove', 't.yaml', '--fix', '--dry-run');
    expect(await at.read('t.yaml')).toBe(denied);
    expect(out).toContain('+      SourceArn: !Ref Topic');
    expect(out).toContain('Nothing was written (--dry-run). After 2 fixes: The one hop is authorised.\n');
    expect(out).toContain('DENIED');
    expect(code).toBe(1);
  });

  it('leaves standard output to what a program reads', async () => {
    await at.write('t.yaml', denied);
    const { out, error } = await at.run('prove', 't.yaml', '--fix', '--json');
    expect(JSON.parse(out)).toMatchObject({ proven: true });
    expect(error).toContain('+++ b/t.yaml');
  });

  it('prints the code to add to a program', async () => {
    const text = `export default { Resources: { P: { Type: 'AWS::Lambda::Permission', Properties: {} } } };\n`;
    await at.write('stack.ts', text);
    const { out, code } = await at.run('prove', 'stack.ts', '--fix');
    expect(out).toContain("Permission({ Principal: 'sns.amazonaws.com' })");
    expect(out).toContain('// ConfusedDeputy: Add SourceArn.');
    expect(await at.read('stack.ts')).toBe(text);
    expect(code).toBe(1);
  });

  it('says what it could not do', async () => {
    await at.write(
      't.yaml',
      denied
        .replace('    Properties:\n      Action', '    Properties: &p\n      Action')
        .concat('Metadata: {Again: *p}\n'),
    );
    const { out } = await at.run('prove', 't.yaml', '--fix');
    expect(out).toContain('Not done: set Principal to sns.amazonaws.com');
  });

  it('leaves the file whole when it cannot be written', async () => {
    await at.write('t.yaml', denied);
    const write = () => Promise.reject(new Error('disk full'));
    const { error, code } = await at.runWith({ write }, 'prove', 't.yaml', '--fix');
    expect(error).toContain('t.yaml could not be written: disk full.\n  It is as it was.\n');
    expect(code).toBe(2);
    expect(await at.read('t.yaml')).toBe(denied);
  });
});

describe('wayleave cfn validate', () => {
  it('is 0 for a valid template', async () => {
    await at.write('t.yaml', proven);
    expect(await at.run('cfn', 'validate', 't.yaml')).toMatchObject({ code: 0 });
  });

  it('shows faults with their lines, and ends with 1; nothing is proven', async () => {
    await at.write('t.yaml', denied.replace('!GetAtt Role.Arn', '!GetAtt Rolle.Arn'));
    const { out, code } = await at.run('cfn', 'validate', 't.yaml');
    expect(out).toContain('t.yaml:11:');
    expect(out).toMatch(/The template is not valid; 1 error[^\n]*\.\n$/);
    expect(out).not.toContain('invoke');
    expect(code).toBe(1);
    const sarif = JSON.parse((await at.run('cfn', 'validate', 't.yaml', '--sarif')).out) as {
      runs: [{ results: { ruleId: string }[] }];
    };
    expect(sarif.runs[0].results[0]?.ruleId).toBe('UnknownReference');
  });

  it('is 2 for what cannot be read', async () => {
    expect((await at.run('cfn', 'validate', 'nope.yaml')).code).toBe(2);
    expect((await at.run('cfn', 'validate', '--nope')).code).toBe(2);
  });
});
