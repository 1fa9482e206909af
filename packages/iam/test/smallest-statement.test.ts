import {
  type AuthorizationRequest,
  evaluate,
  type Principal,
  parsePolicyDocument,
  type Statement,
  smallestStatement,
} from '@wayleave/iam';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as who from './fixtures.ts';
import { AWAY, ask, FUNCTION, HOME, TOPIC } from './fixtures.ts';

const GROUP = `arn:aws:logs:us-east-1:${HOME}:log-group:/aws/lambda/video:*`;
const QUEUE = `arn:aws:sqs:us-east-1:${HOME}:undelivered`;
const write = (action: string, resource = GROUP) => ask(who.session, { action, resource });
const invoke = (source: string, more: Partial<AuthorizationRequest> = {}) =>
  ask(who.sns, {
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
    context: { 'aws:SourceArn': source },
    ...more,
  });

describe('in an identity policy', () => {
  test('names no principal and joins the actions on a resource', () => {
    const questions = [write('logs:PutLogEvents'), write('logs:CreateLogStream'), write('logs:PutLogEvents')];
    expect(smallestStatement(questions, { kind: 'identity', sid: 'Logs' })).toEqual([
      {
        Sid: 'Logs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: GROUP,
      },
    ]);
  });

  test('joins resources with the same actions, and those only', () => {
    const questions = [
      write('sqs:SendMessage', QUEUE),
      write('sqs:SendMessage', `${QUEUE}2`),
      write('logs:PutLogEvents'),
    ];
    expect(smallestStatement(questions, { kind: 'identity', sid: 'Use' })).toEqual([
      { Sid: 'Use', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: GROUP },
      { Sid: 'Use2', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: [QUEUE, `${QUEUE}2`] },
    ]);
  });

  test('never grants what was not asked for by joining', () => {
    const questions = [write('sqs:SendMessage', 'a'), write('sqs:SendMessage', 'b'), write('sqs:Purge', 'a')];
    expect(smallestStatement(questions, { kind: 'identity' })).toEqual([
      { Effect: 'Allow', Action: ['sqs:Purge', 'sqs:SendMessage'], Resource: 'a' },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'b' },
    ]);
  });

  test('has conditions only on request', () => {
    const question = ask(who.session, {
      action: 'kms:Decrypt',
      context: { 'aws:SourceArn': TOPIC, 'kms:ViaService': 'sqs.us-east-1.amazonaws.com', n: 3, b: true },
    });
    const conditions = (conditionKeys?: readonly string[]) =>
      smallestStatement([question], { kind: 'identity', ...(conditionKeys && { conditionKeys }) })[0]
        ?.Condition;
    expect(conditions()).toBeUndefined();
    expect(conditions(['KMS:ViaService', 'n', 'b', 'absent'])).toEqual({
      StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' },
      NumericEquals: { n: '3' },
      Bool: { b: 'true' },
    });
  });
});

