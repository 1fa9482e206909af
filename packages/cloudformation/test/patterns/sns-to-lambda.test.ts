import { allow, policyDocument, template } from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam/role';
import { LogGroup } from '@wayleave/cloudformation/aws/logs/log-group';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import { QueuePolicy } from '@wayleave/cloudformation/aws/sqs/queue-policy';
import { PatternError, sendFromTopics, snsToLambda } from '@wayleave/cloudformation/patterns';
import { describe, expect, it } from 'vitest';
import { code, properties, types, withTopic } from './support.ts';

const topic = { Ref: 'Uploads' };

describe('snsToLambda', () => {
  it('makes a function, its role and log group, the wiring, and two queues for what fails', () => {
    const { t, uploads } = withTopic();
    t.use(snsToLambda({ topic: uploads, ...code }));
    expect(types(t.toJson())).toEqual({
      Uploads: 'AWS::SNS::Topic',
      UploadsLogs: 'AWS::Logs::LogGroup',
      UploadsRole: 'AWS::IAM::Role',
      UploadsFunction: 'AWS::Lambda::Function',
      UploadsPermission: 'AWS::Lambda::Permission',
      UploadsSubscription: 'AWS::SNS::Subscription',
      UploadsDeadLetterQueue: 'AWS::SQS::Queue',
      UploadsDeadLetterQueuePolicy: 'AWS::SQS::QueuePolicy',
      UploadsFailureQueue: 'AWS::SQS::Queue',
      UploadsInvocations: 'AWS::Lambda::EventInvokeConfig',
    });
  });

  it('lets the role write to its own log group and its failure queue, and nothing else', () => {
    const { t, uploads } = withTopic();
    t.use(snsToLambda({ topic: uploads, ...code }));
    const { Policies } = properties(t.toJson(), 'UploadsRole');
    expect(Policies).toEqual([
      {
        PolicyName: 'WriteLogs',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: [{ 'Fn::GetAtt': ['UploadsLogs', 'Arn'] }],
            },
          ],
        },
      },
      {
        PolicyName: 'SendFailures',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sqs:SendMessage'],
              Resource: [{ 'Fn::GetAtt': ['UploadsFailureQueue', 'Arn'] }],
            },
          ],
        },
      },
    ]);
  });

  it('lets this topic alone invoke the function and write to the dead-letter queue', () => {
    const { t, uploads } = withTopic();
    t.use(snsToLambda({ topic: uploads, ...code }));
    const json = t.toJson();
    expect(properties(json, 'UploadsPermission')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['UploadsFunction', 'Arn'] },
      Principal: 'sns.amazonaws.com',
      SourceArn: topic,
    });
    expect(properties(json, 'UploadsDeadLetterQueuePolicy')).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'sns.amazonaws.com' },
            Action: ['sqs:SendMessage'],
            Condition: { ArnLike: { 'aws:SourceArn': [topic] } },
          },
        ],
      },
    });
  });

  it('subscribes when permission, queue policy and invocation settings are there', () => {
    const { t, uploads } = withTopic();
    t.use(snsToLambda({ topic: uploads, ...code }));
    expect(t.toJson().Resources['UploadsSubscription']).toEqual({
      Type: 'AWS::SNS::Subscription',
      DependsOn: ['UploadsPermission', 'UploadsDeadLetterQueuePolicy', 'UploadsInvocations'],
      Properties: {
        TopicArn: topic,
        Protocol: 'lambda',
        Endpoint: { 'Fn::GetAtt': ['UploadsFunction', 'Arn'] },
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['UploadsDeadLetterQueue', 'Arn'] } },
      },
    });
  });

  it('leaves out what is switched off, and returns undefined for it', () => {
    const { t, uploads } = withTopic();
    const made = t.use(snsToLambda({ topic: uploads, ...code, deadLetterQueue: false, onFailure: false }));
    expect(Object.values(types(t.toJson())).sort()).toEqual([
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
    ]);
    expect([
      made.deadLetterQueue,
      made.queuePolicy,
      made.onFailure,
      made.alias,
      made.key,
      made.alarms,
    ]).toEqual(Array(6).fill(undefined));
  });

  it('gives the rights it needs to a role of one’s own, and has the function wait for them', () => {
    const { t, uploads } = withTopic();
    const role = t.add(
      'Handler',
      Role({
        AssumeRolePolicyDocument: policyDocument(
          allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
        ),
      }),
    );
    t.use(snsToLambda({ topic: uploads, ...code, role }));
    const { Resources } = t.toJson();
    expect(Resources['UploadsRole']).toBeUndefined();
    expect(Resources['UploadsRolePolicy']?.Properties).toMatchObject({
      RoleName: { Ref: 'Handler' },
      PolicyDocument: {
        Statement: [
          { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
          { Action: ['sqs:SendMessage'] },
        ],
      },
    });
    expect(Resources['UploadsFunction']?.DependsOn).toEqual(['UploadsRolePolicy']);
  });

  it('wires an alias with its name in permission, endpoint and invocation settings', () => {
    const { t, uploads } = withTopic();
    const { alias } = t.use(snsToLambda({ topic: uploads, ...code, alias: 'live' }));
    const json = t.toJson();
    expect(properties(json, 'UploadsPermission')['FunctionName']).toEqual(alias.ref);
    expect(properties(json, 'UploadsSubscription')['Endpoint']).toEqual({ Ref: 'UploadsAlias' });
    expect(properties(json, 'UploadsInvocations')['Qualifier']).toBe('live');
  });

  it('publishes a new version when the function’s properties change', () => {
    const versionOf = (memorySize: number): string | undefined => {
      const { t, uploads } = withTopic();
      return t.use(snsToLambda({ topic: uploads, ...code, memorySize, alias: 'live' })).version.logicalId;
    };
    expect(versionOf(128)).toBe(versionOf(128));
    expect(versionOf(128)).not.toBe(versionOf(256));
  });

  it('encrypts the topic it makes and its queues with a key that SNS and the named publishers may use', () => {
    const t = template();
    const { key } = t.use(
      snsToLambda({ name: 'Clips', ...code, encryption: true, publishers: ['s3.amazonaws.com'] }),
    );
    const json = t.toJson();
    const arn = { 'Fn::GetAtt': ['ClipsKey', 'Arn'] };
    expect(key.logicalId).toBe('ClipsKey');
    for (const id of ['ClipsTopic', 'ClipsDeadLetterQueue', 'ClipsFailureQueue'])
      expect(properties(json, id)['KmsMasterKeyId']).toEqual(arn);
    expect(properties(json, 'ClipsKey')).toMatchObject({
      KeyPolicy: {
        Statement: [
          { Sid: 'AdministerInAccount' },
          {
            Principal: { Service: 'sns.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Condition: { ArnLike: { 'aws:SourceArn': [expect.anything()] } },
          },
          {
            Principal: { Service: ['s3.amazonaws.com'] },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
    expect(JSON.stringify(properties(json, 'ClipsRole'))).toContain('kms:GenerateDataKey*');
  });

  it('names the topic in the key’s policy where the topic is not under that key', () => {
    const { t, uploads } = withTopic();
    t.use(snsToLambda({ topic: uploads, ...code, encryption: true }));
    expect(JSON.stringify(properties(t.toJson(), 'UploadsKey'))).toContain(
      '"aws:SourceArn":[{"Ref":"Uploads"}]',
    );
  });

  it('sets alarms that tell a topic', () => {
    const { t, uploads } = withTopic();
    const operators = t.add('Operators', Topic());
    const { alarms } = t.use(snsToLambda({ topic: uploads, ...code, alarms: { topic: operators } }));
    const json = t.toJson();
    expect(alarms.queues).toHaveLength(2);
    for (const { logicalId } of [alarms.errors, alarms.delivery, ...alarms.queues])
      expect(properties(json, logicalId)).toMatchObject({ AlarmActions: [{ Ref: 'Operators' }] });
    expect(properties(json, alarms.delivery.logicalId)).toMatchObject({
      MetricName: 'NumberOfNotificationsFailed',
      Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': ['Uploads', 'TopicName'] } }],
    });
  });

  it('puts overrides in the place of its own properties, and adds to logging and policies', () => {
    const { t, uploads } = withTopic();
    const document = policyDocument(allow({ actions: ['s3:GetObject'], resources: ['*'] }));
    t.use(
      snsToLambda({
        topic: uploads,
        ...code,
        memorySize: 128,
        overrides: {
          fn: { MemorySize: 1024, LoggingConfig: { LogFormat: 'JSON' } },
          role: { Path: '/app/', Policies: [{ PolicyName: 'Read', PolicyDocument: document }] },
          deadLetterQueue: { MessageRetentionPeriod: undefined },
        },
      }),
    );
    const json = t.toJson();
    expect(properties(json, 'UploadsFunction')).toMatchObject({
      MemorySize: 1024,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'UploadsLogs' } },
    });
    const role = properties(json, 'UploadsRole');
    expect(role['Path']).toBe('/app/');
    expect(JSON.stringify(role['Policies'])).toMatch(/WriteLogs.*SendFailures.*Read/);
    expect(properties(json, 'UploadsDeadLetterQueue')).toEqual({});
  });

  it('takes two uses on one topic without collision', () => {
    const { t, uploads } = withTopic();
    t.use(snsToLambda({ topic: uploads, ...code }));
    const { fn } = t.use(snsToLambda({ topic: uploads, ...code }));
    expect(fn.logicalId).toBe('Uploads2Function');
    expect(Object.keys(t.toJson().Resources)).toHaveLength(19);
  });

  it('refuses a second policy for a queue, and takes one for all topics', () => {
    const { t, uploads } = withTopic();
    const other = t.add('Other', Topic());
    const queue = t.add('Undelivered', Queue());
    const both = { queue, queuePolicy: false } as const;
    t.add(
      'Both',
      QueuePolicy({
        Queues: [queue.ref],
        PolicyDocument: policyDocument(sendFromTopics(queue, uploads.ref, other.ref)),
      }),
    );
    t.use(snsToLambda({ topic: uploads, ...code, deadLetterQueue: both }));
    t.use(snsToLambda({ topic: other, ...code, deadLetterQueue: both }));
    expect(Object.values(types(t.toJson())).filter((type) => type === 'AWS::SQS::QueuePolicy')).toHaveLength(
      1,
    );

    const shared = t.add('Shared', Queue());
    t.use(snsToLambda({ topic: uploads, ...code, deadLetterQueue: shared }));
    expect(() => t.use(snsToLambda({ topic: other, ...code, deadLetterQueue: shared }))).toThrow(
      expect.objectContaining({ code: 'PolicyTaken', option: 'deadLetterQueue' }),
    );
  });
});

describe('snsToLambda refuses', () => {
  function refusal(use: () => unknown): PatternError {
    try {
      use();
    } catch (error) {
      if (error instanceof PatternError) return error;
      throw error;
    }
    throw new Error('Nothing was refused.');
  }

  it('a FIFO topic, and names the way out', () => {
    const t = template();
    const orders = t.add('Orders', Topic({ FifoTopic: true, TopicName: 'orders.fifo' }));
    const { code: refused, message } = refusal(() => t.use(snsToLambda({ topic: orders, ...code })));
    expect(refused).toBe('FifoTopic');
    expect(message).toContain('snsToSqsToLambda');
    expect(t.logicalIds).toEqual(['Orders']);
  });

  it('a FIFO queue as dead-letter queue or on-failure destination', () => {
    const { t, uploads } = withTopic();
    const queue = t.add('Ordered', Queue({ FifoQueue: true }));
    for (const option of ['deadLetterQueue', 'onFailure'] as const)
      expect(refusal(() => t.use(snsToLambda({ topic: uploads, ...code, [option]: queue })))).toMatchObject({
        code: 'BadOption',
        option,
      });
  });

  it('the topic itself as on-failure destination', () => {
    const { t, uploads } = withTopic();
    const { option } = refusal(() => t.use(snsToLambda({ topic: uploads, ...code, onFailure: uploads })));
    expect(option).toBe('onFailure');
    expect(t.logicalIds).toEqual(['Uploads']);
  });

  it('another log group by overrides, which the role could not write to', () => {
    const { uploads } = withTopic();
    const overrides = { fn: { LoggingConfig: { LogGroup: 'other' } } };
    expect(refusal(() => snsToLambda({ topic: uploads, ...code, overrides })).option).toBe(
      'overrides.fn.LoggingConfig',
    );
  });

  it('what it would have to ignore: properties of pieces that it does not make', () => {
    const { t, uploads } = withTopic();
    const queue = t.add('Queue', Queue());
    const logGroup = t.add('Log', LogGroup());
    const given = { topic: uploads, ...code };
    const MessageRetentionPeriod = 60;
    const uses: readonly [string, () => unknown][] = [
      ['retentionInDays', () => snsToLambda({ ...given, logGroup, retentionInDays: 1 })],
      ['overrides.logGroup', () => snsToLambda({ ...given, logGroup, overrides: { logGroup: {} } })],
      ['overrides.alias', () => snsToLambda({ ...given, overrides: { alias: {} } })],
      ['overrides.key', () => snsToLambda({ ...given, overrides: { key: {} } })],
      ['overrides.topic', () => snsToLambda({ ...given, overrides: { topic: {} } })],
      [
        'overrides.deadLetterQueue',
        () =>
          snsToLambda({
            ...given,
            deadLetterQueue: queue,
            overrides: { deadLetterQueue: { MessageRetentionPeriod } },
          }),
      ],
      [
        'overrides.failureQueue',
        () =>
          snsToLambda({
            ...given,
            onFailure: false,
            overrides: { failureQueue: { MessageRetentionPeriod } },
          }),
      ],
    ];
    for (const [option, use] of uses) expect(refusal(use)).toMatchObject({ code: 'BadOption', option });
  });

  it.each([
    ['six keys', { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'], f: ['x'] }, 'FilterPolicyLimit'],
    ['over 150 combinations', { a: numbers(13), b: numbers(12) }, 'FilterPolicyLimit'],
    ['a nested key under attribute scope', { a: { b: ['x'] } }, 'FilterPolicyScope'],
    ['a condition that is no list', { a: 'x' }, 'FilterPolicyScope'],
  ] as const)('a filter policy with %s', (_what, filterPolicy, expected) => {
    const { uploads } = withTopic();
    expect(refusal(() => snsToLambda({ topic: uploads, ...code, filterPolicy })).code).toBe(expected);
  });

  it('a nested filter policy on the body when its depth multiplies to over 150', () => {
    const { uploads } = withTopic();
    const options = { topic: uploads, ...code, filterPolicyScope: 'MessageBody' } as const;
    expect(() => snsToLambda({ ...options, filterPolicy: { a: { b: numbers(75) } } })).not.toThrow();
    expect(refusal(() => snsToLambda({ ...options, filterPolicy: { a: { b: numbers(76) } } })).code).toBe(
      'FilterPolicyLimit',
    );
  });

  it.each([
    ['timeout', { timeout: 901 }],
    ['maximumEventAge', { maximumEventAge: 59 }],
    ['filterPolicyScope', { filterPolicyScope: 'MessageBody' }],
    ['publishers', { publishers: ['s3.amazonaws.com'] }],
  ] as const)('%s out of place', (option, options) => {
    const { uploads } = withTopic();
    expect(refusal(() => snsToLambda({ topic: uploads, ...code, ...options }))).toMatchObject({
      code: 'BadOption',
      option,
    });
  });
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
