// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import type { Answer, HopKind } from '../../../src/prove/proof.ts';
import { actor } from './roles-support.ts';
import {
  document,
  forService,
  fromArn,
  getAtt,
  hopOf,
  lambda,
  permission,
  proofOf,
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

const made = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
const runs = (...statements: readonly object[]): Resources => ({
  Role: role(...statements),
  Function: lambda(),
});
const rule = (target: object) =>
  made('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [{ Id: 't', ...target }],
  });
const root = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
const key = (...statements: readonly object[]) =>
  made('AWS::KMS::Key', {
    KeyPolicy: document(statement('kms:*', '*', { Principal: { AWS: root } }), ...statements),
  });
/** A role that a service may assume only under a condition. */
const trusting = (service: string, condition: object, ...statements: readonly object[]) => {
  const resources = { Actor: actor(service, ...statements) };
  set(resources, 'Actor.Properties.AssumeRolePolicyDocument.Statement.0.Condition', condition);
  return resources.Actor;
};
const account = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };
const anything = statement('*', '*');

function answer(resources: Resources, from: string, kind: HopKind, to: string): Answer {
  return hopOf(proofOf(resources), from, kind, to).answer;
}

describe('what takes an ARN takes no name and no URL', () => {
  const sends = (target: object, service = 'events.amazonaws.com'): Resources => ({
    ...runs(),
    Queue: queue(),
    Stream: made('AWS::Kinesis::Stream'),
    Topic: topic(),
    Rule: rule(target),
    Policy: queuePolicy('Queue', forService(service, 'sqs:SendMessage', '*')),
    Permission: permission({ Principal: service, SourceArn: undefined }),
    Actor: actor(service, anything),
  });
  it.each([
    ['the URL of a queue', { Arn: ref('Queue') }, 'deliver', 'Queue', /Queue is named by its URL/],
    [
      'the name of a function',
      { Arn: ref('Function') },
      'invoke',
      'Function',
      /Function is named by its name/,
    ],
    [
      'the name of a stream',
      { Arn: ref('Stream'), RoleArn: getAtt('Actor') },
      'deliver',
      'Stream',
      /Stream is named by its name/,
    ],
    [
      'the name of a role',
      { Arn: getAtt('Stream'), RoleArn: ref('Actor') },
      'deliver',
      'Stream',
      /Actor is named by its name/,
    ],
  ] as const)('%s', (_, target, kind, to, words) => {
    const hop = hopOf(proofOf(sends(target)), 'Rule', kind, to);
    expect(hop).toMatchObject({ answer: 'denied', because: expect.stringMatching(words) });
  });
  it('a subscribed function, and the role of a function', () => {
    const resources: Resources = {
      ...runs(),
      Topic: topic(),
      Subscription: subscription('lambda', ref('Function')),
      Permission: permission(),
    };
    expect(answer(resources, 'Topic', 'invoke', 'Function')).toBe('denied');
    set(resources, 'Function.Properties.Role', ref('Role'));
    expect(answer(resources, 'Function', 'assume', 'Role')).toBe('denied');
  });
});

