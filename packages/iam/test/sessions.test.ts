import { evaluate, type Principal } from '@wayleave/iam';
import { describe, expect, test } from 'vitest';
import { check, no, other, to, yes } from './check.ts';
import * as who from './fixtures.ts';
import { AWAY, ask, everything, HOME, policy } from './fixtures.ts';

const ANA = who.user.arn;
const federated: Principal = { ...who.federatedUser, userArn: ANA };

describe('a GetFederationToken session', () => {
  check([
    [
      'without a session policy may do nothing of what its user may',
      federated,
      { identity: yes },
      'ImplicitDeny',
      'because no session policy allows',
    ],
    ['may do what user and session policy allow', federated, { identity: yes, session: yes }, 'Allow'],
    [
      'may not do what only the session policy allows',
      federated,
      { identity: [], session: yes },
      'ImplicitDeny',
    ],
    [
      'may not do what the session policy denies',
      federated,
      { identity: yes, session: [...yes, ...no] },
      'ExplicitDeny',
      'in a session policy',
    ],
    [
      'is named by a resource, without a session policy',
      federated,
      { identity: [], resource: to({ AWS: federated.arn }) },
      'Allow',
    ],
    [
      'is named by a resource, its session policy leaves it out',
      federated,
      { identity: [], resource: to({ AWS: federated.arn }), session: [other] },
      'Allow',
    ],
    [
      'has its user named by a resource, without a session policy',
      federated,
      { identity: [], resource: to({ AWS: ANA }) },
      'ImplicitDeny',
      'no session policy',
    ],
    [
      'has its user named by a resource, and a session policy',
      federated,
      { identity: [], resource: to({ AWS: ANA }), session: yes },
      'Allow',
    ],
    [
      'has its user named by a resource, and a boundary that leaves it out',
      federated,
      { identity: [], resource: to({ AWS: ANA }), session: yes, boundary: other },
      'ImplicitDeny',
      'no permissions boundary',
    ],
    [
      'has another user named by a resource',
      federated,
      { identity: [], resource: to({ AWS: `arn:aws:iam::${HOME}:user/bo` }), session: yes },
      'ImplicitDeny',
      'no identity-based',
    ],
    [
      'of another account needs both sides and its session policy',
      { type: 'federated', arn: `arn:aws:sts::${AWAY}:federated-user/eve` },
      { identity: yes, session: yes, resource: to({ AWS: AWAY }) },
      'Allow',
    ],
    [
      'of another account without a session policy',
      { type: 'federated', arn: `arn:aws:sts::${AWAY}:federated-user/eve` },
      { identity: yes, resource: to({ AWS: `arn:aws:sts::${AWAY}:federated-user/eve` }) },
      'ImplicitDeny',
      'no session policy',
    ],
  ]);
});

describe('a session of a role', () => {
  const away: Principal = { type: 'assumed-role', arn: `arn:aws:sts::${AWAY}:assumed-role/reader/run` };
  const readerRole = `arn:aws:iam::${AWAY}:role/reader`;
  const anyone = { Principal: '*' as const };
  const onRole = { Condition: { ArnEquals: { 'aws:PrincipalArn': who.ROLE } } };
  check([
    ['without a session policy may do what the role may', who.session, { identity: yes }, 'Allow'],
    [
      'is let by a condition on its role beside a wildcard, whatever boundary and session policy leave out',
      who.session,
      { identity: [], boundary: other, session: [other], resource: to('*', { ...anyone, ...onRole }) },
      'Allow',
    ],
    [
      'is not let by that condition when its session policy denies',
      who.session,
      { identity: [], session: [...yes, ...no], resource: to('*', { ...anyone, ...onRole }) },
      'ExplicitDeny',
    ],
    [
      'has no ARN of its own in aws:PrincipalArn',
      who.session,
      {
        identity: [],
        resource: to('*', { Condition: { ArnEquals: { 'aws:PrincipalArn': who.session.arn } } }),
      },
      'ImplicitDeny',
    ],
    [
      'is named by session and role alike: the stronger counts',
      who.session,
      { identity: [], session: [other], resource: to({ AWS: [who.ROLE, who.session.arn] }) },
      'Allow',
    ],
    [
      'of another account, its role named, and allowed',
      away,
      { identity: yes, resource: to({ AWS: readerRole }) },
      'Allow',
    ],
    [
      'of another account, its role named, not allowed',
      away,
      { identity: [], resource: to({ AWS: readerRole }) },
      'ImplicitDeny',
      'no identity-based',
    ],
    [
      'of another account, allowed, another role named',
      away,
      { identity: yes, resource: to({ AWS: `${readerRole}2` }) },
      'ImplicitDeny',
      'no resource-based',
    ],
    [
      'of another account, session and resource allow, the boundary does not',
      away,
      { identity: yes, session: yes, boundary: other, resource: to({ AWS: away.arn }) },
      'ImplicitDeny',
      'no permissions boundary',
    ],
  ]);
});

