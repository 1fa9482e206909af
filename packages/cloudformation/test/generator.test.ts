import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { describe, expect, it } from 'vitest';
import { checkOverlay } from '../generator/check-overlay.ts';
import { kebab, kindOfType } from '../generator/names.ts';
import { renderIndex, renderResource } from '../generator/render.ts';

const db = await loadAwsServiceSpec();

function resource(database: SpecDatabase, type: string) {
  return renderResource(database, database.lookup('resource', 'cloudFormationType', 'equals', type).only());
}

describe('the generator', () => {
  it('names files and kinds after resource types', () => {
    expect(['Topic', 'LogGroup', 'SAMLProvider', 'OIDCProvider', 'S3Key'].map(kebab)).toEqual([
      'topic',
      'log-group',
      'saml-provider',
      'oidc-provider',
      's3-key',
    ]);
    expect(kindOfType('AWS::Logs::LogGroup')).toBe('logs:log-group');
  });

  it('writes the same text from a specification that was loaded anew', async () => {
    const again = await loadAwsServiceSpec();
    for (const type of ['AWS::SNS::Topic', 'AWS::Lambda::Function', 'AWS::S3::Bucket'])
      expect(resource(again, type)).toEqual(resource(db, type));
  });

  it('knows what Ref and attributes yield and what properties want', () => {
    const topic = resource(db, 'AWS::SNS::Topic').text;
    expect(topic).toContain("): CloudFormationResource<TopicAttributes, cfn.Arn<'sns:topic'>> {");
    expect(topic).toContain('readonly TracingConfig?: "Active" | "PassThrough" | cfn.Value<string>;');
    const version = resource(db, 'AWS::Lambda::Version').text;
    expect(version).toContain("readonly FunctionArn: cfn.Arn<'lambda:version'>;");
    const fn = resource(db, 'AWS::Lambda::Function').text;
    expect(fn).toContain('readonly Role: cfn.ArnOf<"iam:role">;');
    expect(fn).toContain("): CloudFormationResource<FunctionAttributes, cfn.Name<'lambda:function'>> {");
  });

  it('gives a resource that hides a JavaScript global a second name', () => {
    const index = renderIndex([resource(db, 'AWS::Lambda::Function')], 'Lambda');
    expect(index).toContain('Function, Function as LambdaFunction, type FunctionProps');
  });

  it('can render every resource type there is, each exporting every name once', () => {
    for (const service of db.all('service')) {
      const files = db.follow('hasResource', service).map(({ entity }) => renderResource(db, entity));
      const names = files.flatMap(({ values, types }) => [...values, ...types]);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(['index.ts', ...files.map(({ file }) => file)]).size).toBe(files.length + 1);
    }
  });

  it('has an overlay that speaks of what there is', () => {
    expect(() => checkOverlay(db)).not.toThrow();
  });
});
