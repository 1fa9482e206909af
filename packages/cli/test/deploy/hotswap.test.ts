import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from './support/session.ts';
import { functionStack } from './support/stacks.ts';

let bench: Workbench;
let lambda: LambdaClient;
beforeAll(async () => {
  bench = await openWorkbench();
  const { url: endpoint, region, credentials } = bench.local.aws;
  lambda = new LambdaClient({ endpoint, region, credentials });
});
afterAll(async () => {
  lambda.destroy();
  await bench.close();
});

const answerOf = async (FunctionName: string) => {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown;
};
const returning = (value: string) => `exports.handler = async () => '${value}';`;

describe('wayleave deploy --hotswap', () => {
  it('gives a function new code beside CloudFormation, and says so', async () => {
    const named = { FunctionName: 'swapped' };
    const one = await bench.template('one.json', functionStack(returning('one'), named));
    await bench.run(['deploy', one, '--stack', 'swap', '--yes']);
    const joined = { ZipFile: { 'Fn::Join': ['\n', ['// two', returning('two')]] } };
    const two = await bench.template('two.json', functionStack(joined, named));
    const { code, out } = await bench.run(['deploy', two, '--stack', 'swap', '--yes', '--hotswap']);
    expect(out).toContain('does not learn of it');
    expect(out).toContain('✓ Function  swapped');
    expect(code).toBe(0);
    expect(await answerOf('swapped')).toBe('two');
    // The stack still differs, so that the next deployment brings both together.
    const after = await bench.run(['deploy', two, '--stack', 'swap', '--yes', '--json']);
    expect(JSON.parse(after.out)).toMatchObject({ outcome: 'updated' });
  });

  it('refuses what is not code, names it, and leaves no change set', async () => {
    const other = functionStack(returning('three'), { FunctionName: 'swapped', Timeout: 9 });
    const file = await bench.template('three.json', {
      ...other,
      Resources: { ...other.Resources, Topic: { Type: 'AWS::SNS::Topic' } },
    });
    const { code, error } = await bench.run(['deploy', file, '--stack', 'swap', '--yes', '--hotswap']);
    expect(code).toBe(1);
    expect(error).toContain('Function: Timeout\n');
    expect(error).toContain('Topic: add\n');
    expect(await answerOf('swapped')).toBe('two');
    const fresh = await bench.run(['deploy', file, '--stack', 'new', '--yes', '--hotswap']);
    expect(fresh).toMatchObject({ code: 1, error: expect.stringContaining('There is no stack new yet') });
  });

  it('packs a folder as the code of a function, deploys it and swaps it', async () => {
    const folder = join(bench.directory, 'handler');
    await mkdir(join(folder, 'lib'), { recursive: true });
    await writeFile(join(folder, 'lib', 'value.js'), "module.exports = 'first';");
    await writeFile(join(folder, 'index.js'), "exports.handler = async () => require('./lib/value.js');");
    const file = await bench.template('packed.json', functionStack('unused', { FunctionName: 'packed' }));
    const args = [
      'deploy',
      file,
      '--stack',
      'packed',
      '--yes',
      '--code',
      `Function=${folder}`,
      '--create-bucket',
    ];
    const { code, out } = await bench.run(args);
    expect(out).toMatch(/Code of Function: 2 files, \d+ bytes in s3:\/\/wayleave-deploy-[^ ]+\.zip\n/);
    expect(code).toBe(0);
    expect(await answerOf('packed')).toBe('first');
    const same = await bench.run([...args, '--json']);
    expect(JSON.parse(same.out)).toMatchObject({ outcome: 'unchanged' });
    expect(same.error).toContain('(there already)');
    await writeFile(join(folder, 'lib', 'value.js'), "module.exports = 'second';");
    expect((await bench.run([...args, '--hotswap'])).code).toBe(0);
    expect(await answerOf('packed')).toBe('second');
  });

  it('refuses code for what is no function, and code that is not there', async () => {
    const file = await bench.template('wrong.json', functionStack());
    const run = (code: string) => bench.run(['deploy', file, '--stack', 'wrong', '--yes', '--code', code]);
    expect(await run(`Role=${file}`)).toMatchObject({
      code: 2,
      error: expect.stringContaining('It has: Function.'),
    });
    expect(await run('Function=/not/there')).toMatchObject({
      code: 2,
      error: expect.stringContaining('cannot be read'),
    });
    expect(await run('Function')).toMatchObject({ code: 2, error: expect.stringContaining('is no pair') });
  });
});