describe('a user', () => {
  check([
    [
      'may do what a policy of one of its groups allows',
      who.user,
      { identity: [other, policy('policy "Publish" of group authors', everything)] },
      'Allow',
    ],
    [
      'may not do what a policy of one of its groups denies',
      who.user,
      { identity: [...yes, policy('policy "Never" of group guests', { ...everything, Effect: 'Deny' })] },
      'ExplicitDeny',
    ],
    [
      'is not its group: a group in a Principal names nobody',
      who.user,
      { identity: [], resource: to({ AWS: `arn:aws:iam::${HOME}:group/authors` }) },
      'ImplicitDeny',
    ],
  ]);

  test('is told which group allowed', () => {
    const identity = [policy('policy "Publish" of group authors', everything)];
    expect(evaluate(ask(who.user), { identity }).decidedBy).toContain('policy "Publish" of group authors');
  });
});

describe('a Deny with NotPrincipal', () => {
  const spares = to('*');
  const resource = {
    ...spares,
    document: {
      ...spares.document,
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
        {
          Effect: 'Deny',
          NotPrincipal: { AWS: [ANA, HOME, who.session.arn, who.ROLE] },
          Action: '*',
          Resource: '*',
        },
      ],
    },
  } as const;
  const boundary = policy('boundary', everything);
  check([
    ['spares whom it lists', who.user, { identity: [], resource }, 'Allow'],
    ['denies a listed user with a boundary', who.user, { identity: [], resource, boundary }, 'ExplicitDeny'],
    ['spares a listed session', who.session, { identity: [], resource }, 'Allow'],
    [
      'denies a listed session of a role with a boundary',
      who.session,
      { identity: [], resource, boundary },
      'ExplicitDeny',
    ],
    ['spares the root user, who has no boundary', who.root, { identity: [], resource, boundary }, 'Allow'],
  ]);
});

describe('asking who one is', () => {
  const identity = { action: 'sts:GetCallerIdentity', resource: '*' };
  check(
    [
      ['needs no permission', who.user, { identity: [] }, 'Allow'],
      ['cannot be denied', who.session, { identity: no, boundary: policy('b', who.nothing) }, 'Allow'],
      ['needs to be somebody', who.anonymous, { identity: [] }, 'ImplicitDeny'],
    ],
    identity,
  );

  test('says so', () => {
    expect(evaluate(ask(who.user, identity), { identity: [] }).decidedBy).toBe(
      'sts:GetCallerIdentity needs no permission',
    );
  });
});

describe('a key of another account', () => {
  const key = { action: 'kms:Decrypt', resource: `arn:aws:kms:us-east-1:${HOME}:key/1` };
  check(
    [
      ['both sides allow', who.stranger, { identity: yes, resource: to({ AWS: AWAY }) }, 'Allow'],
      [
        'its policy names the user, whose own account does not let it',
        who.stranger,
        { identity: [], resource: to({ AWS: who.stranger.arn }) },
        'ImplicitDeny',
        'no identity-based',
      ],
      [
        'its policy hands over to its own account alone',
        who.stranger,
        { identity: yes, resource: to({ AWS: HOME }) },
        'ImplicitDeny',
        'no resource-based',
      ],
      [
        'without a stated policy it has the default one, for its own account',
        who.stranger,
        { identity: yes },
        'ImplicitDeny',
        'no resource-based',
      ],
      [
        'a service by its own',
        who.sns,
        { identity: [], resource: to({ Service: 'sns.amazonaws.com' }) },
        'Allow',
      ],
      [
        'the root user of its account, which its policy leaves out',
        who.root,
        { identity: [], resource: to({ AWS: AWAY }) },
        'ImplicitDeny',
        'no resource-based',
      ],
    ],
    key,
  );
});

describe('a role of another account', () => {
  const role = { action: 'sts:AssumeRole', resource: who.ROLE };
  const trust = (AWS: string) => to({ AWS }, { Action: 'sts:AssumeRole' });
  check(
    [
      [
        'trusts the account, which lets the user',
        who.stranger,
        { identity: yes, resource: trust(AWAY) },
        'Allow',
      ],
      [
        'trusts the user, whose boundary leaves it out',
        who.stranger,
        { identity: yes, boundary: other, resource: trust(who.stranger.arn) },
        'ImplicitDeny',
        'no permissions boundary',
      ],
      [
        'trusts everyone, and the account does not let the user',
        who.stranger,
        { identity: [], resource: trust('*') },
        'ImplicitDeny',
        'no identity-based',
      ],
      [
        'does not trust the account',
        who.stranger,
        { identity: yes, resource: trust(HOME) },
        'ImplicitDeny',
        'no role trust policy',
      ],
    ],
    role,
  );
});
