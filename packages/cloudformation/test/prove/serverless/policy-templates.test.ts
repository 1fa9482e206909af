import { describe, expect, it } from 'vitest';
import { OF_CONTENT } from '../../../src/prove/model/serverless/policy-templates/of-content.ts';
import { OF_OPERATIONS } from '../../../src/prove/model/serverless/policy-templates/of-operations.ts';
import { OF_WIRING } from '../../../src/prove/model/serverless/policy-templates/of-wiring.ts';
import {
  isPolicyTemplate,
  policyTemplateDocument,
} from '../../../src/prove/model/serverless/policy-templates/policy-template.ts';
import { getAtt, queue, type Resources, ref, topic } from '../hops/support.ts';
import { expectHops, fn, proofOfSam } from './support.ts';

const table = { Type: 'AWS::DynamoDB::Table' };

/** What a template lets a function do, and the same with the name of something else. */
const USED: readonly (readonly [
  policy: string,
  parameter: string,
  target: object,
  name: (id: string) => unknown,
])[] = [
  ['SQSSendMessagePolicy', 'QueueName', queue(), (id) => getAtt(id, 'QueueName')],
  ['SNSPublishMessagePolicy', 'TopicName', topic(), (id) => getAtt(id, 'TopicName')],
  ['DynamoDBCrudPolicy', 'TableName', table, ref],
  ['DynamoDBReadPolicy', 'TableName', table, ref],
  ['S3ReadPolicy', 'BucketName', { Type: 'AWS::S3::Bucket' }, ref],
  ['KinesisCrudPolicy', 'StreamName', { Type: 'AWS::Kinesis::Stream' }, ref],
  ['LambdaInvokePolicy', 'FunctionName', fn(), ref],
  ['AWSSecretsManagerGetSecretValuePolicy', 'SecretArn', { Type: 'AWS::SecretsManager::Secret' }, ref],
  ['EventBridgePutEventsPolicy', 'EventBusName', { Type: 'AWS::Events::EventBus' }, ref],
  [
    'StepFunctionsExecutionPolicy',
    'StateMachineName',
    { Type: 'AWS::StepFunctions::StateMachine' },
    (id) => getAtt(id, 'Name'),
  ],
];

describe('a policy template', () => {
  for (const [policy, parameter, target, name] of USED) {
    const told = (id: string): Resources => ({
      Target: target,
      Other: target,
      Video: fn({
        Environment: { Variables: { TARGET: ref('Target') } },
        Policies: [{ [policy]: { [parameter]: name(id) } }],
      }),
    });

    it(`lets the function at what it names, and at nothing else: ${policy}`, () => {
      const kind = policy === 'SNSPublishMessagePolicy' ? 'publish' : 'use';
      expectHops(proofOfSam(told('Target')), { [`Video ${kind} Target`]: 'allowed' });
      expectHops(proofOfSam(told('Other')), { 'Video use Target': 'denied' });
    });
  }

  it('is refused without its parameters, and is no template with more than its name', () => {
    expect(policyTemplateDocument({ SQSPollerPolicy: {} })).toBeUndefined();
    expect(policyTemplateDocument({ SQSPollerPolicy: 'jobs' })).toBeUndefined();
    expect(policyTemplateDocument({ NoSuchPolicy: {} })).toBeUndefined();
    expect(isPolicyTemplate({ SQSPollerPolicy: {}, More: {} })).toBe(false);
    expect(isPolicyTemplate('SQSPollerPolicy')).toBe(false);
  });

  it('keeps its condition', () => {
    const document = policyTemplateDocument({
      EFSWriteAccessPolicy: { FileSystem: 'fs-1', AccessPoint: 'ap-1' },
    });
    expect(document).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              'elasticfilesystem:AccessPointArn': {
                'Fn::Sub': [
                  expect.stringMatching(/access-point\/\$\{AccessPoint\}$/),
                  { AccessPoint: 'ap-1' },
                ],
              },
            },
          },
        },
      ],
    });
  });

  it('is there by each of its names, once, with actions of one service and resources of a known form', () => {
    const all = [...OF_WIRING, ...OF_CONTENT, ...OF_OPERATIONS];
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
    for (const [name, statements] of all) {
      expect(name).toMatch(/^[A-Z][A-Za-z0-9]+(_v2)?$/);
      for (const [actions, resources] of statements) {
        expect(actions).toMatch(/^[a-z0-9-]+:[A-Za-z0-9* ]+$/);
        for (const resource of [resources].flat())
          expect(resource).toMatch(/^(\*|\{[A-Z][A-Za-z]+\}|[a-z0-9-]+:::?[^$]+)$/);
      }
    }
  });
});
