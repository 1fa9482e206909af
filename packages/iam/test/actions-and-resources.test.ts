// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import { evaluate, type Statement } from '@wayleave/iam';
import { expect, test } from 'vitest';
import { ask, HOME, policy, session, TOPIC, user } from './fixtures.ts';

const LOGS = `arn:aws:logs:us-east-1:${HOME}:log-group:/aws/lambda/video:*`;
const STREAM = `arn:aws:logs:us-east-1:${HOME}:log-group:/aws/lambda/video:log-stream:2026/11/23/[$LATEST]ab`;

type Case = readonly [
  name: string,
  parts: Partial<Statement>,
  action: string,
  resource: string,
  allowed: boolean,
];

const cases: readonly Case[] = [
  [
    'the very action on the very resource',
    { Action: 'sns:Publish', Resource: TOPIC },
    'sns:Publish',
    TOPIC,
    true,
  ],
  ['another action', { Action: 'sns:Publish', Resource: TOPIC }, 'sns:Subscribe', TOPIC, false],
  ['another resource', { Action: 'sns:Publish', Resource: TOPIC }, 'sns:Publish', `${TOPIC}2`, false],
  [
    'a part of the resource',
    { Action: 'sns:Publish', Resource: TOPIC },
    'sns:Publish',
    TOPIC.slice(0, -1),
    false,
  ],
  ['the action in another case', { Action: 'SNS:publish', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['the asked action in another case', { Action: 'sns:Publish', Resource: '*' }, 'SNS:PUBLISH', TOPIC, true],
  [
    'the resource in another case',
    { Action: '*', Resource: TOPIC.toUpperCase() },
    'sns:Publish',
    TOPIC,
    false,
  ],
  [
    'one of several actions',
    { Action: ['sns:Subscribe', 'sns:Publish'], Resource: '*' },
    'sns:Publish',
    TOPIC,
    true,
  ],
  [
    'none of several actions',
    { Action: ['sns:Subscribe', 'sns:List*'], Resource: '*' },
    'sns:Publish',
    TOPIC,
    false,
  ],
  ['an empty list of actions', { Action: [], Resource: '*' }, 'sns:Publish', TOPIC, false],
  ['every action', { Action: '*', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['every action by *:*', { Action: '*:*', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['every action of the service', { Action: 'sns:*', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['every action of another service', { Action: 'sqs:*', Resource: '*' }, 'sns:Publish', TOPIC, false],
  ['an action that begins alike', { Action: 'sns:Pub*', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['an action that ends alike', { Action: 'sns:*ish', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['an action with * inside', { Action: 'sns:P*h', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['? for one character', { Action: 'sns:Publis?', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['? for no character', { Action: 'sns:Publish?', Resource: '*' }, 'sns:Publish', TOPIC, false],
  ['? for two characters', { Action: 'sns:Publi?', Resource: '*' }, 'sns:Publish', TOPIC, false],
  ['* for no character', { Action: 'sns:Publish*', Resource: '*' }, 'sns:Publish', TOPIC, true],
  [
    'no pattern of regular expressions',
    { Action: 'sns:P.blish', Resource: '*' },
    'sns:Publish',
    TOPIC,
    false,
  ],
  ['no variable in an action', { Action: 'sns:${aws:username}', Resource: '*' }, 'sns:ana', TOPIC, false],
  ['all actions but others', { NotAction: 'iam:*', Resource: '*' }, 'sns:Publish', TOPIC, true],
  ['all actions but this', { NotAction: 'sns:publish', Resource: '*' }, 'sns:Publish', TOPIC, false],
  ['all actions but several', { NotAction: ['iam:*', 'sns:*'], Resource: '*' }, 'sns:Publish', TOPIC, false],
  ['every topic', { Action: '*', Resource: `arn:aws:sns:us-east-1:${HOME}:*` }, 'sns:Publish', TOPIC, true],
  [
    'every topic of any region',
    { Action: '*', Resource: 'arn:aws:sns:*:*:uploads' },
    'sns:Publish',
    TOPIC,
    true,
  ],
  [
    'every topic of another account',
    { Action: '*', Resource: 'arn:aws:sns:*:4444*:*' },
    'sns:Publish',
    TOPIC,
    false,
  ],
  ['another partition', { Action: '*', Resource: 'arn:aws-cn:sns:*:*:*' }, 'sns:Publish', TOPIC, false],
  [
    'one of several resources',
    { Action: '*', Resource: ['arn:aws:s3:::b', TOPIC] },
    'sns:Publish',
    TOPIC,
    true,
  ],
  ['all resources but another', { Action: '*', NotResource: 'arn:aws:s3:::*' }, 'sns:Publish', TOPIC, true],
  ['all resources but this', { Action: '*', NotResource: TOPIC }, 'sns:Publish', TOPIC, false],
  [
    'all resources but several',
    { Action: '*', NotResource: ['arn:aws:s3:::*', '*:uploads'] },
    'sns:Publish',
    TOPIC,
    false,
  ],
  ['no Resource element in an identity policy', { Action: '*' }, 'sns:Publish', TOPIC, false],
  ['a log stream under its group', { Action: '*', Resource: LOGS }, 'logs:PutLogEvents', STREAM, true],
  [
    'a log group without :*',
    { Action: '*', Resource: LOGS.slice(0, -2) },
    'logs:PutLogEvents',
    STREAM,
    false,
  ],
  ['all of logs', { Action: 'logs:*', Resource: 'arn:aws:logs:*:*:*' }, 'logs:PutLogEvents', STREAM, true],
  [
    'an object in a bucket',
    { Action: '*', Resource: 'arn:aws:s3:::b/*' },
    's3:GetObject',
    'arn:aws:s3:::b/a/c.mp4',
    true,
  ],
  [
    'a bucket by the pattern of its objects',
    { Action: '*', Resource: 'arn:aws:s3:::b/*' },
    's3:ListBucket',
    'arn:aws:s3:::b',
    false,
  ],
  [
    'a key with a colon',
    { Action: '*', Resource: 'arn:aws:s3:::b/*/c' },
    's3:GetObject',
    'arn:aws:s3:::b/x:y/c',
    true,
  ],
  ['* as the resource of an action without one', { Action: '*', Resource: '*' }, 'sns:ListTopics', '*', true],
  ['a topic for an action without resource', { Action: '*', Resource: TOPIC }, 'sns:ListTopics', '*', false],
  [
    'one character beyond the basic plane for ?',
    { Action: '*', Resource: 'arn:aws:s3:::b/?' },
    's3:GetObject',
    'arn:aws:s3:::b/🎬',
    true,
  ],
  [
    'a variable in the resource',
    { Action: '*', Resource: 'arn:aws:s3:::b/${aws:username}/*' },
    's3:GetObject',
    'arn:aws:s3:::b/ana/1',
    true,
  ],
  [
    'another one than the variable says',
    { Action: '*', Resource: 'arn:aws:s3:::b/${aws:username}/*' },
    's3:GetObject',
    'arn:aws:s3:::b/bo/1',
    false,
  ],
  [
    'a variable before the fifth colon',
    { Action: '*', Resource: 'arn:aws:sns:us-east-1:${aws:PrincipalAccount}:uploads' },
    'sns:Publish',
    TOPIC,
    false,
  ],
  [
    'an escaped asterisk',
    { Action: '*', Resource: 'arn:aws:s3:::b/${*}' },
    's3:GetObject',
    'arn:aws:s3:::b/*',
    true,
  ],
  [
    'an escaped asterisk for other text',
    { Action: '*', Resource: 'arn:aws:s3:::b/${*}' },
    's3:GetObject',
    'arn:aws:s3:::b/a',
    false,
  ],
  [
    'an escaped question mark',
    { Action: '*', Resource: 'arn:aws:s3:::b/${?}' },
    's3:GetObject',
    'arn:aws:s3:::b/a',
    false,
  ],
  [
    'an escaped dollar',
    { Action: '*', Resource: 'arn:aws:s3:::b/${$}{x}' },
    's3:GetObject',
    'arn:aws:s3:::b/${x}',
    true,
  ],
  [
    'a default of a variable',
    { Action: '*', Resource: "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}" },
    's3:GetObject',
    'arn:aws:s3:::b/none',
    true,
  ],
  [
    'a variable without value',
    { Action: '*', Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}' },
    's3:GetObject',
    'arn:aws:s3:::b/',
    false,
  ],
  [
    'all but a variable without value',
    { Action: '*', NotResource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}' },
    's3:GetObject',
    'arn:aws:s3:::b/',
    false,
  ],
  [
    'a variable that is not closed',
    { Action: '*', Resource: 'arn:aws:s3:::b/${x' },
    's3:GetObject',
    'arn:aws:s3:::b/${x',
    true,
  ],
];

test.each(cases)('%s', (_, parts, action, resource, allowed) => {
  const identity = [policy('p', { Effect: 'Allow', ...parts })];
  expect(evaluate(ask(user, { action, resource }), { identity }).allowed).toBe(allowed);
});

test('a policy without version, or of 2008, takes a variable as plain text', () => {
  const Statement = { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b/${aws:username}' } as const;
  for (const document of [{ Statement }, { Version: '2008-10-17', Statement } as const]) {
    const allowed = (resource: string) =>
      evaluate(ask(user, { resource }), { identity: [{ name: 'p', document }] }).allowed;
    expect(allowed('arn:aws:s3:::b/ana')).toBe(false);
    expect(allowed('arn:aws:s3:::b/${aws:username}')).toBe(true);
  }
});

test('what a variable stands for is never a wildcard', () => {
  const identity = [
    policy('p', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/t}/x' }),
  ];
  const request = ask(user, { resource: 'arn:aws:s3:::b/secret/x', context: { 'aws:PrincipalTag/t': '*' } });
  expect(evaluate(request, { identity }).allowed).toBe(false);
});

test('the user name is no variable for a role', () => {
  const identity = [
    policy('p', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b/${aws:username}' }),
  ];
  expect(evaluate(ask(session, { resource: 'arn:aws:s3:::b/video' }), { identity }).allowed).toBe(false);
});
