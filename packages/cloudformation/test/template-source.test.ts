import { later, type Template, TemplateError, template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { snsToLambda } from '@wayleave/cloudformation/patterns';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../src/source-location.ts';

/** The line of this file on which a text stands, from 1. */
async function lineOf(text: string): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(import.meta.filename, 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text) && !line.includes('lineOf')) + 1;
}

function thrown(run: () => unknown): TemplateError {
  try {
    run();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a template remembers', () => {
  it('where everything was declared', async () => {
    const t = template();
    const stage = t.parameter('Stage', { Type: 'String' });
    t.add('Topic', Topic({ DisplayName: stage.ref })); // the resource
    t.output('Topic', 'x'); // the output
    const file = import.meta.filename;
    expect(t.sourceOf('Topic')).toMatchObject({ file, line: await lineOf('// the resource') });
    expect(t.sourceOf('Topic', 'Outputs')).toMatchObject({ file, line: await lineOf('// the output') });
    expect(t.sourceOf('Stage')).toMatchObject({ file, line: await lineOf("t.parameter('Stage'") });
    expect(t.sourceOf('Nope')).toBeUndefined();
    expect(t.sourceOf('Topic', 'Rules')).toBeUndefined();
  });

  it('where a loop made a resource', async () => {
    const t = template();
    t.forEach('Videos', ['Made'], (each) => each.add(`Topic${each.key}`, Topic())); // the loop
    expect(t.sourceOf('TopicMade')?.line).toBe(await lineOf('// the loop'));
  });

  it('who used a pattern, and not the inside of the pattern', async () => {
    const t = template();
    const topic = t.add('Uploads', Topic());
    const code = { S3Bucket: 'example-code', S3Key: 'handler.zip' };
    const { fn } = t.use(snsToLambda({ topic, code, runtime: 'nodejs22.x' })); // the pattern
    expect(t.sourceOf(fn.logicalId)).toMatchObject({
      file: import.meta.filename,
      line: await lineOf('// the pattern'),
    });
  });

  it('the place in the program, however long the way there was', async () => {
    const deep = (t: Template, more: number): void => {
      if (more === 0)
        t.add('Deep', Topic()); // the helper
      else deep(t, more - 1);
    };
    const t = template();
    deep(t, 40);
    expect(t.sourceOf('Deep')?.line).toBe(await lineOf('// the helper'));
  });

  it('nothing at the cost of the program: its own stacks stay as long as it wants', () => {
    const before = Error.stackTraceLimit;
    template().add('Topic', Topic());
    expect(Error.stackTraceLimit).toBe(before);
  });
});

describe('a frame of a stack is read', () => {
  it.each([
    ['    at add (file:///work/my%20stack.ts:3:5)', { file: '/work/my stack.ts', line: 3, column: 5 }],
    ['    at /work/stack.ts:3:5', { file: '/work/stack.ts', line: 3, column: 5 }],
    ['    at async file:///work/stack.ts:3:5', { file: '/work/stack.ts', line: 3, column: 5 }],
    [
      '    at Object.add [as more] (/home/me (work)/stack.ts:3:5)',
      { file: '/home/me (work)/stack.ts', line: 3, column: 5 },
    ],
    ['    at new Stack (C:\\work\\stack.ts:3:5)', { file: 'C:\\work\\stack.ts', line: 3, column: 5 }],
    ['    at node:internal/modules/run_main:3:5', undefined],
    ['    at eval (eval at run (file:///a.ts:1:1), <anonymous>:3:5)', undefined],
    ['    at Array.map (<anonymous>)', undefined],
    ['Error', undefined],
  ])('%s', (line, frame) => expect(readFrame(line)).toEqual(frame));
});

describe('toJson', () => {
  it('throws all errors as one, with the line of each', async () => {
    const t = template();
    t.add('One', Topic({ DisplayName: later.ref('Nope') })); // first fault
    t.add('Two', Topic(), { DependsOn: 'Never' }); // second fault
    const error = thrown(() => t.toJson());
    expect(error.code).toBe('UnknownReference');
    expect(error).toMatchObject({ file: import.meta.filename, line: await lineOf('// first fault') });
    expect(error.findings?.filter(({ severity }) => severity === 'error')).toHaveLength(2);
    expect(error.message).toContain('2 faults');
    expect(error.message).toContain(`${import.meta.filename}:${await lineOf('// second fault')}:`);
    expect(error.message).toContain('Resources.One.Properties.DisplayName');
    expect(error.message).toContain(error.fix);
    expect(Object.keys(error)).not.toContain('findings');
  });

  it('names five faults and counts the others', () => {
    const t = template();
    for (let index = 0; index < 8; index += 1) t.add(`T${index}`, Topic(), { DependsOn: 'Nope' });
    const { message } = thrown(() => t.toJson());
    expect(message).toContain('8 faults');
    expect(message).toContain('Resources.T4.');
    expect(message).not.toContain('Resources.T5.');
    expect(message).toContain('… and 3 more.');
  });

  it('lets warnings and notes pass, and can be told not to look', () => {
    const t = template();
    t.parameter('Unused', { Type: 'String' });
    t.add('Topic', Topic());
    expect(t.validate().map(({ severity }) => severity)).not.toContain('error');
    expect(t.validate().length).toBeGreaterThan(0);
    expect(t.toJson().Resources).toHaveProperty('Topic');
    const faulty = template();
    expect(faulty.toJson({ validate: false })).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {},
    });
    expect(thrown(() => faulty.toJson()).code).toBe('NoResources');
    expect(thrown(() => faulty.toYaml()).code).toBe('NoResources');
  });

  it('prints what was added since, and the same object while nothing was', () => {
    const t = template();
    t.add('One', Topic());
    const first = t.toJson();
    expect(t.toJson()).toBe(first);
    expect(t.validate()).toBe(t.validate());
    t.add('Two', Topic());
    expect(Object.keys(t.toJson().Resources)).toEqual(['One', 'Two']);
    t.metadata('a', 1);
    expect(t.toJson().Metadata).toEqual({ a: 1 });
    expect(Object.keys(first.Resources)).toEqual(['One']);
  });

  it('finds what validation was told to find', () => {
    const t = template();
    t.add('Topic', Topic({ DisplayName: 'x' }));
    const schemas = () => ({ type: 'AWS::SNS::Topic', properties: {}, attributes: {} });
    const ids = t.validate({ schemas }).map(({ id }) => id);
    expect(ids).toContain('UnknownProperty');
    expect(t.validate().map(({ id }) => id)).not.toContain('UnknownProperty');
  });
});
