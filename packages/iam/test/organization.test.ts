import { evaluate, type OrganizationLevel, type Principal, type Statement } from '@wayleave/iam';
import { describe, expect, test } from 'vitest';
import { check, no, other, to, yes } from './check.ts';
import * as who from './fixtures.ts';
import { AWAY, ask, everything, HOME, nothing, policy } from './fixtures.ts';

const path = (...levels: readonly OrganizationLevel['policies'][]): readonly OrganizationLevel[] =>
  ['the root', 'OU "Production"', 'the account'].flatMap((name, index) => {
    const policies = levels[index];
    return policies === undefined ? [] : [{ name, policies }];
  });
const full: Statement = { ...everything, Principal: '*' };
const deny: Statement = { ...nothing, Principal: '*' };
const rcp = (statement: Partial<Statement> = {}) => path([policy('rcp', { ...deny, ...statement })]);
const serviceLinked: Principal = {
  type: 'assumed-role',
  arn: `arn:aws:sts::${HOME}:assumed-role/AWSServiceRoleForECS/s`,
  roleArn: `arn:aws:iam::${HOME}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
};

describe('service control policies of several levels', () => {
  check([
    ['every level allows', who.user, { identity: yes, serviceControl: path(yes, yes, yes) }, 'Allow'],
    [
      'the root leaves it out',
      who.user,
      { identity: yes, serviceControl: path([other], yes, yes) },
      'ImplicitDeny',
      'because no service control policy allows',
    ],
    [
      'a unit on the way leaves it out',
      who.user,
      { identity: yes, serviceControl: path(yes, [other], yes) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'the account leaves it out',
      who.user,
      { identity: yes, serviceControl: path(yes, yes, [other]) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'a level has lost its policies',
      who.user,
      { identity: yes, serviceControl: path(yes, [], yes) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'one of two policies of a level allows',
      who.user,
      { identity: yes, serviceControl: path(yes, [other, ...yes]) },
      'Allow',
    ],
    [
      'a lower level denies what a higher one allows',
      who.user,
      { identity: yes, serviceControl: path(yes, yes, [...yes, ...no]) },
      'ExplicitDeny',
      'with an explicit deny in a service control policy',
    ],
    [
      'a higher level denies what a lower one allows',
      who.user,
      { identity: yes, serviceControl: path([...yes, ...no], yes) },
      'ExplicitDeny',
      'with an explicit deny in a service control policy',
    ],
    [
      'a root user is bound by each level',
      who.root,
      { identity: [], serviceControl: path(yes, [other]) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'a role is bound by each level',
      who.session,
      { identity: yes, serviceControl: path(yes, [other]) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'a federated user is bound by each level',
      who.federatedUser,
      { identity: yes, session: yes, serviceControl: path(yes, [other]) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'across accounts the principal is bound by its own',
      who.stranger,
      { identity: yes, resource: to({ AWS: AWAY }), serviceControl: path(yes, [other]) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'an anonymous caller is in no organization',
      who.anonymous,
      { identity: [], resource: to('*'), serviceControl: path(no) },
      'Allow',
    ],
    [
      'a service-linked role is not bound',
      serviceLinked,
      { identity: yes, serviceControl: path([...yes, ...no], [other]) },
      'Allow',
    ],
    [
      'two levels of the same name are two levels',
      who.user,
      {
        identity: yes,
        serviceControl: [
          { name: 'OU', policies: yes },
          { name: 'OU', policies: [other] },
        ],
      },
      'ImplicitDeny',
      'no service control policy',
    ],
  ]);

  test('the level that allows nothing is named, and its nearest statement', () => {
    const narrow = policy('policy "Europe"', { ...everything, Resource: 'arn:aws:sns:eu-*:*:*' });
    const answer = evaluate(ask(who.user), { identity: yes, serviceControl: path(yes, [narrow], [other]) });
    expect(answer.decidedBy).toContain('no service control policy of OU "Production" allows sns:Publish');
    expect(answer).toMatchObject({
      missing: expect.stringContaining('policy "Europe", statement 1: action'),
    });
  });

  test('a condition on the root user binds it alone', () => {
    const Condition = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } };
    const serviceControl = path([policy('p', everything, { ...nothing, Condition })]);
    expect(evaluate(ask(who.root), { identity: [], serviceControl }).decision).toBe('ExplicitDeny');
    expect(evaluate(ask(who.user), { identity: yes, serviceControl }).decision).toBe('Allow');
  });
});

describe('resource control policies', () => {
  const words = 'with an explicit deny in a resource control policy';
  check([
    ['deny a user', who.user, { identity: yes, resourceControl: rcp() }, 'ExplicitDeny', words],
    ['deny the root user', who.root, { identity: [], resourceControl: rcp() }, 'ExplicitDeny', words],
    [
      'deny a service',
      who.sns,
      { identity: [], resource: to({ Service: 'sns.amazonaws.com' }), resourceControl: rcp() },
      'ExplicitDeny',
      words,
    ],
    [
      'deny an anonymous caller',
      who.anonymous,
      { identity: [], resource: to('*'), resourceControl: rcp() },
      'ExplicitDeny',
      words,
    ],
    [
      'deny another account',
      who.stranger,
      { identity: yes, resource: to({ AWS: AWAY }), resourceControl: rcp() },
      'ExplicitDeny',
      words,
    ],
    [
      'deny whom the resource names',
      who.user,
      { identity: [], resource: to({ AWS: who.user.arn }), resourceControl: rcp() },
      'ExplicitDeny',
      words,
    ],
    [
      'deny at any level',
      who.user,
      { identity: yes, resourceControl: path([policy('full', full)], [policy('rcp', deny)]) },
      'ExplicitDeny',
      words,
    ],
    [
      'leave alone what they do not deny, as the full access on every level allows it',
      who.user,
      { identity: yes, resourceControl: rcp({ Action: 's3:*' }) },
      'Allow',
    ],
    ['need not be given', who.user, { identity: yes, resourceControl: [] }, 'Allow'],
    [
      'grant nothing',
      who.user,
      { identity: [], resourceControl: path([policy('full', full)]) },
      'ImplicitDeny',
      'no identity-based policy',
    ],
    ['do not bind service-linked roles', serviceLinked, { identity: yes, resourceControl: rcp() }, 'Allow'],
    [
      'that hold without a principal speak of nobody',
      who.user,
      { identity: yes, resourceControl: path([policy('rcp', nothing)]) },
      'Allow',
    ],
  ]);

  const perimeter = rcp({
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-mine' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
  const inside = { context: { 'aws:PrincipalOrgID': 'o-mine' } };
  describe('that keep a perimeter, from within', () => {
    check([['let a member pass', who.user, { identity: yes, resourceControl: perimeter }, 'Allow']], inside);
  });
  describe('that keep a perimeter, from outside', () => {
    check([
      [
        'keep a stranger out',
        who.stranger,
        { identity: yes, resource: to({ AWS: AWAY }), resourceControl: perimeter },
        'ExplicitDeny',
        words,
      ],
      [
        'keep an anonymous caller out',
        who.anonymous,
        { identity: [], resource: to('*'), resourceControl: perimeter },
        'ExplicitDeny',
        words,
      ],
      [
        'let a service pass',
        who.sns,
        { identity: [], resource: to({ Service: 'sns.amazonaws.com' }), resourceControl: perimeter },
        'Allow',
      ],
    ]);
  });

  test('a key may still be retired by whom its policy lets', () => {
    const key = { resource: `arn:aws:kms:us-east-1:${HOME}:key/1` };
    const ruled = (action: string) =>
      evaluate(ask(who.user, { ...key, action }), { identity: yes, resourceControl: rcp() }).decision;
    expect([ruled('kms:RetireGrant'), ruled('kms:RevokeGrant')]).toEqual(['Allow', 'ExplicitDeny']);
  });

  test('a service may still assume its service-linked role', () => {
    const ecs: Principal = { type: 'service', arn: 'ecs.amazonaws.com' };
    const trust = policy('trust', {
      Effect: 'Allow',
      Principal: { Service: 'ecs.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    const assumes = (resource: string) =>
      evaluate(ask(ecs, { action: 'sts:AssumeRole', resource }), {
        identity: [],
        resource: trust,
        resourceControl: rcp(),
      }).allowed;
    expect([assumes(serviceLinked.roleArn ?? ''), assumes(who.ROLE)]).toEqual([true, false]);
  });
});

describe('VPC endpoint policies', () => {
  const open = policy('endpoint', full);
  const closed = policy('endpoint', { ...full, Action: 's3:*' });
  check([
    ['allow too', who.user, { identity: yes, endpoint: open }, 'Allow'],
    ['alone grant nothing', who.user, { identity: [], endpoint: open }, 'ImplicitDeny', 'no identity-based'],
    [
      'leave the action out',
      who.user,
      { identity: yes, endpoint: closed },
      'ImplicitDeny',
      'because no VPC endpoint policy allows the sns:Publish action',
    ],
    [
      'deny',
      who.user,
      { identity: yes, endpoint: policy('e', full, deny) },
      'ExplicitDeny',
      'with an explicit deny in a VPC endpoint policy',
    ],
    [
      'bind the root user',
      who.root,
      { identity: [], endpoint: closed },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'bind whom the resource names',
      who.user,
      { identity: [], resource: to({ AWS: who.user.arn }), endpoint: closed },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'bind a named session',
      who.session,
      { identity: [], resource: to({ AWS: who.session.arn }), endpoint: closed },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'bind an anonymous caller',
      who.anonymous,
      { identity: [], resource: to('*'), endpoint: closed },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'for another principal',
      who.user,
      { identity: yes, endpoint: policy('e', { ...full, Principal: { AWS: AWAY } }) },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'for the account',
      who.user,
      { identity: yes, endpoint: policy('e', { ...full, Principal: { AWS: HOME } }) },
      'Allow',
    ],
    [
      'for the role of a session',
      who.session,
      { identity: yes, endpoint: policy('e', { ...full, Principal: { AWS: who.ROLE } }) },
      'Allow',
    ],
    [
      'without a principal speak of nobody',
      who.user,
      { identity: yes, endpoint: policy('e', everything) },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'across accounts',
      who.stranger,
      { identity: yes, resource: to({ AWS: AWAY }), endpoint: closed },
      'ImplicitDeny',
      'no VPC endpoint policy',
    ],
    [
      'come after service control policies',
      who.user,
      { identity: yes, endpoint: closed, serviceControl: path([other]) },
      'ImplicitDeny',
      'no service control policy',
    ],
  ]);

  test('the nearest statement is looked for in them', () => {
    const endpoint = policy('policy of vpce-1', { ...full, Resource: 'arn:aws:sns:*:*:downloads' });
    expect(evaluate(ask(who.user), { identity: yes, endpoint })).toMatchObject({
      decidedBy: `no VPC endpoint policy allows sns:Publish on ${who.TOPIC} to ${who.user.arn}`,
      missing: `policy of vpce-1, statement 1: principal and action match, but it covers arn:aws:sns:*:*:downloads, not ${who.TOPIC}`,
    });
  });
});
