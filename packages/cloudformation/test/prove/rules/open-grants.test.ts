import { describe, expect, test } from 'vitest';
import {
  document,
  forService,
  fromArn,
  getAtt,
  lambda,
  permission,
  proofOf,
  queue,
  queuePolicy,
  type Resources,
  ref,
  role,
  statement,
  subscription,
  topic,
} from '../hops/support.ts';

const found = (resources: Resources, id: string) =>
  proofOf(resources).findings.filter((each) => each.id === id);

const SENDS = 'sqs:SendMessage';
const toQueue = (own: object, more: Resources = {}): Resources => ({
  Topic: topic(),
  Queue: queue(),
  Subscription: subscription('sqs', getAtt('Queue')),
  Policy: queuePolicy('Queue', own),
  ...more,
});
const sns = (conditions?: object) => forService('sns.amazonaws.com', SENDS, getAtt('Queue'), conditions);
const anybody = (principal: unknown, more: object = {}) =>
  statement(SENDS, getAtt('Queue'), { Principal: principal, ...more });

describe('grants to anybody', () => {
  test.each([
    ['*', '*', {}, 1],
    ['AWS *', { AWS: '*' }, {}, 1],
    ['all but one', undefined, { NotPrincipal: { AWS: '111122223333' } }, 1],
    ['* over TLS', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, 1],
    ['* if it names any topic', '*', { Condition: fromArn('arn:aws:sns:*:*:*') }, 1],
    [
      '* unless it names another account',
      '*',
      { Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } },
      1,
    ],
    [
      '* if it names no account or this',
      '*',
      { Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '1' } } },
      1,
    ],
    ['* for the topic', '*', { Condition: fromArn(ref('Topic')) }, 0],
    [
      '* of the organization',
      '*',
      { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } },
      0,
    ],
    ['one account', { AWS: '111122223333' }, {}, 0],
  ])('%s on a queue', (_, principal, more, count) => {
    const own = anybody(principal, more);
    expect(found(toQueue(own), 'OpenToAnybody')).toHaveLength(count);
  });

  test('are narrowed to the service that the hops show, on behalf of its topic', () => {
    const [finding] = found(toQueue(anybody('*')), 'OpenToAnybody');
    const path = ['Resources', 'Policy', 'Properties', 'PolicyDocument', 'Statement', 0];
    expect(finding).toMatchObject({ severity: 'warning', logicalId: 'Policy' });
    expect(finding?.patch).toEqual([
      { op: 'replace', path: [...path, 'Principal'], value: { Service: 'sns.amazonaws.com' } },
      { op: 'add', path: [...path, 'Condition', 'ArnLike', 'aws:SourceArn'], value: ref('Topic') },
    ]);
  });

  test('are not narrowed where a role uses them, too', () => {
    const resources = toQueue(anybody('*'), {
      Role: role(statement(SENDS, getAtt('Queue'))),
      Function: lambda({ Environment: { Variables: { QUEUE: ref('Queue') } } }),
    });
    const [finding] = found(resources, 'OpenToAnybody');
    expect(finding).toBeDefined();
    expect(finding?.patch).toBeUndefined();
  });

  test('on a queue that is not in the template', () => {
    const policy = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/jobs'],
        PolicyDocument: document(statement(SENDS, '*', { Principal: '*' })),
      },
    };
    expect(found({ Policy: policy }, 'OpenToAnybody')).toMatchObject([{ logicalId: 'Policy' }]);
  });

  test.each([
    ['a site', { WebsiteConfiguration: { IndexDocument: 'index.html' } }, 'info'],
    ['a bucket', {}, 'warning'],
  ])('to read %s', (_, properties, severity) => {
    const resources = {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: properties },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: ref('Bucket'),
          PolicyDocument: document(
            statement('s3:GetObject', { 'Fn::Join': ['', [getAtt('Bucket'), '/*']] }, { Principal: '*' }),
          ),
        },
      },
    };
    expect(found(resources, 'OpenToAnybody')).toMatchObject([{ severity }]);
  });

  test.each([
    ['by its URL', { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }, 'info'],
    ['by its API', {}, 'warning'],
  ])('to call a function %s', (_, more, severity) => {
    const open = permission({ Principal: '*', ...more });
    const { SourceArn: _source, ...Properties } = open.Properties;
    const resources = { Role: role(), Function: lambda(), Permission: { ...open, Properties } };
    expect(found(resources, 'OpenToAnybody')).toMatchObject([{ severity }]);
  });
});

