import { describe, expect, test } from 'vitest';
import type { ProveOptions } from '../../../src/prove/provable.ts';
import {
  document,
  forService,
  fromArn,
  getAtt,
  lambda,
  permission,
  proofOf,
  queue,
  type Resources,
  ref,
  role,
  statement,
  subscription,
  topic,
} from '../hops/support.ts';

const found = (resources: Resources, id: string, options: ProveOptions = {}) =>
  proofOf(resources, options).findings.filter((each) => each.id === id);
const told = (resources: Resources, id: string, options: ProveOptions = {}) =>
  found(resources, id, options).map(({ severity, logicalId }) => `${severity} ${logicalId}`);

const road = (more: Resources = {}): Resources => ({
  Role: role(),
  Function: lambda(),
  Topic: topic(),
  Permission: permission(),
  Subscription: subscription('lambda', getAtt('Function')),
  ...more,
});

describe('FIFO targets', () => {
  test.each([
    ['a standard topic, a FIFO queue', {}, { FifoQueue: true }, ['error Subscription']],
    ['a standard topic, a standard queue', {}, {}, []],
    ['a FIFO topic, a FIFO queue', { FifoTopic: true, TopicName: 'a.fifo' }, { FifoQueue: true }, []],
    ['a FIFO topic, a standard queue', { FifoTopic: true, TopicName: 'a.fifo' }, {}, []],
  ])('%s', (_, own, target, wanted) => {
    const resources = {
      Topic: topic(own),
      Queue: queue(target),
      Subscription: subscription('sqs', getAtt('Queue')),
    };
    expect(told(resources, 'FifoQueueSubscribed')).toEqual(wanted);
  });

  test.each([
    [{ FifoQueue: true }, ['error Function']],
    [{}, []],
  ])('the dead-letter queue of a function: %j', (target, wanted) => {
    const resources = {
      Role: role(statement('sqs:SendMessage', getAtt('Queue'))),
      Function: lambda({ DeadLetterConfig: { TargetArn: getAtt('Queue') } }),
      Queue: queue(target),
    };
    expect(told(resources, 'FifoTargetNotSupported')).toEqual(wanted);
  });

  test.each([
    ['OnFailure', 'error Config'],
    // Its pages tell of standard queues, and people of FIFO ones that were taken.
    ['OnSuccess', 'warning Config'],
  ])('the destination %s of a function: %s', (key, wanted) => {
    const resources = {
      Role: role(statement('sqs:SendMessage', getAtt('Queue'))),
      Function: lambda(),
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: ref('Function'),
          Qualifier: '$LATEST',
          DestinationConfig: { [key]: { Destination: getAtt('Queue') } },
        },
      },
      Queue: queue({ FifoQueue: true }),
    };
    expect(told(resources, 'FifoTargetNotSupported')).toEqual([wanted]);
  });

  test.each([
    [{ FifoQueue: true }, ['error Bucket']],
    [{}, []],
  ])('a queue that a bucket notifies: %j', (target, wanted) => {
    const QueueConfigurations = [{ Event: 's3:ObjectCreated:*', Queue: getAtt('Queue') }];
    const resources = {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { QueueConfigurations } } },
      Queue: queue(target),
    };
    expect(told(resources, 'FifoTargetNotSupported')).toEqual(wanted);
  });
});

describe('permissions of versions and aliases', () => {
  const alias = {
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Function') } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: ref('Function'),
        FunctionVersion: getAtt('Version', 'Version'),
        Name: 'live',
      },
    },
  };

  test('on the function, where the alias is subscribed', () => {
    const resources = road({ ...alias, Subscription: subscription('lambda', ref('Alias')) });
    const [finding] = found(resources, 'PermissionQualifier');
    expect(finding).toMatchObject({
      severity: 'error',
      logicalId: 'Permission',
      patch: [{ op: 'replace', value: ref('Alias') }],
    });
    expect(finding?.message).toContain('on Function without a qualifier, and Topic invokes Alias');
  });

  test('on the alias, where the function is subscribed', () => {
    const resources = road({ ...alias, Permission: permission({ FunctionName: ref('Alias') }) });
    expect(told(resources, 'PermissionQualifier')).toEqual(['error Permission']);
  });

  test('stay where they are, where another subscription uses them', () => {
    const resources = road({ ...alias, Second: subscription('lambda', ref('Alias')) });
    const [finding] = found(resources, 'PermissionQualifier');
    expect(finding).toBeDefined();
    expect(finding?.patch).toBeUndefined();
  });

  test('on what is subscribed are sound', () => {
    const resources = road({
      ...alias,
      Permission: permission({ FunctionName: ref('Alias') }),
      Subscription: subscription('lambda', ref('Alias')),
    });
    expect(told(resources, 'PermissionQualifier')).toEqual([]);
  });
});

