import { type AuthorizationRequest, grantsBeyond, type Statement, smallestStatement } from '@wayleave/iam';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as who from './fixtures.ts';
import { AWAY, ask, FUNCTION, HOME, TOPIC } from './fixtures.ts';

const GROUP = `arn:aws:logs:us-east-1:${HOME}:log-group:/aws/lambda/video:*`;
const write = ask(who.session, { action: 'logs:PutLogEvents', resource: GROUP });
const create = ask(who.session, { action: 'logs:CreateLogStream', resource: GROUP });
const grant: Statement = {
  Effect: 'Allow',
  Action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
  Resource: GROUP,
};

const invoke = ask(who.sns, {
  action: 'lambda:InvokeFunction',
  resource: FUNCTION,
  context: { 'aws:SourceArn': TOPIC, 'aws:RequestedRegion': 'us-east-1' },
});
const permission: Statement = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: FUNCTION,
  Condition: { ArnLike: { 'aws:SourceArn': TOPIC } },
};
const { Condition: _unlimited, ...without } = permission;

type Case = readonly [
  name: string,
  statement: Statement,
  questions: readonly AuthorizationRequest[],
  beyond: readonly string[],
];

/** One test for each case: kind, element and words of what is beyond. */
function check(cases: readonly Case[]): void {
  for (const [name, statement, questions, beyond] of cases) {
    test(name, () => {
      const found = grantsBeyond(statement, questions);
      expect(found.map(({ kind, element, text }) => `${kind} ${element}: ${text}`)).toEqual(beyond);
    });
  }
}

describe('actions', () => {
  check([
    ['just those asked for', grant, [write, create], []],
    [
      'every action of a service',
      { ...grant, Action: 'logs:*' },
      [write, create],
      [
        'wide Action: logs:* allows every action of logs; asked for are logs:PutLogEvents, logs:CreateLogStream',
      ],
    ],
    [
      'every action',
      { ...grant, Action: '*' },
      [write],
      ['wide Action: * allows every action of every service; asked for is logs:PutLogEvents'],
    ],
    [
      'a pattern of actions',
      { ...grant, Action: 'logs:Put*' },
      [write],
      ['wide Action: logs:Put* allows every action that fits; asked for is logs:PutLogEvents'],
    ],
    [
      'an action too many',
      { ...grant, Action: ['logs:PutLogEvents', 'logs:DeleteLogGroup'] },
      [write],
      ['unneeded Action: nothing is asked for that needs logs:DeleteLogGroup'],
    ],
    [
      'a pattern too many',
      { ...grant, Action: ['logs:PutLogEvents', 's3:*'] },
      [write],
      ['unneeded Action: nothing is asked for that needs s3:*'],
    ],
    ['the case of an action is no matter', { ...grant, Action: 'LOGS:putlogevents' }, [write], []],
    [
      'all but some',
      { Effect: 'Allow', NotAction: 'iam:*', Resource: GROUP },
      [write],
      ['all-but Action: it allows every action but iam:*; asked for is logs:PutLogEvents'],
    ],
    [
      'many are counted',
      { ...grant, Action: 'logs:*' },
      ['A', 'B', 'C', 'D', 'E'].map((name) => ask(who.session, { action: `logs:${name}`, resource: GROUP })),
      ['wide Action: logs:* allows every action of logs; asked for are logs:A, logs:B, logs:C and 2 more'],
    ],
  ]);
});

