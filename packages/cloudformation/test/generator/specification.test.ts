import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { describe, expect, it } from 'vitest';
import { checkOverlay } from '../../generator/check-overlay.ts';
import { generate } from '../../generator/generate.ts';
import { heldByAttribute, heldByRef } from '../../generator/held.ts';
import { renderContents, renderResource } from '../../generator/render.ts';
import { providerSchema } from '../../generator/schema/provider-schema.ts';
import { treeHash } from '../../generator/write-tree.ts';

const db = await loadAwsServiceSpec();

function found(type: string, database: SpecDatabase = db) {
  return database.lookup('resource', 'cloudFormationType', 'equals', type).only();
}

function module(type: string): string {
  return renderResource(db, found(type)).text;
}

describe('what is generated of the specification', () => {
  it('is the same text from a specification that was loaded anew', async () => {
    const again = await loadAwsServiceSpec();
    const first = generate(db, providerSchema);
    const second = generate(again, providerSchema);
    expect(treeHash(second.sources)).toBe(treeHash(first.sources));
    expect(treeHash(second.schemas)).toBe(treeHash(first.schemas));
    expect(first.resources).toBe(db.all('resource').length);
  }, 60_000);

  it('exports every name of every module once', () => {
    for (const service of db.all('service')) {
      const files = db.follow('hasResource', service).map(({ entity }) => renderResource(db, entity));
      for (const { exports } of files) expect(new Set(exports).size).toBe(exports.length);
      const contents = files.flatMap(({ name }) => [name, `${name}Props`, `${name}Attributes`]);
      expect(new Set(contents).size).toBe(contents.length);
    }
  });

  it('has services whose short names can be imported', () => {
    for (const { shortName } of db.all('service')) expect(shortName).toMatch(/^[a-z][a-z0-9]*$/);
  });

  it('rests on an overlay that speaks of what there is', () => {
    expect(() => checkOverlay(db)).not.toThrow();
  });
});

describe('a module', () => {
  it('knows what Ref and attributes yield and what properties want', () => {
    const topic = module('AWS::SNS::Topic');
    expect(topic).toContain("): cfn.Resource<TopicAttributes, cfn.Arn<'sns:topic'>>;");
    expect(topic).toContain('  TracingConfig?: "Active" | "PassThrough" | cfn.Value<string>;');
    expect(module('AWS::Lambda::Version')).toContain("  FunctionArn: cfn.Arn<'lambda:version'>;");
    const fn = module('AWS::Lambda::Function');
    expect(fn).toContain('  Role: cfn.ArnOf<"iam:role">;');
    expect(fn).toContain("): cfn.Resource<FunctionAttributes, cfn.Name<'lambda:function'>>;");
  });

  it('has the documentation and the page of its type, and of a property the opening', () => {
    const topic = module('AWS::SNS::Topic');
    expect(topic).toContain('TemplateReference/aws-resource-sns-topic.html');
    expect(topic).toContain(
      '/** Set to true to create a FIFO topic. (Replaced when changed.) */\n  FifoTopic?',
    );
  });

  it('takes no properties where none is required, and only then', () => {
    expect(module('AWS::SNS::Topic')).toContain('function Topic(properties?: TopicProps)');
    expect(module('AWS::Lambda::Function')).toContain('function Function(properties: FunctionProps)');
  });

  it('offers runtimes and principals and takes others', () => {
    expect(module('AWS::Lambda::Function')).toMatch(/Runtime\?: .*"nodejs24.x" .*\| \(string & \{\}\)/);
    const permission = module('AWS::Lambda::Permission');
    expect(permission).toMatch(/Principal: .*"sns.amazonaws.com" .*\| \(string & \{\}\)/);
    expect(module('AWS::Lambda::Function')).not.toMatch(/Runtime\?: .*"nodejs12.x"/);
  });

  it('writes policy documents as such, and not the documents of other languages', () => {
    expect(module('AWS::KMS::Key')).toContain('  KeyPolicy?: cfn.In<cfn.PolicyDocument>');
    expect(module('AWS::SNS::TopicPolicy')).toContain('  PolicyDocument: cfn.In<cfn.PolicyDocument>');
    expect(module('AWS::NetworkManager::CoreNetwork')).toContain('  PolicyDocument?: cfn.Json');
  });

  it('gives a resource that hides a JavaScript global a second name', () => {
    const contents = renderContents([renderResource(db, found('AWS::Lambda::Function'))], 'lambda', 'Lambda');
    expect(contents).toContain(
      "export { Function, Function as LambdaFunction, type FunctionProps, type FunctionAttributes } from './lambda/function.ts';",
    );
  });
});

describe('what Ref and attributes hold', () => {
  it.each([
    ['AWS::SNS::Topic', { form: 'Arn', kind: 'sns:topic' }],
    ['AWS::SQS::Queue', { form: 'Name', kind: 'sqs:queue' }],
    ['AWS::IAM::Role', { form: 'Name', kind: 'iam:role' }],
    ['AWS::Lambda::Alias', { form: 'Arn', kind: 'lambda:alias' }],
    ['AWS::CertificateManager::Certificate', { form: 'Arn', kind: 'certificatemanager:certificate' }],
    // Identified by an `Id` that is documented as an ARN.
    ['AWS::SecretsManager::Secret', { form: 'Arn', kind: 'secretsmanager:secret' }],
    // Its Ref is the secret that it is attached to.
    ['AWS::SecretsManager::SecretTargetAttachment', { form: 'Arn', kind: 'secretsmanager:secret' }],
    ['AWS::Serverless::Function', { form: 'Name', kind: 'lambda:function' }],
    // Identified by an `Id` of which nothing is said, or by several properties.
    ['AWS::DMS::ReplicationInstance', undefined],
    ['AWS::Events::Rule', undefined],
  ])('of %s is %o', (type, held) => {
    expect(heldByRef(db, found(type))).toEqual(held);
  });

  it('is another resource of the service where the attribute is called after it, and nothing is claimed of the rest', () => {
    const of = (type: string, attribute: string) => heldByAttribute(db, found(type), attribute);
    expect(of('AWS::DynamoDB::Table', 'StreamArn')).toBeUndefined();
    expect(of('AWS::Wisdom::AIAgent', 'AssistantArn')).toEqual({ form: 'Arn', kind: 'wisdom:assistant' });
    expect(of('AWS::APS::Scraper', 'RoleArn')).toBeUndefined();
    expect(of('AWS::DynamoDB::Table', 'Arn')).toEqual({ form: 'Arn', kind: 'dynamodb:table' });
  });
});
