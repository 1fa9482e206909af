// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import {
  type Case,
  decideCase,
  document,
  forService,
  fromArn,
  getAtt,
  hopOf,
  lambda,
  pop,
  proofOf,
  push,
  queue,
  queuePolicy,
  type Resources,
  ref,
  role,
  set,
  statement,
  subscription,
  topic,
} from './support.ts';

describe('EventBridge publishes to an encrypted topic', () => {
  const told = (conditions?: object): Resources => ({
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document(
          statement(['kms:GenerateDataKey*', 'kms:Decrypt'], '*', {
            Principal: { Service: 'events.amazonaws.com' },
            ...(conditions && { Condition: conditions }),
          }),
        ),
      },
    },
    Topic: topic({ KmsMasterKeyId: getAtt('Key') }),
    Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 't', Arn: ref('Topic') }] } },
  });
  it.each<Case>([
    { name: 'a key policy without conditions', change: () => {}, answer: 'allowed' },
    {
      name: 'a condition that AWS says is not supported',
      change: (r) => {
        set(r, 'Key.Properties.KeyPolicy.Statement.0.Condition', {
          StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
        });
      },
      answer: 'unknown',
      words: /aws:SourceAccount/,
    },
    {
      name: 'a key policy for nobody: the fix has no condition',
      change: (r) => {
        set(r, 'Key.Properties.KeyPolicy.Statement.0.Principal.Service', 's3.amazonaws.com');
      },
      answer: 'denied',
    },
  ])('with $name: $answer', (each) => decideCase(told, 'Rule', 'encrypt', 'Key', each));

  it('and is told of what is not supported', () => {
    const conditions = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };
    const { check } = hopOf(proofOf(told(conditions)), 'Rule', 'encrypt', 'Key');
    expect(check).toMatch(/not supported for events\.amazonaws\.com: take them out of the policy of Key/);
  });
});

describe('whoever fills an encrypted topic or queue uses its key', () => {
  const key = (...statements: readonly object[]) => ({
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: document(
        statement('kms:*', '*', {
          Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
        }),
        ...statements,
      ),
    },
  });
  const uses = ['kms:GenerateDataKey*', 'kms:Decrypt'];
  const published = (): Resources => ({
    Publisher: role(statement('sns:Publish', ref('Topic')), statement(uses, getAtt('Key'))),
    Topic: topic({ KmsMasterKeyId: ref('Key') }),
    Key: key(),
  });
  const publishers: readonly Case[] = [
    { name: 'a role with rights on the key', change: () => {}, answer: 'allowed' },
    {
      name: 'a role without rights on the key',
      change: (r) => {
        pop(r, 'Publisher.Properties.Policies.0.PolicyDocument.Statement');
      },
      answer: 'denied',
      words: /kms:GenerateDataKey/,
    },
    {
      name: 'the key by an alias',
      change: (r) => {
        set(r, 'Alias', {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/topics', TargetKeyId: ref('Key') },
        });
        set(r, 'Topic.Properties.KmsMasterKeyId', 'alias/topics');
      },
      answer: 'allowed',
    },
    {
      name: 'a key with the default policy',
      change: (r) => {
        set(r, 'Key.Properties', {});
      },
      answer: 'allowed',
    },
  ];
  it.each(publishers)('$name: $answer', (each) => decideCase(published, 'Publisher', 'encrypt', 'Key', each));

  it('a role through the key that AWS has for SNS: allowed', () => {
    const resources = published();
    set(resources, 'Topic.Properties.KmsMasterKeyId', 'alias/aws/sns');
    expect(hopOf(proofOf(resources), 'Publisher', 'encrypt', 'alias/aws/sns').answer).toBe('allowed');
  });

  const delivered = (): Resources => ({
    Topic: topic(),
    Queue: queue({ KmsMasterKeyId: getAtt('Key') }),
    Subscription: subscription('sqs', getAtt('Queue')),
    Policy: queuePolicy(
      'Queue',
      forService('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(ref('Topic'))),
    ),
    Key: key(forService('sns.amazonaws.com', uses, '*', fromArn(ref('Topic')))),
  });
  const services: readonly Case[] = [
    { name: 'a key policy for SNS', change: () => {}, answer: 'allowed' },
    {
      name: 'a key policy without SNS',
      change: (r) => {
        pop(r, 'Key.Properties.KeyPolicy.Statement');
      },
      answer: 'denied',
      words: /not sns\.amazonaws\.com/,
    },
  ];
  it.each(services)('$name: $answer', (each) => decideCase(delivered, 'Topic', 'encrypt', 'Key', each));

  it.each([
    { what: 'the key that AWS has for SQS', id: 'alias/aws/sqs', answer: 'denied' },
    { what: 'a key that is elsewhere', id: 'arn:aws:kms:eu-west-1:111122223333:key/1', answer: 'unknown' },
  ])('$what: $answer', ({ id, answer }) => {
    const resources = delivered();
    set(resources, 'Queue.Properties.KmsMasterKeyId', id);
    expect(hopOf(proofOf(resources), 'Topic', 'encrypt', id).answer).toBe(answer);
  });

  it('a function that receives from an encrypted queue', () => {
    const resources: Resources = {
      Role: role(statement('sqs:*', getAtt('Queue'))),
      Function: lambda(),
      Queue: queue({ KmsMasterKeyId: ref('Key') }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: getAtt('Queue'), FunctionName: ref('Function') },
      },
      Key: key(),
    };
    expect(hopOf(proofOf(resources), 'Function', 'encrypt', 'Key').answer).toBe('denied');
    push(
      resources,
      'Role.Properties.Policies.0.PolicyDocument.Statement',
      statement('kms:Decrypt', getAtt('Key')),
    );
    expect(hopOf(proofOf(resources), 'Function', 'encrypt', 'Key').answer).toBe('allowed');
  });
});