describe('resources', () => {
  const stream = { ...write, resource: `${GROUP.slice(0, -1)}log-stream:a` };
  check([
    [
      'every resource',
      { ...grant, Action: 'logs:PutLogEvents', Resource: '*' },
      [write],
      [`wide Resource: * is every resource; asked for is ${GROUP}`],
    ],
    [
      'the logs of every group',
      { ...grant, Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:*:*:*' },
      [write],
      [`wide Resource: arn:aws:logs:*:*:* is all that fits; asked for is ${GROUP}`],
    ],
    ['a pattern that is asked for as such', { ...grant, Action: 'logs:PutLogEvents' }, [write], []],
    [
      'a pattern that is asked for, and a part of it',
      { ...grant, Action: 'logs:PutLogEvents' },
      [write, stream],
      [],
    ],
    [
      'a pattern of which a part is asked for',
      { ...grant, Action: 'logs:PutLogEvents' },
      [stream],
      [`wide Resource: ${GROUP} is all that fits; asked for is ${stream.resource}`],
    ],
    [
      'a resource too many',
      { ...grant, Action: 'logs:PutLogEvents', Resource: [GROUP, 'arn:aws:s3:::b'] },
      [write],
      ['unneeded Resource: nothing is asked for that needs arn:aws:s3:::b'],
    ],
    [
      '* where the action has no resource',
      { ...grant, Action: 'sns:ListTopics', Resource: '*' },
      [ask(who.session, { action: 'sns:ListTopics', resource: '*' })],
      [],
    ],
    [
      'all but some',
      { Effect: 'Allow', Action: 'logs:PutLogEvents', NotResource: 'arn:aws:s3:::*' },
      [write],
      [`all-but Resource: it is about every resource but arn:aws:s3:::*; asked for is ${GROUP}`],
    ],
    [
      'the article: all of logs on everything of logs',
      { Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:*:*' },
      [write, create],
      [
        'wide Action: logs:* allows every action of logs; asked for are logs:PutLogEvents, logs:CreateLogStream',
        `wide Resource: arn:aws:logs:*:*:* is all that fits; asked for is ${GROUP}`,
      ],
    ],
  ]);
});

describe('principals', () => {
  const publish = ask(who.session);
  const open: Statement = { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: TOPIC };
  const everyone = `wide Principal: * is everyone, of every account and without credentials; asked for is ${who.ROLE}`;
  check([
    ['everyone', open, [publish], [everyone]],
    ['everyone, spelt otherwise', { ...open, Principal: { AWS: '*' } }, [publish], [everyone]],
    ['everyone, which is asked for', open, [ask(who.anonymous)], []],
    [
      'the whole account',
      { ...open, Principal: { AWS: HOME } },
      [publish],
      [
        `wide Principal: ${HOME} is every principal of the account that its own policies let; asked for is ${who.ROLE}`,
      ],
    ],
    ['the account for its root user', { ...open, Principal: { AWS: HOME } }, [ask(who.root)], []],
    ['just the role', { ...open, Principal: { AWS: who.ROLE } }, [publish], []],
    [
      'one too many',
      { ...open, Principal: { AWS: [who.ROLE, AWAY] } },
      [publish],
      [`unneeded Principal: nothing is asked for that needs ${AWAY}`],
    ],
    [
      'a service too many',
      { ...permission, Principal: { Service: ['sns.amazonaws.com', 's3.amazonaws.com'] } },
      [invoke],
      ['unneeded Principal: nothing is asked for that needs s3.amazonaws.com'],
    ],
    [
      'all but some',
      { Effect: 'Allow', NotPrincipal: { AWS: AWAY }, Action: 'sns:Publish', Resource: TOPIC },
      [publish],
      [
        `all-but Principal: it is for all but those that it lists, callers without credentials among them; asked for is ${who.ROLE}`,
      ],
    ],
    [
      'everyone whom a condition lets through',
      { ...permission, Principal: '*' },
      [invoke],
      ['wide Principal: * is everyone whom aws:SourceArn lets through; asked for is sns.amazonaws.com'],
    ],
  ]);

  test('the conditions that limit everyone are told apart from those that do not', () => {
    const limited = (Condition: Statement['Condition']) =>
      grantsBeyond({ ...open, ...(Condition && { Condition }) }, [
        ask(who.session, { context: { 'aws:PrincipalOrgID': 'o-1', k: 'a' } }),
      ])[0]?.limitedBy;
    expect(limited({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })).toEqual(['aws:PrincipalOrgID']);
    expect(limited({ StringNotEquals: { k: 'b' } })).toBeUndefined();
    expect(limited({ StringEqualsIfExists: { k: 'a' } })).toBeUndefined();
    expect(limited({ 'ForAllValues:StringEquals': { k: 'a' } })).toBeUndefined();
    expect(limited({ Null: { k: 'false' } })).toBeUndefined();
  });
});

describe('conditions', () => {
  const topics = 'arn:aws:sns:*:*:*';
  const bucket = ask(
    { type: 'service', arn: 's3.amazonaws.com' },
    {
      action: 'lambda:InvokeFunction',
      resource: FUNCTION,
      context: { 'aws:SourceArn': 'arn:aws:s3:::b', 'aws:SourceAccount': HOME },
    },
  );
  const s3: Statement = { ...permission, Principal: { Service: 's3.amazonaws.com' } };
  const both = {
    ...invoke,
    context: { 'aws:SourceArn': TOPIC, 'aws:SourceAccount': HOME, 'aws:SourceOrgID': 'o-1' },
  };
  check([
    ['the source, just so', permission, [invoke], []],
    [
      'no source: whoever uses the service',
      without,
      [invoke],
      [`missing Condition: aws:SourceArn may be anything, of any account; asked for is ${TOPIC}`],
    ],
    [
      'any topic of any account',
      { ...permission, Condition: { ArnLike: { 'aws:SourceArn': topics } } },
      [invoke],
      [`wide Condition: aws:SourceArn may be all that fits ${topics}; asked for is ${TOPIC}`],
    ],
    [
      'anything of the account',
      { ...permission, Condition: { StringEquals: { 'AWS:SourceAccount': HOME } } },
      [both],
      [
        `wide Condition: aws:SourceArn may be anything that aws:SourceAccount lets through; asked for is ${TOPIC}`,
      ],
    ],
    ['an ARN with its account needs no account', permission, [both], []],
    [
      'a bucket without its account',
      { ...s3, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } } },
      [bucket],
      [`missing Condition: aws:SourceAccount may be anything, of any account; asked for is ${HOME}`],
    ],
    [
      'a bucket with its account',
      {
        ...s3,
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' },
          StringEquals: { 'aws:SourceAccount': HOME },
        },
      },
      [bucket],
      [],
    ],
    [
      'a condition that holds without the key',
      { ...permission, Condition: { ArnLikeIfExists: { 'aws:SourceArn': TOPIC } } },
      [invoke],
      [`missing Condition: aws:SourceArn may be anything, of any account; asked for is ${TOPIC}`],
    ],
    [
      'a partner without its external id',
      { Effect: 'Allow', Principal: { AWS: who.stranger.arn }, Action: 'sts:AssumeRole' },
      [
        ask(who.stranger, {
          action: 'sts:AssumeRole',
          resource: who.ROLE,
          context: { 'sts:ExternalId': 'x1' },
        }),
      ],
      ['missing Condition: sts:ExternalId may be anything, of any account; asked for is x1'],
    ],
    [
      'a service that sends no source',
      without,
      [ask(who.sns, { action: 'lambda:InvokeFunction', resource: FUNCTION })],
      [],
    ],
    [
      'an identity policy is about no source',
      { ...grant, Action: 'logs:PutLogEvents' },
      [{ ...write, context: { 'aws:SourceArn': TOPIC } }],
      [],
    ],
  ]);
});