describe('sources by which roles are assumed', () => {
  const schedule = (more: object): Resources => ({
    Group: made('AWS::Scheduler::ScheduleGroup'),
    Queue: queue(),
    Schedule: made('AWS::Scheduler::Schedule', {
      ...more,
      ScheduleExpression: 'rate(1 hour)',
      Target: { Arn: getAtt('Queue'), RoleArn: getAtt('Actor') },
    }),
    Actor: trusting(
      'scheduler.amazonaws.com',
      fromArn(getAtt('Group')),
      statement('sqs:SendMessage', getAtt('Queue')),
    ),
  });
  it('a schedule is of its group, and of no other', () => {
    expect(answer(schedule({ GroupName: ref('Group') }), 'Schedule', 'deliver', 'Queue')).toBe('allowed');
    expect(answer(schedule({}), 'Schedule', 'deliver', 'Queue')).toBe('denied');
  });
  it('of a rule, and of Firehose, no page tells: unknown', () => {
    const ruled: Resources = {
      Stream: made('AWS::Kinesis::Stream'),
      Rule: rule({ Arn: getAtt('Stream'), RoleArn: getAtt('Actor') }),
      Actor: trusting('events.amazonaws.com', fromArn(getAtt('Rule')), anything),
    };
    expect(answer(ruled, 'Rule', 'deliver', 'Stream')).toBe('unknown');
    const stored: Resources = {
      Bucket: made('AWS::S3::Bucket'),
      Stream: made('AWS::KinesisFirehose::DeliveryStream', {
        S3DestinationConfiguration: { BucketARN: getAtt('Bucket'), RoleARN: getAtt('Actor') },
      }),
      Actor: trusting('firehose.amazonaws.com', account, anything),
    };
    expect(answer(stored, 'Stream', 'deliver', 'Bucket')).toBe('unknown');
  });
});

describe('keys', () => {
  const streamed = (uses: string | string[]): Resources => ({
    Key: key(),
    Stream: made('AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: ref('Key') } }),
    Rule: rule({ Arn: getAtt('Stream'), RoleArn: getAtt('Actor') }),
    Actor: actor('events.amazonaws.com', statement(uses, getAtt('Key'))),
  });
  it('of a stream: whoever puts into it need not decrypt', () => {
    expect(answer(streamed('kms:GenerateDataKey'), 'Rule', 'encrypt', 'Key')).toBe('allowed');
    expect(answer(streamed('kms:Decrypt'), 'Rule', 'encrypt', 'Key')).toBe('denied');
  });

  it('of a queue: SNS is not known to tell its account', () => {
    const resources: Resources = {
      Topic: topic(),
      Queue: queue({ KmsMasterKeyId: ref('Key') }),
      Subscription: subscription('sqs', getAtt('Queue')),
      Key: key(forService('sns.amazonaws.com', ['kms:GenerateDataKey', 'kms:Decrypt'], '*', account)),
    };
    expect(answer(resources, 'Topic', 'encrypt', 'Key')).toBe('unknown');
  });

  it('of a queue that a function both fills and empties: for both', () => {
    const resources: Resources = {
      ...runs(
        statement(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], getAtt('Queue')),
        statement('sqs:SendMessage', getAtt('Queue')),
        statement('kms:Decrypt', getAtt('Key')),
      ),
      Key: key(),
      Queue: queue({ KmsMasterKeyId: ref('Key') }),
      Mapping: made('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: getAtt('Queue'),
        FunctionName: ref('Function'),
      }),
    };
    expect(hopOf(proofOf(resources), 'Function', 'encrypt', 'Key')).toMatchObject({
      answer: 'denied',
      because: expect.stringContaining('kms:GenerateDataKey'),
    });
  });

  it('of a bucket: code may choose another, Lambda does not', () => {
    const encryption = {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: getAtt('Key') } },
      ],
    };
    const resources: Resources = {
      ...runs(statement('s3:PutObject', { 'Fn::Sub': '${Bucket.Arn}/*' })),
      Key: key(),
      Bucket: made('AWS::S3::Bucket', { BucketEncryption: encryption }),
    };
    const byCode = hopOf(proofOf(resources), 'Function', 'encrypt', 'Key');
    expect(byCode).toMatchObject({ answer: 'unknown', because: expect.stringContaining('up to its code') });
    set(resources, 'Config', {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: ref('Function'),
        DestinationConfig: { OnFailure: { Destination: getAtt('Bucket') } },
      },
    });
    expect(answer(resources, 'Function', 'encrypt', 'Key')).toBe('denied');
  });
});

