import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join as joinPath, relative, resolve } from 'node:path';
import {
  allow,
  parseTemplate,
  policyDocument,
  resource,
  type TemplateJson,
  template,
  toYaml,
} from '@wayleave/cloudformation';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic, TopicPolicy } from '@wayleave/cloudformation/aws/sns';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';

const root = resolve(import.meta.dirname, '../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');
const folder = joinPath(corpora, 'aws/templates');
const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

function filesBelow(path: string): readonly string[] {
  return readdirSync(path).flatMap((name) => {
    const each = joinPath(path, name);
    return statSync(each).isDirectory() ? filesBelow(each) : [each];
  });
}

const files = (present ? filesBelow(folder) : [])
  .filter((file) => /\.(?:json|ya?ml|template)$/.test(file) && statSync(file).size > 0)
  .map((file) => relative(folder, file));

const textOf = (file: string): string => readFileSync(joinPath(folder, file), 'utf8');
const jsonOf = (text: string): TemplateJson => parseTemplate(text).toJson({ validate: false });

interface Recorded {
  readonly Resources: Record<string, object>;
}

describe.skipIf(!present)('beside the templates that troposphere prints', () => {
  it('prints the same resources for a topic, its function and the permission between them', () => {
    const { Resources: recorded } = JSON.parse(
      textOf('troposphere/BatchEventSnsLambda.template'),
    ) as Recorded;
    const t = template();
    const code = (recorded['LambdaCronFailNotify'] as { Properties: { Code: { ZipFile: string } } })
      .Properties.Code;
    const role = t.add(
      'LambdaExecutionRole',
      resource<{ Arn: string }>('AWS::IAM::Role', ['Arn'], { AssumeRolePolicyDocument: { Statement: [] } }),
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
});

describe.skipIf(!present)('each recorded template', () => {
  it('is there', () => expect(files.length).toBeGreaterThan(180));

  it.each(files)('is read and printed without loss: %s', (file) => {
    const json = jsonOf(textOf(file));
    expect(jsonOf(toYaml(json))).toEqual(json);
    expect(jsonOf(JSON.stringify(json))).toEqual(json);
    expect(jsonOf(JSON.stringify(json, null, 2))).toEqual(json);
    expect(toYaml(jsonOf(toYaml(json)))).toBe(toYaml(json));
  });

  it.each(files.filter((file) => textOf(file).trimStart().startsWith('{')))(
    'of JSON is read as JSON.parse reads it: %s',
    (file) => expect(jsonOf(textOf(file))).toEqual({ Resources: {}, ...JSON.parse(textOf(file)) }),
  );

  it.each(files.filter((file) => /\.ya?ml$/.test(file)))(
    'of YAML has the names that YAML says: %s',
    (file) => {
      const said = parseYaml(textOf(file), { logLevel: 'silent', merge: true, stringKeys: true }) as Recorded;
      expect(Object.keys(jsonOf(textOf(file)).Resources).toSorted()).toEqual(
        Object.keys(said.Resources ?? {}).toSorted(),
      );
    },
  );
});