describe('a statement as a whole', () => {
  const nothing = ['unneeded Statement: nothing that it allows is asked for'];
  check([
    ['nothing of it is asked for', { ...grant, Action: 's3:*' }, [write], nothing],
    [
      'it is for another source',
      permission,
      [{ ...invoke, context: { 'aws:SourceArn': `${TOPIC}2` } }],
      nothing,
    ],
    ['nothing is asked for at all', grant, [], nothing],
    ['a Deny grants nothing', { Effect: 'Deny', Action: '*', Resource: '*' }, [write], []],
  ]);
});

const asks = fc.array(
  fc
    .record({
      principal: fc.constantFrom(who.sns, who.user, who.session, who.stranger),
      action: fc.constantFrom('sns:Publish', 'sns:Subscribe'),
      resource: fc.constantFrom(TOPIC, `${TOPIC}2`, GROUP),
      source: fc.constantFrom(undefined, 'arn:aws:s3:::b', TOPIC),
    })
    .map(({ principal, action, resource, source }) =>
      ask(principal, { action, resource, context: source === undefined ? {} : { 'aws:SourceArn': source } }),
    ),
  { minLength: 1, maxLength: 6 },
);

test('the smallest statement allows nothing beyond what it was made of', () => {
  fc.assert(
    fc.property(asks, fc.constantFrom('identity' as const, 'resource' as const), (questions, kind) => {
      for (const statement of smallestStatement(questions, { kind })) {
        expect(grantsBeyond(statement, questions)).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
