import { allow, deny, policyDocument, template } from '@wayleave/cloudformation';
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
