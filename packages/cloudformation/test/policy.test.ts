import { allow, deny, policyDocument, TemplateError, template, unlisted } from '@wayleave/cloudformation';
import { Topic, TopicPolicy } from '@wayleave/cloudformation/aws/sns';
import { describe, expect, it } from 'vitest';

describe('policyDocument', () => {
  it('spells statements as IAM does, with values in them', () => {
    const t = template();
    const topic = t.add('Topic', Topic());
    t.add(
      'TopicPolicy',
      TopicPolicy({
        Topics: [topic.ref],
        PolicyDocument: policyDocument(
          allow({
            sid: 'Events',
            actions: ['sns:Publish'],
            resources: [topic.ref],
            principals: { Service: 'events.amazonaws.com' },
            conditions: { ArnLike: { 'aws:SourceArn': topic.TopicArn } },
          }),
          deny({ actions: ['sns:*'], resources: [topic.ref], principals: '*' }),
        ),
      }),
    );
    expect(t.toJson().Resources['TopicPolicy']?.Properties?.['PolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Events',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: ['sns:Publish'],
          Resource: [{ Ref: 'Topic' }],
          Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Topic', 'TopicArn'] } } },
        },
        { Effect: 'Deny', Principal: '*', Action: ['sns:*'], Resource: [{ Ref: 'Topic' }] },
      ],
    });
  });
});

describe('allow and deny', () => {
  it('write all-but elements as IAM spells them', () => {
    const statement = deny({
      notActions: ['iam:*'],
      notResources: ['arn:aws:s3:::public/*'],
      notPrincipals: { AWS: ['111122223333'] },
    });
    expect(statement).toEqual({
      Effect: 'Deny',
      NotPrincipal: { AWS: ['111122223333'] },
      NotAction: ['iam:*'],
      NotResource: ['arn:aws:s3:::public/*'],
    });
  });

  it('keep every condition operator and key', () => {
    const conditions = {
      Bool: { 'aws:SecureTransport': false },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] },
      StringEquals: { [unlisted('sns:BrandNewKey')]: 'x' },
    };
    expect(allow({ actions: ['sns:Publish'], resources: ['*'], conditions }).Condition).toEqual(conditions);
  });

  it('take an action that is not on the list as its text', () => {
    const { Action } = allow({ actions: [unlisted('sns:BrandNewAction')], resources: ['*'] });
    expect(Action).toEqual(['sns:BrandNewAction']);
  });

  it('are frozen', () => {
    expect(Object.isFrozen(allow({ actions: ['*'], resources: ['*'] }))).toBe(true);
  });

  it.each([
    ['no actions', () => allow({ resources: ['*'] }), 'names no action'],
    ['an empty list of actions', () => allow({ actions: [], resources: ['*'] }), 'names no action'],
    [
      'an empty list of actions left out',
      () => deny({ notActions: [], resources: ['*'] }),
      'names no action',
    ],
    ['neither resources nor principals', () => allow({ actions: ['*'] }), 'neither resources nor principals'],
    [
      'an empty list of resources',
      () => allow({ actions: ['*'], resources: [] }),
      'neither resources nor principals',
    ],
  ])('refuse %s', (_, make, words) => {
    expect(make).toThrow(TemplateError);
    expect(make).toThrow(words);
  });
});