describe('in a resource policy', () => {
  test('names the service and its source', () => {
    expect(smallestStatement([invoke(TOPIC)], { kind: 'resource' })).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: FUNCTION,
        Condition: { ArnLike: { 'aws:SourceArn': TOPIC } },
      },
    ]);
  });

  test('leaves an account out that the ARN of the source says already', () => {
    const context = { 'aws:SourceArn': TOPIC, 'aws:SourceAccount': HOME };
    const [statement] = smallestStatement([invoke('', { context })], { kind: 'resource' });
    expect(statement?.Condition).toEqual({ ArnLike: { 'aws:SourceArn': TOPIC } });
  });

  test('keeps an account that the ARN of the source does not say', () => {
    const context = { 'aws:SourceArn': 'arn:aws:s3:::b', 'aws:SourceAccount': HOME };
    const [statement] = smallestStatement([invoke('', { context })], { kind: 'resource' });
    expect(statement?.Condition).toEqual({
      ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' },
      StringEquals: { 'aws:SourceAccount': HOME },
    });
  });

  test('joins several sources', () => {
    const statements = smallestStatement([invoke(`${TOPIC}2`), invoke(TOPIC)], { kind: 'resource' });
    expect(statements.map(({ Condition }) => Condition)).toEqual([
      { ArnLike: { 'aws:SourceArn': [TOPIC, `${TOPIC}2`] } },
    ]);
  });

  const principals: ReadonlyArray<readonly [principal: Principal, element: Statement['Principal']]> = [
    [who.user, { AWS: who.user.arn }],
    [who.session, { AWS: who.ROLE }],
    [who.root, { AWS: who.root.arn }],
    [who.federatedUser, { AWS: who.federatedUser.arn }],
    [who.google, { Federated: 'accounts.google.com' }],
    [who.anonymous, '*'],
  ];
  test.each(principals)('%o is %o', (principal, element) => {
    const statements = smallestStatement([ask(principal)], { kind: 'resource' });
    expect(statements.map(({ Principal }) => Principal)).toEqual([element]);
  });

  test('joins principals of several kinds', () => {
    const [statement] = smallestStatement([ask(who.user), ask(who.sns), ask(who.stranger)], {
      kind: 'resource',
    });
    expect(statement?.Principal).toEqual({
      AWS: [who.user.arn, who.stranger.arn],
      Service: 'sns.amazonaws.com',
    });
  });
});

describe('in a trust policy', () => {
  test('has no resource, and the external id', () => {
    const assume = { action: 'sts:AssumeRole', resource: who.ROLE };
    const partner = ask(who.stranger, { ...assume, context: { 'sts:ExternalId': 'x1' } });
    const statements = smallestStatement([partner], { kind: 'trust' });
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: who.stranger.arn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'x1' } },
      },
    ]);
  });

  test('has the audience and subject of a token', () => {
    const context = {
      'accounts.google.com:aud': 'app',
      'accounts.google.com:sub': '1',
      'aws:SourceIp': '1.1.1.1',
    };
    const question = ask(who.google, {
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: who.ROLE,
      context,
    });
    expect(smallestStatement([question], { kind: 'trust' })[0]?.Condition).toEqual({
      StringEquals: { 'accounts.google.com:aud': 'app', 'accounts.google.com:sub': '1' },
    });
  });
});

test('nothing asked, nothing granted', () => {
  expect(smallestStatement([], { kind: 'resource' })).toEqual([]);
});

const services = ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com'];
const question = fc.record({
  service: fc.constantFrom(...services),
  action: fc.constantFrom('sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'),
  resource: fc.constantFrom(QUEUE, `${QUEUE}2`),
  source: fc.constantFrom(undefined, TOPIC, `arn:aws:sns:us-east-1:${AWAY}:uploads`),
});
const asked = ({
  service,
  action,
  resource,
  source,
}: typeof question extends fc.Arbitrary<infer Q> ? Q : never) =>
  ask(
    { type: 'service', arn: service },
    { action, resource, context: source === undefined ? {} : { 'aws:SourceArn': source } },
  );

test('allows exactly what is asked, whatever the order, and is in order itself', () => {
  fc.assert(
    fc.property(fc.array(question, { minLength: 1, maxLength: 8 }), question, (list, other) => {
      const statements = smallestStatement(list.map(asked), { kind: 'resource' });
      expect(smallestStatement(list.toReversed().map(asked), { kind: 'resource' })).toEqual(statements);
      const document = parsePolicyDocument(
        { Version: '2012-10-17', Statement: statements },
        { kind: 'resource' },
      );
      const allowed = (one: typeof other) =>
        evaluate(asked(one), { identity: [], resource: { name: 'p', document } }).allowed;
      for (const one of list) expect(allowed(one)).toBe(true);
      // A question without a source asks for all sources.
      const isAsked = list.some(
        (one) =>
          one.service === other.service &&
          one.action === other.action &&
          one.resource === other.resource &&
          (one.source === undefined || one.source === other.source),
      );
      expect(allowed(other)).toBe(isAsked);
    }),
    { numRuns: 500 },
  );
});