describe('subscriptions', () => {
  test.each([
    ['email', 'nobody', true],
    ['email', 'a@example.com', false],
    ['https', 'http://example.com', true],
    ['https', 'https://example.com', false],
    ['sqs', 'arn:aws:lambda:eu-west-1:111122223333:function:f', true],
    ['lambda', 'arn:aws:lambda:eu-west-1:111122223333:function:f', false],
    ['sms', '+49 30 123456', false],
    ['firehose', 'arn:aws:sqs:eu-west-1:111122223333:q', true],
  ])('by %s to %s', (protocol, endpoint, isFault) => {
    const resources = { Topic: topic(), Subscription: subscription(protocol, endpoint) };
    expect(told(resources, 'EndpointProtocol')).toEqual(isFault ? ['error Subscription'] : []);
  });

  test('by e-mail to a function, in the topic', () => {
    const inTopic = topic({ Subscription: [{ Protocol: 'email', Endpoint: getAtt('Function') }] });
    expect(told(road({ Topic: inTopic }), 'EndpointProtocol')).toEqual(['error Topic']);
  });

  test.each([
    ['eu-west-1', {}, ['error Subscription']],
    ['eu-west-1', { Region: 'us-east-1' }, []],
    ['us-east-1', {}, []],
    [undefined, {}, []],
  ])('to a topic of us-east-1 in %s with %j', (region, more, wanted) => {
    const TopicArn = 'arn:aws:sns:us-east-1:111122223333:uploads';
    const resources = road({
      Subscription: subscription('lambda', getAtt('Function'), { TopicArn, ...more }),
    });
    expect(told(resources, 'SubscriptionRegion', region === undefined ? {} : { region })).toEqual(wanted);
  });

  test.each([
    ['none', undefined, ['info Subscription']],
    ['one', { deadLetterTargetArn: getAtt('Dead') }, []],
  ])('with %s for dead letters', (_, RedrivePolicy, wanted) => {
    const more = RedrivePolicy === undefined ? {} : { RedrivePolicy };
    const resources = road({
      Dead: queue(),
      Subscription: subscription('lambda', getAtt('Function'), more),
    });
    expect(told(resources, 'NoDeadLetterQueue')).toEqual(wanted);
  });

  test.each([
    ['eu-west-1', ['error Subscription']],
    ['us-east-1', []],
  ])('with dead letters for us-east-1, in %s', (region, wanted) => {
    const RedrivePolicy = { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:111122223333:dead' };
    const resources = road({ Subscription: subscription('lambda', getAtt('Function'), { RedrivePolicy }) });
    expect(told(resources, 'DeadLetterQueueElsewhere', { region })).toEqual(wanted);
  });

  test.each([
    ['>', 1, '<', 2, false],
    ['>=', 1, '<=', 1, false],
    ['>', 1, '<', 1, true],
    ['>', 10, '<', 5, true],
  ])('that want numbers %s %d %s %d', (...range) => {
    const isFault = range.pop();
    const FilterPolicy = { size: [{ numeric: range }] };
    const resources = road({ Subscription: subscription('lambda', getAtt('Function'), { FilterPolicy }) });
    expect(told(resources, 'FilterPolicyRange')).toEqual(isFault ? ['error Subscription'] : []);
  });

  test('that compare with too fine a number', () => {
    const FilterPolicy = (number: number) => ({ size: [{ numeric: ['=', number] }] });
    const by = (number: number) =>
      road({
        Subscription: subscription('lambda', getAtt('Function'), { FilterPolicy: FilterPolicy(number) }),
      });
    expect(told(by(0.123456), 'FilterPolicyNumber')).toEqual(['error Subscription']);
    expect(told(by(0.12345), 'FilterPolicyNumber')).toEqual([]);
  });
});

describe('topics that trace', () => {
  const policy = (service: string) => ({
    Type: 'AWS::XRay::ResourcePolicy',
    Properties: {
      PolicyName: 'tracing',
      PolicyDocument: JSON.stringify(document(forService(service, 'xray:PutTraceSegments', '*'))),
    },
  });

  test.each([
    ['without a policy', {}, ['info Topic']],
    ['with a policy for another service', { Policy: policy('events.amazonaws.com') }, ['warning Topic']],
    ['with a policy for SNS', { Policy: policy('sns.amazonaws.com') }, []],
  ])('%s', (_, more, wanted) => {
    const resources = { Topic: topic({ TracingConfig: 'Active' }), ...more };
    expect(told(resources, 'TracingNotAllowed')).toEqual(wanted);
  });

  test('passively need none', () => {
    expect(told({ Topic: topic({ TracingConfig: 'PassThrough' }) }, 'TracingNotAllowed')).toEqual([]);
  });
});

describe('notifications of buckets', () => {
  const notifying = (policy: object, bucket: object = {}) => ({
    Topic: topic(),
    Policy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: document(forService('s3.amazonaws.com', 'sns:Publish', ref('Topic'), policy)),
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      ...bucket,
      Properties: {
        NotificationConfiguration: {
          TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Topic') }],
        },
      },
    },
  });
  const account = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };

  test('wait for the policy that allows them', () => {
    expect(found(notifying(account), 'NotificationBeforePolicy')).toMatchObject([
      { severity: 'warning', patch: [{ path: ['Resources', 'Bucket', 'DependsOn'], value: 'Policy' }] },
    ]);
    expect(told(notifying(account, { DependsOn: 'Policy' }), 'NotificationBeforePolicy')).toEqual([]);
  });

  test('cannot wait for a policy that names their bucket', () => {
    const circle = notifying(fromArn(getAtt('Bucket')));
    expect(told(circle, 'NotificationCircle')).toEqual(['error Bucket']);
    expect(told(notifying(account), 'NotificationCircle')).toEqual([]);
  });
});