describe('the key of a table', () => {
  it('may have to be used by whoever reads its stream', () => {
    const resources: Resources = {
      ...runs(statement(['dynamodb:*'], getAtt('Table', 'StreamArn'))),
      Key: key(),
      Table: made('AWS::DynamoDB::Table', {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: getAtt('Key') },
      }),
      Mapping: made('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: getAtt('Table', 'StreamArn'),
        FunctionName: ref('Function'),
      }),
    };
    expect(answer(resources, 'Function', 'encrypt', 'Key')).toBe('unknown');
    set(
      resources,
      'Role.Properties.Policies.0.PolicyDocument.Statement.1',
      statement('kms:Decrypt', getAtt('Key')),
    );
    expect(answer(resources, 'Function', 'encrypt', 'Key')).toBe('allowed');
  });
});

describe('names that the service gives', () => {
  it.each([
    ['with the prefix of the stream', { Prefix: 'films/!{timestamp:yyyy}/' }, 'allowed'],
    ['without it', {}, 'denied'],
    ['with another for errors', { Prefix: 'films/', ErrorOutputPrefix: 'errors/' }, 'unknown'],
  ] as const)('of objects of Firehose, %s', (_, more, expected) => {
    const resources: Resources = {
      Bucket: made('AWS::S3::Bucket'),
      Stream: made('AWS::KinesisFirehose::DeliveryStream', {
        ExtendedS3DestinationConfiguration: {
          BucketARN: getAtt('Bucket'),
          RoleARN: getAtt('Actor'),
          ...(Object.keys(more).length === 0 ? {} : { ErrorOutputPrefix: 'films/errors/' }),
          ...more,
        },
      }),
      Actor: actor(
        'firehose.amazonaws.com',
        statement(['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'], {
          'Fn::Sub': '${Bucket.Arn}/films/*',
        }),
        statement(['s3:GetBucketLocation', 's3:ListBucket*'], getAtt('Bucket')),
      ),
    };
    expect(answer(resources, 'Stream', 'deliver', 'Bucket')).toBe(expected);
  });

  it('of an API destination, with and without its id', () => {
    const of = (arn: string): Resources => ({
      Destination: made('AWS::Events::ApiDestination', { Name: 'films' }),
      Rule: rule({ Arn: getAtt('Destination'), RoleArn: getAtt('Actor') }),
      Actor: actor('events.amazonaws.com', statement('events:InvokeApiDestination', { 'Fn::Sub': arn })),
    });
    const films = 'arn:aws:events:${AWS::Region}:${AWS::AccountId}:api-destination/films';
    expect(answer(of(`${films}/*`), 'Rule', 'invoke', 'Destination')).toBe('allowed');
    expect(answer(of(films), 'Rule', 'invoke', 'Destination')).toBe('unknown');
    expect(answer(of(`${films}-old/*`), 'Rule', 'invoke', 'Destination')).toBe('denied');
  });

  it('of any method, which ANY is not', () => {
    const resources: Resources = {
      ...runs(),
      Api: made('AWS::ApiGateway::RestApi'),
      Method: made('AWS::ApiGateway::Method', {
        RestApiId: ref('Api'),
        ResourceId: getAtt('Api', 'RootResourceId'),
        HttpMethod: 'ANY',
        Integration: {
          Uri: {
            'Fn::Sub':
              'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
          },
        },
      }),
      Permission: permission({
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/ANY/' },
      }),
    };
    expect(answer(resources, 'Api', 'invoke', 'Function')).toBe('denied');
    set(resources, 'Permission.Properties.SourceArn', {
      'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*/',
    });
    expect(answer(resources, 'Api', 'invoke', 'Function')).toBe('allowed');
  });
});

