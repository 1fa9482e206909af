import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../../src/index.ts';
import { prove } from '../../src/prove/prove.ts';
import { document, ref, topic } from '../prove/hops/support.ts';

type Json = Readonly<Record<string, unknown>>;

describe('a policy for everybody', () => {
  const told = (Condition: Json) => {
    const policy = {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: document({
          Effect: 'Allow',
          Principal: '*',
          Action: 'sns:Publish',
          Resource: ref('Topic'),
          Condition,
        }),
      },
    };
    const { findings } = prove({ Resources: { Topic: topic(), Policy: policy } } as TemplateJson);
    return findings.some(({ id }) => id === 'OpenToAnybody');
  };

  it.each<Json>([
    {},
    { StringLike: { 'aws:SourceArn': '*:*' } },
    { StringLike: { 'aws:SourceArn': 'a*:aws:*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin' } },
    { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
    { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
    { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '::/0'] } },
    { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/*' } },
    { StringLike: { 'aws:PrincipalAccount': ['0*', '1*'] } },
    { StringLike: { 'aws:userid': 'A*' } },
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { Null: { 'aws:PrincipalOrgID': 'true' } },
  ])('is told of where its condition keeps nobody out: %j', (condition) => {
    expect(told(condition)).toBe(true);
  });

  it.each<Json>([
    { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-bucket' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } },
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } },
  ])('is not where it does: %j', (condition) => {
    expect(told(condition)).toBe(false);
  });
});