describe('policies', () => {
  const own = document(forService('sns.amazonaws.com', 'sqs:SendMessage', '*', fromArn(ref('Topic'))));
  const policy = (queues: readonly unknown[]) => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: queues, PolicyDocument: own },
  });

  test('for nothing', () => {
    const by = (queues: readonly unknown[]) => ({ Topic: topic(), Queue: queue(), Policy: policy(queues) });
    expect(told(by([]), 'PolicyForNothing')).toEqual(['warning Policy']);
    expect(told(by([ref('Queue')]), 'PolicyForNothing')).toEqual([]);
  });

  test('that take each other’s place', () => {
    const resources = { Topic: topic(), Queue: queue(), Policy: policy([ref('Queue')]) };
    expect(told(resources, 'PoliciesOverwrite')).toEqual([]);
    expect(told({ ...resources, Second: policy([ref('Queue')]) }, 'PoliciesOverwrite')).toEqual([
      'error Policy',
    ]);
  });
});

describe('findings of several scenarios', () => {
  const Conditions = { Free: { 'Fn::Equals': [ref('Stage'), 'production'] } };
  const Parameters = { Stage: { Type: 'String' } };
  const { SourceArn: _source, ...Properties } = permission().Properties;
  const open = { ...permission(), Properties };

  test('keep a patch that is the same in each of them', () => {
    const proof = proofOf(
      road({ Permission: open, Other: { ...topic(), Condition: 'Free' } }),
      {},
      {
        Conditions,
        Parameters,
      },
    );
    expect(proof.scenarios).toHaveLength(2);
    const deputy = proof.findings.filter(({ id }) => id === 'ConfusedDeputy');
    expect(deputy).toMatchObject([{ patch: [{ value: ref('Topic') }] }]);
  });

  test('lose a patch that names what is not always there', () => {
    const resources = road({
      Permission: open,
      Topic: { ...topic(), Condition: 'Free' },
      Subscription: { ...subscription('lambda', getAtt('Function')), Condition: 'Free' },
    });
    const deputy = proofOf(resources, {}, { Conditions, Parameters }).findings.filter(
      ({ id }) => id === 'ConfusedDeputy',
    );
    expect(deputy).toHaveLength(1);
    expect(deputy[0]?.patch).toBeUndefined();
  });
});
