import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkTemplate, isClean, renderChecks } from '../../src/deploy/checks.ts';
import { tell } from '../../src/deploy/failure.ts';
import { loadTemplate as load } from '../../src/deploy/load-template.ts';
import { plain } from '../../src/deploy/paint.ts';
import { systemDesk } from '../../src/templates/desk.ts';
import { topicStack } from './support/stacks.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wayleave-load-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const loadTemplate = (path: string, options: { readonly export?: string } = {}) =>
  load(path, options, { ...systemDesk(), cwd: directory });

async function written(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}
const json = JSON.stringify(topicStack());

it('reads YAML with short tags, keeps its text, and knows where each resource stands', async () => {
  const text =
    'Resources:\n  # uploads\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: { TopicName: !GetAtt Queue.QueueName }\n';
  const { json: read, text: kept, sourceOf } = await loadTemplate(await written('t.yaml', text));
  expect(read.Resources['Topic']?.Properties).toEqual({
    TopicName: { 'Fn::GetAtt': ['Queue', 'QueueName'] },
  });
  expect(kept).toBe(text);
  expect(sourceOf?.('Topic')).toMatchObject({ file: 't.yaml', line: 3 });
});

it('takes what a module exports: JSON, a builder, or what a function makes', async () => {
  const path = await written(
    'stack.ts',
    `const json: object = ${json};
export default json;
export const made = async (): Promise<object> => json;
export const built = { toJson: () => json, sourceOf: (id: string) => ({ file: 'stack.ts', line: 7, column: 1 }) };
export const nothing = 1;
`,
  );
  expect((await loadTemplate(path)).json).toEqual(topicStack());
  expect((await loadTemplate(path, { export: 'made' })).json).toEqual(topicStack());
  expect((await loadTemplate(path, { export: 'built' })).sourceOf?.('Topic')).toMatchObject({ line: 7 });
  await expect(loadTemplate(path, { export: 'nothing' })).rejects.toMatchObject({ code: 'NotATemplate' });
  await expect(loadTemplate(join(directory, 'none.json'))).rejects.toMatchObject({ code: 'Unreadable' });
});

it('says what is wrong with a text that is no template', async () => {
  const path = await written('broken.yaml', 'Resources: [\n');
  const told = await loadTemplate(path).then(
    () => undefined,
    (error: unknown) => tell(error),
  );
  expect(told).toMatchObject({ exitCode: 2, text: expect.stringContaining('broken.yaml') });
});

it('checks what is to be deployed, and says faults with the place where they were written', async () => {
  const path = await written(
    'dangling.json',
    JSON.stringify(
      { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Nmae' } } } } },
      null,
      1,
    ),
  );
  const checked = await checkTemplate(await loadTemplate(path), {
    prove: false,
    region: 'us-east-1',
    parameters: {},
  });
  expect(isClean(checked)).toBe(false);
  const text = renderChecks(checked, plain);
  expect(text).toMatch(/✗ .*Nmae/);
  expect(text).toContain('at dangling.json:3:');
  expect(text).toContain('the proof was skipped (--no-prove)');
});