describe('grants to services', () => {
  test('without a source are narrowed to all that use them', () => {
    const resources = toQueue(sns(), {
      Second: topic(),
      SecondSubscription: subscription('sqs', getAtt('Queue'), { TopicArn: ref('Second') }),
    });
    const [finding] = found(resources, 'ConfusedDeputy');
    expect(finding?.patch).toMatchObject([
      { path: expect.arrayContaining(['aws:SourceArn']) as unknown, value: [ref('Topic'), ref('Second')] },
    ]);
  });

  test('a wide source is exchanged', () => {
    const [finding] = found(toQueue(sns(fromArn('arn:aws:sns:*:*:*'))), 'ConfusedDeputy');
    expect(finding?.patch).toMatchObject([
      { path: expect.arrayContaining(['ArnEquals', 'aws:SourceArn']) as unknown, value: ref('Topic') },
    ]);
  });

  test.each([
    ['a topic', fromArn(ref('Topic'))],
    ['an account', { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } }],
    ['the topics of an account', fromArn('arn:aws:sns:*:111122223333:*')],
  ])('for %s are sound', (_, conditions) => {
    expect(found(toQueue(sns(conditions)), 'ConfusedDeputy')).toEqual([]);
  });

  test('are not patched for a service without a hop', () => {
    const own = forService('sns.amazonaws.com', SENDS, getAtt('Queue'));
    const both = { ...own, Principal: { Service: ['sns.amazonaws.com', 's3.amazonaws.com'] } };
    const [finding] = found(toQueue(both), 'ConfusedDeputy');
    expect(finding?.patch).toBeUndefined();
    expect(finding?.fix).toContain('does not show all that uses it');
  });

  test('on a key are told of', () => {
    const key = {
      Type: 'AWS::KMS::Key',
      Properties: { KeyPolicy: document(forService('sns.amazonaws.com', 'kms:Decrypt', '*')) },
    };
    expect(found({ Key: key }, 'ConfusedDeputy')).toMatchObject([{ severity: 'info', logicalId: 'Key' }]);
  });

  test('EventBridge says to no encrypted topic for whom it publishes', () => {
    const key = (service: string) => ({
      Type: 'AWS::KMS::Key',
      Properties: { KeyPolicy: document(forService(service, ['kms:Decrypt', 'kms:GenerateDataKey*'], '*')) },
    });
    const encrypted = topic({ KmsMasterKeyId: ref('Key') });
    expect(found({ Key: key('events.amazonaws.com'), Topic: encrypted }, 'ConfusedDeputy')).toEqual([]);
    expect(found({ Key: key('s3.amazonaws.com'), Topic: encrypted }, 'ConfusedDeputy')).toHaveLength(1);
  });

  test('EventBridge says to no topic for which rule it publishes', () => {
    const by = (principal: unknown) => ({
      Topic: topic(),
      Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'topic', Arn: ref('Topic') }] } },
      Policy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: [ref('Topic')],
          PolicyDocument: document(statement('sns:Publish', ref('Topic'), { Principal: principal })),
        },
      },
    });
    expect(found(by({ Service: 'events.amazonaws.com' }), 'ConfusedDeputy')).toEqual([]);
    expect(found(by('*'), 'OpenToAnybody')).toMatchObject([
      { patch: [{ op: 'replace', value: { Service: 'events.amazonaws.com' } }] },
    ]);
  });

  test.each([
    ['sqs:*', 1],
    ['*', 1],
    [SENDS, 0],
  ])('to do %s', (action, count) => {
    const own = { ...sns(fromArn(ref('Topic'))), Action: action };
    const findings = found(toQueue(own), 'WildcardAction');
    expect(findings).toHaveLength(count);
    for (const { patch } of findings) expect(patch).toMatchObject([{ op: 'replace', value: SENDS }]);
  });

  test('a permission for a bucket names its account, too', () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'uploads' } };
    const by = (more: object) => ({
      Role: role(),
      Function: lambda(),
      Bucket: bucket,
      Permission: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::uploads', ...more }),
    });
    expect(found(by({}), 'SourceAccountMissing')).toMatchObject([
      { severity: 'warning', patch: [{ value: ref('AWS::AccountId') }] },
    ]);
    expect(found(by({ SourceAccount: ref('AWS::AccountId') }), 'SourceAccountMissing')).toEqual([]);
  });
});
