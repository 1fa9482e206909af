import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join as joinPath, resolve } from 'node:path';
import {
  allow,
  policyDocument,
  type Resource,
  resource,
  type TemplateErrorCode,
  template,
} from '@wayleave/cloudformation';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic, TopicPolicy } from '@wayleave/cloudformation/aws/sns';
import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../src/template-json.ts';
import { checkCycles } from '../src/validate/check-cycles.ts';
import { checkInlineCode } from '../src/validate/check-inline-code.ts';
import { checkLimits } from '../src/validate/check-limits.ts';
import { checkReferences } from '../src/validate/check-references.ts';

const root = resolve(import.meta.dirname, '../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');
const folder = joinPath(corpora, 'aws/templates/troposphere');
const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

/** Recorded examples that are fragments: CloudFormation would refuse them, and so must we. */
const fragments: Readonly<Record<string, TemplateErrorCode>> = {
  'CloudWatchEventsSample.template': 'UnknownReference',
  'CodePipeline.template': 'UnknownReference',
  'EC2Conditions.template': 'UnknownCondition',
  'IAM_Users_snippet.template': 'UnknownReference',
  'Metadata.template': 'NoResources',
};

interface Recorded {
  readonly Resources: Record<string, { readonly DependsOn?: string | readonly string[] }>;
}

function read(file: string): Recorded {
  return JSON.parse(readFileSync(joinPath(folder, file), 'utf8')) as Recorded;
}

describe.skipIf(!present)('beside the templates that troposphere prints', () => {
  it('prints the same resources for a topic, its function and the permission between them', () => {
    const recorded = read('BatchEventSnsLambda.template').Resources;
    const t = template();
    const code = (recorded['LambdaCronFailNotify'] as { Properties: { Code: { ZipFile: string } } })
      .Properties.Code;
    const role = t.add(
      'LambdaExecutionRole',
      resource('AWS::IAM::Role', ['Arn']) as Resource<{ Arn: string }, string>,
    );
    const fn = t.add(
      'LambdaCronFailNotify',
      LambdaFunction({
        Code: { ZipFile: code.ZipFile },
        Handler: 'index.lambda_handler',
        Role: role.Arn,
        Runtime: 'python3.9',
        FunctionName: 'lambda_cron_fail_notify',
        MemorySize: 128,
        Timeout: 900,
      }),
    );
    const topic = t.add(
      'SnsTopicCronFailed',
      Topic({
        TopicName: 'SnsTopicCronFailed',
        DisplayName: 'SnsTopicCronFailed',
        Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }],
      }),
    );
    t.add(
      'LambdaInvokePermissionCronFailed',
      Permission({
        Action: 'lambda:InvokeFunction',
        FunctionName: fn.ref,
        Principal: 'sns.amazonaws.com',
        SourceArn: topic.ref,
      }),
    );
    const { Statement } = policyDocument(
      allow({
        actions: ['sns:Publish'],
        principals: { Service: ['events.amazonaws.com'] },
        resources: [topic.ref],
      }),
    );
    t.add('CronFailedTopicPolicy', TopicPolicy({ PolicyDocument: { Statement }, Topics: [topic.ref] }));
    const { LambdaExecutionRole: _, ...printed } = t.toJson().Resources;
    expect(Object.keys(printed)).toHaveLength(4);
    for (const [id, mine] of Object.entries(printed)) expect(mine).toEqual(recorded[id]);
  });

  const files = present
    ? readdirSync(folder).filter((name) => name.endsWith('.template') && !name.startsWith('__'))
    : [];

  function check(file: string): void {
    const recorded = read(file);
    const Resources = Object.fromEntries(
      Object.entries(recorded.Resources).map(([id, each]) => [
        id,
        each.DependsOn === undefined ? each : { ...each, DependsOn: [each.DependsOn].flat() },
      ]),
    );
    const json = { ...recorded, Resources } as unknown as TemplateJson;
    checkLimits(json);
    checkReferences(json, () => 'any');
    checkCycles(json);
    checkInlineCode(json);
  }

  it.each(files.filter((file) => !(file in fragments)))('raises no false alarm: %s', (file) => {
    expect(() => check(file)).not.toThrow();
  });

  it.each(Object.entries(fragments))('refuses the fragment %s: %s', (file, code) => {
    expect(() => check(file)).toThrow(expect.objectContaining({ code }));
  });
});