describe('calls that are not known here are told of', () => {
  const workflow = (states: object, ...statements: readonly object[]): Resources => ({
    Machine: made('AWS::StepFunctions::StateMachine', {
      RoleArn: getAtt('Actor'),
      Definition: { StartAt: 'A', States: states },
    }),
    Other: made('AWS::StepFunctions::StateMachine'),
    Actor: actor('states.amazonaws.com', ...statements),
  });
  it('of a workflow: unknown, with the role', () => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Parameters: {} };
    const hop = hopOf(proofOf(workflow({ A: task }, anything)), 'Machine', 'use', 'aws-sdk:s3:getObject');
    expect(hop).toMatchObject({
      answer: 'unknown',
      check: expect.stringContaining('Actor has to be allowed'),
    });
  });
  it('of a workflow that computes whom it calls', () => {
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { 'FunctionName.$': '$.f' },
    };
    expect(answer(workflow({ A: task }, anything), 'Machine', 'use', 'lambda:invoke')).toBe('unknown');
  });
  it('but not of an activity, whose workers come by themselves', () => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:eu-west-1:111122223333:activity:films' };
    const { hops } = proofOf(workflow({ A: task }, anything));
    expect(hops.filter(({ from, kind }) => from.label === 'Machine' && kind !== 'assume')).toEqual([]);
  });
  it('a workflow that waits for another one needs a rule, and is denied without', () => {
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { StateMachineArn: ref('Other') },
    };
    const hop = hopOf(
      proofOf(workflow({ A: task }, statement('states:*', '*'))),
      'Machine',
      'invoke',
      'Other',
    );
    expect(hop).toMatchObject({ answer: 'denied', because: expect.stringContaining('events:PutRule') });
  });

  const api = (service: string): Resources => ({
    Api: made('AWS::ApiGateway::RestApi'),
    Method: made('AWS::ApiGateway::Method', {
      RestApiId: ref('Api'),
      ResourceId: getAtt('Api', 'RootResourceId'),
      HttpMethod: 'POST',
      Integration: {
        Type: 'AWS',
        Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:states:action/StartExecution' },
        Credentials: getAtt('Actor'),
      },
    }),
    Actor: actor(service, anything),
  });
  it('of an API: unknown, and denied where its role does not let it in', () => {
    expect(answer(api('apigateway.amazonaws.com'), 'Api', 'use', 'states')).toBe('unknown');
    expect(answer(api('ec2.amazonaws.com'), 'Api', 'use', 'states')).toBe('denied');
  });

  it.each([
    [
      'AWS::ApiGateway::RestApi',
      { uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:states:action/StartExecution' } },
      'states',
    ],
    ['AWS::ApiGatewayV2::Api', { integrationSubtype: 'SQS-SendMessage' }, 'sqs'],
  ])('of the OpenAPI document of an %s: the same', (type, integration, service) => {
    const written = (principal: string): Resources => {
      const post = {
        'x-amazon-apigateway-integration': { ...integration, credentials: getAtt('Actor') },
      };
      return { Api: made(type, { Body: { paths: { '/': { post } } } }), Actor: actor(principal, anything) };
    };
    expect(answer(written('apigateway.amazonaws.com'), 'Api', 'use', service)).toBe('unknown');
    expect(answer(written('ec2.amazonaws.com'), 'Api', 'use', service)).toBe('denied');
  });

  it('one record or several, into which a pipe may make them: both are asked about', () => {
    const piped = (actions: string[]): Resources => ({
      Source: queue(),
      Target: made('AWS::KinesisFirehose::DeliveryStream'),
      Pipe: made('AWS::Pipes::Pipe', {
        RoleArn: getAtt('Actor'),
        Source: getAtt('Source'),
        Target: getAtt('Target'),
      }),
      Actor: actor('pipes.amazonaws.com', statement(actions, getAtt('Target'))),
    });
    const both = ['firehose:PutRecord', 'firehose:PutRecordBatch'];
    expect(answer(piped(both), 'Pipe', 'deliver', 'Target')).toBe('allowed');
    expect(answer(piped(['firehose:PutRecord']), 'Pipe', 'deliver', 'Target')).toBe('unknown');
  });
});
