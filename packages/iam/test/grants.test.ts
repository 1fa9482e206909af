import { evaluate, type Principal, type PrincipalElement, type Statement } from '@wayleave/iam';
import { describe, expect, test } from 'vitest';
import { check, other, to, yes } from './check.ts';
import * as who from './fixtures.ts';
import { AWAY, ask, FUNCTION, HOME, policy, ROLE, TOPIC } from './fixtures.ts';

const ROOT = `arn:aws:iam::${HOME}:root`;

describe('across accounts', () => {
  const mine = to({ AWS: AWAY });
  const away: Principal = { type: 'assumed-role', arn: `arn:aws:sts::${AWAY}:assumed-role/r/s` };
  check([
    ['both sides allow', who.stranger, { identity: yes, resource: mine }, 'Allow'],
    [
      'only the identity allows',
      who.stranger,
      { identity: yes },
      'ImplicitDeny',
      'because no resource-based policy allows',
    ],
    [
      'only the resource allows, by account',
      who.stranger,
      { identity: [], resource: mine },
      'ImplicitDeny',
      'because no identity-based policy allows',
    ],
    [
      'only the resource allows, by name',
      who.stranger,
      { identity: [], resource: to({ AWS: who.stranger.arn }) },
      'ImplicitDeny',
      'no identity-based',
    ],
    [
      'only the resource allows, everyone',
      who.stranger,
      { identity: [], resource: to('*') },
      'ImplicitDeny',
      'no identity-based',
    ],
    ['neither allows', who.stranger, { identity: [] }, 'ImplicitDeny', 'no identity-based'],
    [
      'the boundary leaves it out',
      who.stranger,
      { identity: yes, resource: mine, boundary: other },
      'ImplicitDeny',
      'no permissions boundary',
    ],
    [
      'the session is named, its policy leaves it out',
      away,
      { identity: yes, resource: to({ AWS: away.arn }), session: [other] },
      'ImplicitDeny',
      'no session policy',
    ],
    [
      'the resource denies',
      who.stranger,
      {
        identity: yes,
        resource: policy('r', { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }),
      },
      'ExplicitDeny',
    ],
    [
      'the root user elsewhere needs the resource',
      { type: 'root', arn: `arn:aws:iam::${AWAY}:root` },
      { identity: [] },
      'ImplicitDeny',
      'no resource-based',
    ],
    [
      'the root user elsewhere with the resource',
      { type: 'root', arn: `arn:aws:iam::${AWAY}:root` },
      { identity: [], resource: mine },
      'Allow',
    ],
  ]);

  test('the account of a resource without one in its ARN can be told', () => {
    const bucket = { resource: 'arn:aws:s3:::videos/a.mp4', action: 's3:GetObject' };
    expect(evaluate(ask(who.user, bucket), { identity: yes }).allowed).toBe(true);
    expect(evaluate(ask(who.user, { ...bucket, resourceAccountId: AWAY }), { identity: yes }).allowed).toBe(
      false,
    );
  });
});

describe('services and anonymous callers', () => {
  const source = { context: { 'aws:SourceArn': TOPIC }, action: 'lambda:InvokeFunction', resource: FUNCTION };
  const permission = (topic: string): Statement => ({
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FUNCTION,
    Condition: { ArnLike: { 'AWS:SourceArn': topic } },
  });
  check(
    [
      [
        'a permission for the topic',
        who.sns,
        { identity: [], resource: policy('f', permission(TOPIC)) },
        'Allow',
      ],
      [
        'a permission for all topics',
        who.sns,
        { identity: [], resource: policy('f', permission('arn:aws:sns:*:*:*')) },
        'Allow',
      ],
      [
        'a permission for another topic',
        who.sns,
        { identity: [], resource: policy('f', permission(`${TOPIC}2`)) },
        'ImplicitDeny',
        'because no resource-based policy allows the lambda:InvokeFunction action',
      ],
      [
        'no permission',
        who.sns,
        { identity: [] },
        'ImplicitDeny',
        'User: sns.amazonaws.com is not authorized',
      ],
      ['identity policies do not speak for a service', who.sns, { identity: yes }, 'ImplicitDeny'],
      ['a public policy', who.anonymous, { identity: [], resource: to('*') }, 'Allow'],
      [
        'a policy of an account is not public',
        who.anonymous,
        { identity: [], resource: to({ AWS: HOME }) },
        'ImplicitDeny',
        'User: anonymous is not authorized',
      ],
    ],
    source,
  );

  test('the qualifier of the function is part of its ARN', () => {
    const resource = policy('f', permission(TOPIC));
    expect(
      evaluate(ask(who.sns, { ...source, resource: `${FUNCTION}:live` }), { identity: [], resource }).allowed,
    ).toBe(false);
  });
});

