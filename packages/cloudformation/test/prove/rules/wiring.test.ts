import type { TemplateJson } from '@wayleave/cloudformation';
import { describe, expect, test } from 'vitest';
import { prove } from '../../../src/prove/prove.ts';
import { changed, type Draft, separately } from '../../support/mutations.ts';

const getAtt = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

function ids(template: TemplateJson): readonly string[] {
  return prove(template).findings.map(({ id, severity, logicalId }) => `${severity} ${id} ${logicalId}`);
}

const subscribed = (properties: Record<string, unknown>) => changed(separately(properties));

/** The reference stack with resources besides. */
const besides = (resources: Draft['Resources'], change?: (template: Draft) => void) =>
  changed((template) => {
    Object.assign(template.Resources, resources);
    change?.(template);
  });

const queue = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
});
const mapping = {
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: getAtt('Q'), FunctionName: { Ref: 'Function' } },
};
const functionWith = (properties: Record<string, unknown>) => (template: Draft) => {
  Object.assign(template.Resources['Function']?.Properties ?? {}, properties);
};
const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

describe('wiring faults', () => {
  test.each([
    ['150 combinations of values', { FilterPolicy: { a: values(15), b: values(10) } }, false],
    ['151 values of one key', { FilterPolicy: { a: values(151) } }, true],
    ['five keys', { FilterPolicy: { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'] } }, false],
  ])('a filter policy with %s', (_, properties, isFault) => {
    expect(ids(subscribed(properties)).includes('error FilterPolicyTooLarge Sub')).toBe(isFault);
  });

  test.each([
    ['MessageBody', { FilterPolicy: { a: { b: ['x'] } }, FilterPolicyScope: 'MessageBody' }, false],
    [
      'MessageAttributes',
      { FilterPolicy: { a: { b: ['x'] } }, FilterPolicyScope: 'MessageAttributes' },
      true,
    ],
    ['a parameter', { FilterPolicy: { a: { b: ['x'] } }, FilterPolicyScope: { Ref: 'Scope' } }, false],
    ['attributes compared with objects in lists', { FilterPolicy: { a: [{ prefix: 'x' }] } }, false],
  ])('a nested filter policy with the scope of %s', (_, properties, isFault) => {
    expect(ids(subscribed(properties)).includes('error FilterPolicyNested Sub')).toBe(isFault);
  });

  test.each([
    [1_000_000_000, false],
    [1_000_000_001, true],
    [-1_000_000_001, true],
  ])('a filter policy that compares with %d', (number, isFault) => {
    const template = subscribed({ FilterPolicy: { a: [{ numeric: ['>=', number] }] } });
    expect(ids(template).includes('error FilterPolicyNumber Sub')).toBe(isFault);
  });

  test('raw delivery to a queue is sound', () => {
    const template = subscribed({ Protocol: 'sqs', Endpoint: getAtt('Q'), RawMessageDelivery: true });
    expect(ids(template).join()).not.toContain('RawDeliveryNotSupported');
  });

  test('a queue may subscribe to a FIFO topic', () => {
    const template = changed((draft) => {
      separately({ Protocol: 'sqs', Endpoint: getAtt('Q') })(draft);
      Object.assign(draft.Resources['Topic']?.Properties ?? {}, { FifoTopic: true, TopicName: 'a.fifo' });
    });
    expect(ids(template).join()).not.toContain('FifoTopicProtocol');
  });

  test('messages of 256 KiB go to every protocol', () => {
    const template = changed((draft) => {
      separately({ Protocol: 'email', Endpoint: 'a@b.c' })(draft);
      Object.assign(draft.Resources['Topic']?.Properties ?? {}, { MaximumMessageSize: 262_144 });
    });
    expect(ids(template).join()).not.toContain('LargeMessagesNotSupported');
  });

  test('a whole policy of another function is sound', () => {
    const policy = {
      Type: 'AWS::Lambda::ResourcePolicy',
      Properties: { ResourceArn: getAtt('F2'), PolicyDocument: { Version: '2012-10-17', Statement: [] } },
    };
    expect(ids(besides({ RP: policy })).join()).not.toContain('MixedFunctionPolicies');
  });

  test.each([
    ['a standard queue', queue(), false],
    ['a FIFO queue', queue({ FifoQueue: true }), true],
    ['a topic', { Type: 'AWS::SNS::Topic' }, true],
  ])('a queue with %s for dead letters', (_, dead, isFault) => {
    const target = dead.Type === 'AWS::SNS::Topic' ? { Ref: 'Dead' } : getAtt('Dead');
    const source = queue({ RedrivePolicy: { deadLetterTargetArn: target, maxReceiveCount: 3 } });
    expect(ids(besides({ Q: source, Dead: dead })).includes('error DeadLetterQueueKind Q')).toBe(isFault);
  });

  test.each([
    [5, []],
    [10, ['info VisibilityTimeoutTooShort Q']],
    [31, ['error VisibilityTimeoutTooShort Q']],
  ])('a function of %d s that polls a queue of 30 s', (Timeout, wanted) => {
    const found = ids(besides({ Q: queue(), Map: mapping }, functionWith({ Timeout })));
    expect(found.filter((each) => each.includes('VisibilityTimeoutTooShort'))).toEqual(wanted);
  });

  test('a function that is isolated by tenant cannot be subscribed', () => {
    const template = besides({}, functionWith({ TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }));
    expect(ids(template)).toContain('error TenantFunctionSubscribed Topic');
  });

  test.each([
    [undefined, true],
    ['Allow', false],
  ])('a function that publishes to its own topic, RecursiveLoop %s', (RecursiveLoop, isFault) => {
    const template = changed((draft) => {
      separately({})(draft);
      functionWith({
        Environment: { Variables: { TOPIC: { Ref: 'Topic' } } },
        ...(RecursiveLoop && { RecursiveLoop }),
      })(draft);
      draft.Resources['Publishes'] = {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'publish',
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' } }],
          },
        },
      };
    });
    expect(ids(template).includes('warning RecursiveLoop Function')).toBe(isFault);
  });

  test.each([
    [undefined, true],
    ['Permission', false],
  ])('a subscription with DependsOn %s', (DependsOn, isFault) => {
    const template = changed((draft) => {
      separately({})(draft);
      const sub = draft.Resources['Sub'];
      if (sub !== undefined && DependsOn !== undefined) sub.DependsOn = DependsOn;
    });
    expect(ids(template).includes('warning SubscriptionBeforePermission Sub')).toBe(isFault);
  });

  test.each([
    [undefined, true],
    ['Policy', false],
  ])('a function with DependsOn %s', (DependsOn, isFault) => {
    const template = changed((draft) => {
      const fn = draft.Resources['Function'];
      if (fn !== undefined && DependsOn !== undefined) fn.DependsOn = DependsOn;
    });
    expect(ids(template).includes('info FunctionBeforePolicy Function')).toBe(isFault);
  });

  test('a subscription of its own is not told of as one in the topic', () => {
    expect(ids(changed(() => undefined))).toContain('info InTopicSubscription Topic');
    expect(ids(subscribed({})).join()).not.toContain('InTopicSubscription');
  });
});
