import { evaluate, type Principal, type PrincipalElement } from '@wayleave/iam';
import { expect, test } from 'vitest';
import * as who from './fixtures.ts';
import { AWAY, ask, document, HOME, ROLE } from './fixtures.ts';

const ROOT = `arn:aws:iam::${HOME}:root`;
const USER = who.user.arn;
const SESSION = who.session.arn;
const canonical: Principal = { ...who.user, canonicalUserId: '79a5' };
const pathless: Principal = { type: 'assumed-role', arn: `arn:aws:sts::${HOME}:assumed-role/plain/s` };

/** Whether a Deny for the element, beside an Allow for everyone, denies the principal. */
function denied(
  principal: Principal,
  parts: { Principal: PrincipalElement } | { NotPrincipal: PrincipalElement },
) {
  const resource = {
    name: 'topic policy',
    document: document(
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
      { Effect: 'Deny', ...parts, Action: '*', Resource: '*' },
    ),
  };
  return evaluate(ask(principal), { identity: [], resource }).decision === 'ExplicitDeny';
}

const named: ReadonlyArray<
  readonly [name: string, principal: Principal, element: PrincipalElement, speaksOf: boolean]
> = [
  ['everyone is a user', who.user, '*', true],
  ['everyone is a service', who.sns, '*', true],
  ['everyone is an anonymous caller', who.anonymous, '*', true],
  ['AWS * is everyone too', who.anonymous, { AWS: '*' }, true],
  ['an account id is its users', who.user, { AWS: HOME }, true],
  ['an account id is its sessions', who.session, { AWS: HOME }, true],
  ['an account id is its root user', who.root, { AWS: HOME }, true],
  ['an account id is nobody elsewhere', who.stranger, { AWS: HOME }, false],
  ['an account id is no service', who.sns, { AWS: HOME }, false],
  ['an account id is no anonymous caller', who.anonymous, { AWS: HOME }, false],
  ['a root ARN is the account', who.user, { AWS: ROOT }, true],
  [
    'a root ARN of another partition is another account',
    who.user,
    { AWS: ROOT.replace('aws', 'aws-cn') },
    false,
  ],
  ['a user ARN is the user', who.user, { AWS: USER }, true],
  ['a user ARN has case', who.user, { AWS: USER.replace('ana', 'Ana') }, false],
  ['a user ARN has no wildcards', who.user, { AWS: `arn:aws:iam::${HOME}:user/*` }, false],
  ['a user ARN needs its path', who.user, { AWS: `arn:aws:iam::${HOME}:user/ana` }, false],
  ['a unique id is the user', who.user, { AWS: 'AIDAANA' }, true],
  ['a role ARN is its sessions', who.session, { AWS: ROLE }, true],
  [
    'a role ARN is derived for a role without a path',
    pathless,
    { AWS: `arn:aws:iam::${HOME}:role/plain` },
    true,
  ],
  ['a unique id of a role is its sessions', who.session, { AWS: 'AROAVIDEO' }, true],
  ['a session ARN is the session', who.session, { AWS: SESSION }, true],
  ['a session ARN is not another session', who.session, { AWS: `${SESSION}0` }, false],
  ['a session ARN has no wildcards', who.session, { AWS: SESSION.replace('run-1', '*') }, false],
  ['one of several', who.user, { AWS: [AWAY, USER] }, true],
  ['a federated user by its session', who.federatedUser, { AWS: who.federatedUser.arn }, true],
  ['a federated user by its account', who.federatedUser, { AWS: HOME }, true],
  ['a service by its name', who.sns, { Service: 'sns.amazonaws.com' }, true],
  ['a service among several', who.sns, { Service: ['s3.amazonaws.com', 'sns.amazonaws.com'] }, true],
  ['another service', who.sns, { Service: 's3.amazonaws.com' }, false],
  ['a service of a region is another', who.sns, { Service: 'sns.af-south-1.amazonaws.com' }, false],
  ['a service is no AWS principal', who.sns, { AWS: 'sns.amazonaws.com' }, false],
  [
    'a user is no service',
    { ...who.user, arn: 'sns.amazonaws.com' },
    { Service: 'sns.amazonaws.com' },
    false,
  ],
  ['an identity provider by its name', who.google, { Federated: 'accounts.google.com' }, true],
  ['another identity provider', who.google, { Federated: 'www.amazon.com' }, false],
  ['a canonical user by its id', canonical, { CanonicalUser: '79a5' }, true],
  ['another canonical user', canonical, { CanonicalUser: '79a6' }, false],
  ['a canonical user of whom no id is known', who.user, { CanonicalUser: '79a5' }, false],
];

