import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Template, TemplateErrorCode } from '@wayleave/cloudformation';
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';

const root = resolve(import.meta.dirname, '../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');
const folder = join(corpora, 'aws/templates/troposphere');
const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

/** What CloudFormation would refuse, and so is printed unchecked, with the first fault that stops it. */
const refused: Readonly<Record<string, TemplateErrorCode>> = {
  'cloud-watch-events-sample.ts': 'UnknownReference', // a fragment: its execution role is not in it
  'iam-users-snippet.ts': 'UnknownReference', // a fragment: its queue and its topic are not in it
  // Lambda runs these stacks' Node.js no more.
  'api-gateway.ts': 'RuntimeBlocked',
  'lambda.ts': 'RuntimeBlocked',
  'serverless-s3-processor.ts': 'RuntimeBlocked',
};

const source = join(import.meta.dirname, '../src');
const examples = readdirSync(source).filter((file) => file !== 'assumed-by.ts');

/** `S3_Bucket.template` and `s3-bucket.ts` are of one stack. */
function stackOf(file: string): string {
  return file
    .replace(/\.\w+$/, '')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();
}

function touches(file: string): boolean {
  return /"AWS::(IAM|Lambda|Logs|S3|SNS|SQS)::/.test(readFileSync(join(folder, file), 'utf8'));
}

async function load(example: string): Promise<Template> {
  const { default: template } = (await import(join(source, example))) as { default: Template };
  return template;
}

describe.skipIf(!present)('beside troposphere’s example stacks', () => {
  const recorded = new Map(
    (present ? readdirSync(folder) : [])
      .filter((file) => file.endsWith('.template') && touches(file))
      .map((file) => [stackOf(file), file]),
  );

  it('has each that touches SNS, Lambda, SQS, S3, IAM or Logs, and no other', () => {
    expect(new Set(examples.map(stackOf))).toEqual(new Set(recorded.keys()));
  });

  it.each(examples)('%s prints an equal template', async (example) => {
    const t = await load(example);
    const file = recorded.get(stackOf(example)) ?? '';
    const expected = JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
    const printed = example in refused ? t.toJson({ validate: false }) : t.toJson();
    expect(normalise(printed)).toEqual(normalise(expected));
  });

  it.each(Object.entries(refused))('%s is refused as CloudFormation would: %s', async (example, code) => {
    const t = await load(example);
    expect(() => t.toJson()).toThrow(expect.objectContaining({ code }));
  });
});
