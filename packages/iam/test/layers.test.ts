import { describe } from 'vitest';
import { check, level, no, other, to, yes } from './check.ts';
import * as who from './fixtures.ts';
import { AWAY, everything, HOME, nothing, policy, ROLE } from './fixtures.ts';

describe('within an account', () => {
  check([
    [
      'no policy at all',
      who.user,
      { identity: [] },
      'ImplicitDeny',
      'because no identity-based policy allows',
    ],
    ['an identity policy allows', who.user, { identity: yes }, 'Allow'],
    ['one of several identity policies allows', who.user, { identity: [other, ...yes] }, 'Allow'],
    [
      'an identity policy denies',
      who.user,
      { identity: [...yes, ...no] },
      'ExplicitDeny',
      'with an explicit deny in an identity-based policy',
    ],
    [
      'only the resource policy allows',
      who.user,
      { identity: [], resource: to({ AWS: who.user.arn }) },
      'Allow',
    ],
    [
      'the resource policy is for another',
      who.user,
      { identity: [], resource: to({ AWS: AWAY }) },
      'ImplicitDeny',
      'no identity-based',
    ],
    [
      'the resource policy is for another, the identity allows',
      who.user,
      { identity: yes, resource: to({ AWS: AWAY }) },
      'Allow',
    ],
    [
      'the resource policy denies',
      who.user,
      { identity: yes, resource: to('*', { Effect: 'Deny' }) },
      'ExplicitDeny',
      'with an explicit deny in a resource-based policy',
    ],
    [
      'the resource policy only hands over to the account',
      who.user,
      { identity: [], resource: to({ AWS: HOME }) },
      'ImplicitDeny',
    ],
    [
      'the account hands over and the identity allows',
      who.user,
      { identity: yes, resource: to({ AWS: HOME }) },
      'Allow',
    ],
    [
      'a role by its ARN needs no identity policy',
      who.session,
      { identity: [], resource: to({ AWS: ROLE }) },
      'Allow',
    ],
    ['the root user may do all', who.root, { identity: [] }, 'Allow'],
    [
      'the root user is bound by a resource policy that denies',
      who.root,
      { identity: [], resource: to('*', { Effect: 'Deny' }) },
      'ExplicitDeny',
    ],
    ['the root user has no boundary', who.root, { identity: [], boundary: other }, 'Allow'],
  ]);
});

describe('permissions boundary', () => {
  const bound = { boundary: other };
  check([
    ['allows too', who.user, { identity: yes, boundary: policy('b', everything) }, 'Allow'],
    [
      'alone grants nothing',
      who.user,
      { identity: [], boundary: policy('b', everything) },
      'ImplicitDeny',
      'no identity-based',
    ],
    [
      'leaves the action out',
      who.user,
      { identity: yes, ...bound },
      'ImplicitDeny',
      'because no permissions boundary allows',
    ],
    [
      'denies',
      who.user,
      { identity: yes, boundary: policy('b', everything, nothing) },
      'ExplicitDeny',
      'with an explicit deny in a permissions boundary',
    ],
    [
      'limits a resource policy for the role',
      who.session,
      { identity: yes, resource: to({ AWS: ROLE }), ...bound },
      'ImplicitDeny',
      'no permissions boundary',
    ],
    [
      'does not limit a resource policy for the session',
      who.session,
      { identity: [], resource: to({ AWS: who.session.arn }), ...bound },
      'Allow',
    ],
    [
      'does not limit a resource policy for the user',
      who.user,
      { identity: [], resource: to({ AWS: who.user.arn }), ...bound },
      'Allow',
    ],
    [
      'does not limit a resource policy for everyone',
      who.session,
      { identity: [], resource: to('*'), ...bound },
      'Allow',
    ],
    [
      'limits what the account passes on',
      who.user,
      { identity: yes, resource: to({ AWS: HOME }), ...bound },
      'ImplicitDeny',
      'no permissions boundary',
    ],
    [
      'that denies wins over a resource policy for the session',
      who.session,
      { identity: [], resource: to({ AWS: who.session.arn }), boundary: policy('no', nothing) },
      'ExplicitDeny',
    ],
  ]);
});

describe('session policies', () => {
  const narrow = { session: [other] };
  check([
    ['allow too', who.session, { identity: yes, session: [other, ...yes] }, 'Allow'],
    ['none given narrow nothing', who.session, { identity: yes, session: [] }, 'Allow'],
    ['alone grant nothing', who.session, { identity: [], session: yes }, 'ImplicitDeny', 'no identity-based'],
    [
      'leave the action out',
      who.session,
      { identity: yes, ...narrow },
      'ImplicitDeny',
      'because no session policy allows',
    ],
    [
      'deny',
      who.session,
      { identity: yes, session: [...yes, ...no] },
      'ExplicitDeny',
      'with an explicit deny in a session policy',
    ],
    [
      'limit a resource policy for the role',
      who.session,
      { identity: [], resource: to({ AWS: ROLE }), ...narrow },
      'ImplicitDeny',
      'no session policy',
    ],
    [
      'do not limit a resource policy for the session',
      who.session,
      { identity: [], resource: to({ AWS: who.session.arn }), ...narrow },
      'Allow',
    ],
    [
      'do not limit a resource policy for a federated user',
      who.federatedUser,
      { identity: [], resource: to({ AWS: who.federatedUser.arn }), ...narrow },
      'Allow',
    ],
    [
      'limit a federated user otherwise',
      who.federatedUser,
      { identity: yes, ...narrow },
      'ImplicitDeny',
      'no session policy',
    ],
    [
      'come after the boundary',
      who.session,
      { identity: yes, boundary: other, ...narrow },
      'ImplicitDeny',
      'no permissions boundary',
    ],
  ]);
});

describe('service control policies', () => {
  check([
    ['allow too', who.user, { identity: yes, serviceControl: level(...yes) }, 'Allow'],
    [
      'alone grant nothing',
      who.user,
      { identity: [], serviceControl: level(...yes) },
      'ImplicitDeny',
      'no identity-based',
    ],
    [
      'leave the action out',
      who.user,
      { identity: yes, serviceControl: level(other) },
      'ImplicitDeny',
      'because no service control policy allows',
    ],
    [
      'deny',
      who.user,
      { identity: yes, serviceControl: level(...yes, ...no) },
      'ExplicitDeny',
      'with an explicit deny in a service control policy',
    ],
    [
      'bind the root user',
      who.root,
      { identity: [], serviceControl: level(other) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'bind whom a resource policy names',
      who.user,
      { identity: [], resource: to({ AWS: who.user.arn }), serviceControl: level(other) },
      'ImplicitDeny',
      'no service control policy',
    ],
    [
      'do not bind services',
      who.sns,
      { identity: [], resource: to({ Service: 'sns.amazonaws.com' }), serviceControl: level(...no) },
      'Allow',
    ],
    ['none given mean no organisation', who.user, { identity: yes, serviceControl: [] }, 'Allow'],
  ]);
});