test.each(named)('Principal: %s', (_, principal, element, speaksOf) => {
  expect(denied(principal, { Principal: element })).toBe(speaksOf);
});

const spared: ReadonlyArray<
  readonly [name: string, principal: Principal, element: PrincipalElement, spared: boolean]
> = [
  ['a user with its account', who.user, { AWS: [USER, ROOT] }, true],
  ['a user with its account id', who.user, { AWS: [USER, HOME] }, true],
  ['a user without its account', who.user, { AWS: USER }, false],
  ['an account without the user', who.user, { AWS: ROOT }, false],
  ['a session with its role and account', who.session, { AWS: [SESSION, ROLE, ROOT] }, true],
  ['a session without its role', who.session, { AWS: [SESSION, ROOT] }, false],
  ['a role without the session', who.session, { AWS: [ROLE, ROOT] }, false],
  ['the root user by its account', who.root, { AWS: HOME }, true],
  ['a service by its name', who.sns, { Service: 'sns.amazonaws.com' }, true],
  ['another service', who.sns, { Service: 's3.amazonaws.com' }, false],
  ['everyone', who.session, '*', true],
  ['another user', who.stranger, { AWS: [USER, ROOT] }, false],
  ['an anonymous caller', who.anonymous, { AWS: HOME }, false],
];

test.each(spared)('NotPrincipal of a Deny: %s', (_, principal, element, spares) => {
  expect(denied(principal, { NotPrincipal: element })).toBe(!spares);
});

test('a statement of a resource policy without a principal speaks of nobody', () => {
  const resource = { name: 'p', document: document({ Effect: 'Allow', Action: '*', Resource: '*' }) };
  expect(evaluate(ask(who.sns), { identity: [], resource }).allowed).toBe(false);
});

test('Allow with NotPrincipal is for all others', () => {
  const resource = {
    name: 'p',
    document: document({
      Effect: 'Allow',
      NotPrincipal: { Service: 's3.amazonaws.com' },
      Action: '*',
      Resource: '*',
    }),
  };
  expect(evaluate(ask(who.sns), { identity: [], resource }).allowed).toBe(true);
});

const implied: ReadonlyArray<readonly [principal: Principal, key: string, value: string]> = [
  [who.sns, 'aws:PrincipalIsAWSService', 'true'],
  [who.sns, 'aws:PrincipalServiceName', 'sns.amazonaws.com'],
  [who.anonymous, 'aws:PrincipalType', 'Anonymous'],
  [who.anonymous, 'aws:userid', 'anonymous'],
  [who.session, 'aws:PrincipalType', 'AssumedRole'],
  [who.session, 'aws:PrincipalArn', ROLE],
  [pathless, 'aws:PrincipalArn', `arn:aws:iam::${HOME}:role/plain`],
  [who.session, 'aws:userid', 'AROAVIDEO:run-1'],
  [who.federatedUser, 'aws:PrincipalType', 'FederatedUser'],
  [who.federatedUser, 'aws:userid', `${HOME}:bo`],
  [who.root, 'aws:PrincipalType', 'Account'],
  [who.root, 'aws:userid', HOME],
];

test.each(implied)(
  'the context of %o has %s = %s, unless the caller says otherwise',
  (principal, key, value) => {
    const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } as const;
    const deny = { ...allow, Effect: 'Deny', Condition: { StringEquals: { [key]: value } } } as const;
    const resource = { name: 'p', document: document(allow, deny) };
    const decision = (context = {}) =>
      evaluate(ask(principal, { context }), { identity: [], resource }).decision;
    expect([decision(), decision({ [key]: 'other' })]).toEqual(['ExplicitDeny', 'Allow']);
  },
);