describe('assuming a role', () => {
  const trust = (Principal: PrincipalElement, more: Partial<Statement> = {}) =>
    policy('trust policy of role video', { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
  const role = { action: 'sts:AssumeRole', resource: ROLE };
  const lambda: Principal = { type: 'service', arn: 'lambda.amazonaws.com' };
  check(
    [
      [
        'a service that is trusted',
        lambda,
        { identity: [], resource: trust({ Service: 'lambda.amazonaws.com' }) },
        'Allow',
      ],
      [
        'a service that is not',
        who.sns,
        { identity: [], resource: trust({ Service: 'lambda.amazonaws.com' }) },
        'ImplicitDeny',
        'because no role trust policy allows the sts:AssumeRole action',
      ],
      [
        'a user that is named needs no identity policy',
        who.user,
        { identity: [], resource: trust({ AWS: who.user.arn }) },
        'Allow',
      ],
      [
        'the account is trusted, the identity allows',
        who.user,
        { identity: yes, resource: trust({ AWS: ROOT }) },
        'Allow',
      ],
      [
        'the account is trusted, the identity does not allow',
        who.user,
        { identity: [], resource: trust({ AWS: ROOT }) },
        'ImplicitDeny',
        'no identity-based policy',
      ],
      [
        'the identity allows but the role does not trust',
        who.user,
        { identity: yes, resource: trust({ AWS: AWAY }) },
        'ImplicitDeny',
        'no role trust policy',
      ],
      ['a trust policy must be there', who.user, { identity: yes }, 'ImplicitDeny', 'no role trust policy'],
      ['a role that is named', who.session, { identity: [], resource: trust({ AWS: ROLE }) }, 'Allow'],
      [
        'a role that is named, under a boundary',
        who.session,
        { identity: yes, resource: trust({ AWS: ROLE }), boundary: other },
        'ImplicitDeny',
        'no permissions boundary',
      ],
      [
        'another account, both sides',
        who.stranger,
        { identity: yes, resource: trust({ AWS: AWAY }) },
        'Allow',
      ],
      [
        'another account, only the trust',
        who.stranger,
        { identity: [], resource: trust({ AWS: who.stranger.arn }) },
        'ImplicitDeny',
        'no identity-based policy',
      ],
      [
        'a trust policy that denies',
        who.user,
        { identity: yes, resource: trust({ AWS: ROOT }, { Effect: 'Deny' }) },
        'ExplicitDeny',
        'with an explicit deny in the role trust policy',
      ],
      [
        'the root user never',
        who.root,
        { identity: [], resource: trust({ AWS: ROOT }) },
        'ImplicitDeny',
        'Roles may not be assumed by root accounts.',
      ],
    ],
    role,
  );

  test('an external id is a condition', () => {
    const resource = trust({ AWS: AWAY }, { Condition: { StringEquals: { 'sts:ExternalId': 'x1' } } });
    const allowed = (context: Record<string, string>) =>
      evaluate(ask(who.stranger, { ...role, context }), { identity: yes, resource }).allowed;
    expect([allowed({ 'sts:ExternalId': 'x1' }), allowed({ 'sts:ExternalId': 'x2' }), allowed({})]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a web identity is judged by the trust policy alone, and refused without saying more', () => {
    const web = {
      ...role,
      action: 'sts:AssumeRoleWithWebIdentity',
      context: { 'accounts.google.com:aud': 'app' },
    };
    const resource = trust(
      { Federated: 'accounts.google.com' },
      {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'accounts.google.com:aud': 'app' } },
      },
    );
    expect(evaluate(ask(who.google, web), { identity: [], resource }).allowed).toBe(true);
    const refused = evaluate(ask(who.google, { ...web, context: {} }), { identity: [], resource });
    expect(refused).toMatchObject({ message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' });
  });
});

describe('using a key', () => {
  const key = { action: 'kms:Decrypt', resource: `arn:aws:kms:us-east-1:${HOME}:key/1` };
  check(
    [
      [
        'its policy must hand over to the account',
        who.user,
        { identity: yes, resource: to({ AWS: AWAY }) },
        'ImplicitDeny',
        'no resource-based policy',
      ],
      [
        'its policy hands over to the account',
        who.user,
        { identity: yes, resource: to({ AWS: ROOT }) },
        'Allow',
      ],
      ['its policy names the user', who.user, { identity: [], resource: to({ AWS: who.user.arn }) }, 'Allow'],
      ['without a stated policy it has the default one', who.user, { identity: yes }, 'Allow'],
      [
        'its policy alone hands over nothing',
        who.user,
        { identity: [], resource: to({ AWS: ROOT }) },
        'ImplicitDeny',
        'no identity-based',
      ],
    ],
    key,
  );
});
