// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import { type ConditionBlock, evaluate, type Principal } from '@wayleave/iam';
import { describe, expect, test } from 'vitest';
import * as who from './fixtures.ts';
import { AWAY, ask, HOME, policy } from './fixtures.ts';

type Context = Record<string, string | number | boolean | string[]>;

/** Whether a statement for everyone under this condition speaks of the request. */
function holds(Condition: ConditionBlock, context: Context = {}, principal: Principal = who.user): boolean {
  const resource = policy('r', { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition });
  return evaluate(ask(principal, { context }), { identity: [], resource }).allowed;
}

type Case = readonly [
  name: string,
  block: ConditionBlock,
  context: Context,
  holds: boolean,
  principal?: Principal,
];

function check(cases: readonly Case[]): void {
  for (const [name, block, context, expected, principal] of cases) {
    test(name, () => expect(holds(block, context, principal)).toBe(expected));
  }
}

const tagged: Principal = { ...who.session, tags: { Team: 'video', stage: '' } };
const regional: Principal = { ...who.sns, serviceNames: ['sns.us-east-1.amazonaws.com'] };

describe('tags of the principal', () => {
  check([
    ['of a role', { StringEquals: { 'aws:PrincipalTag/Team': 'video' } }, {}, true, tagged],
    ['keys have no case', { StringEquals: { 'AWS:principaltag/TEAM': 'video' } }, {}, true, tagged],
    ['values have', { StringEquals: { 'aws:PrincipalTag/Team': 'Video' } }, {}, false, tagged],
    ['another tag', { StringEquals: { 'aws:PrincipalTag/Unit': 'video' } }, {}, false, tagged],
    ['an empty one counts as none', { Null: { 'aws:PrincipalTag/stage': 'true' } }, {}, true, tagged],
    ['a service has none', { StringEquals: { 'aws:PrincipalTag/Team': 'video' } }, {}, false, who.sns],
    [
      'the context wins',
      { StringEquals: { 'aws:PrincipalTag/Team': 'x' } },
      { 'aws:PrincipalTag/Team': 'x' },
      true,
      tagged,
    ],
    [
      'as a variable against a tag of the resource',
      { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/Team}' } },
      { 'aws:ResourceTag/team': 'video' },
      true,
      tagged,
    ],
    [
      'as a variable, without the tag',
      { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/Team}' } },
      { 'aws:ResourceTag/team': 'video' },
      false,
    ],
    [
      'as a variable with a default',
      { StringEquals: { 'aws:ResourceTag/team': "${aws:PrincipalTag/Team, 'all'}" } },
      { 'aws:ResourceTag/team': 'all' },
      true,
    ],
  ]);
});

describe('tags of the request', () => {
  const two: Context = { 'aws:RequestTag/team': 'video', 'aws:RequestTag/stage': 'prod' };
  check([
    ['one of them', { StringEquals: { 'aws:RequestTag/team': 'video' } }, two, true],
    [
      'all keys are known',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'stage', 'x'] } },
      two,
      true,
    ],
    ['a key is not known', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, two, false],
    [
      'keys have case as values',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Team', 'stage'] } },
      two,
      false,
    ],
    ['one key is there', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, two, true],
    ['no tags at all: all of none', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }, {}, true],
    ['no tags at all: none of all', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, {}, false],
    [
      'no tags at all, and Null',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' }, Null: { 'aws:TagKeys': 'false' } },
      {},
      false,
    ],
    [
      'untagging says its keys',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } },
      { 'aws:TagKeys': ['x'] },
      true,
    ],
    [
      'a list of keys that is given wins',
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } },
      { ...two, 'aws:TagKeys': ['x'] },
      false,
    ],
    [
      'several keys stand for no variable',
      { StringEquals: { 'aws:RequestTag/team': '${aws:TagKeys}' } },
      two,
      false,
    ],
  ]);
});

describe('the organization', () => {
  const member: Context = {
    'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
    'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/'],
  };
  const paths = 'aws:PrincipalOrgPaths';
  check([
    ['its id', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, member, true],
    ['another id', { StringEquals: { 'aws:PrincipalOrgID': 'o-other' } }, member, false],
    ['no member', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, {}, false],
    ['no member, if it exists', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, {}, true],
    [
      'the very unit',
      { 'ForAnyValue:StringEquals': { [paths]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/' } },
      member,
      true,
    ],
    [
      'the unit or below',
      { 'ForAnyValue:StringLike': { [paths]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/*' } },
      member,
      true,
    ],
    [
      'below the unit only',
      { 'ForAnyValue:StringLike': { [paths]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/ou-*' } },
      member,
      false,
    ],
    ['anywhere in it', { 'ForAnyValue:StringLike': { [paths]: 'o-a1b2c3d4e5/*' } }, member, true],
    [
      'one of several units',
      { 'ForAnyValue:StringLike': { [paths]: ['o-x/*', 'o-a1b2c3d4e5/r-ab12/*'] } },
      member,
      true,
    ],
    [
      'a wildcard needs StringLike',
      { 'ForAnyValue:StringEquals': { [paths]: 'o-a1b2c3d4e5/*' } },
      member,
      false,
    ],
  ]);
});

describe('services that act for a principal', () => {
  const chain: Context = { 'aws:CalledVia': ['cloudformation.amazonaws.com', 'dynamodb.amazonaws.com'] };
  check([
    [
      'one of the chain',
      { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'dynamodb.amazonaws.com' } },
      chain,
      true,
    ],
    ['the first', { StringEquals: { 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' } }, chain, true],
    ['the last', { StringEquals: { 'aws:CalledViaLast': 'dynamodb.amazonaws.com' } }, chain, true],
    ['not the last', { StringEquals: { 'aws:CalledViaLast': 'cloudformation.amazonaws.com' } }, chain, false],
    ['any service at all', { Bool: { 'aws:ViaAWSService': 'true' } }, chain, true],
    ['directly', { Bool: { 'aws:ViaAWSService': 'true' } }, {}, false],
    ['directly, which is always said', { Bool: { 'aws:ViaAWSService': 'false' } }, {}, true],
    [
      'directly there is no chain',
      { Null: { 'aws:CalledVia': 'true', 'aws:CalledViaFirst': 'true' } },
      {},
      true,
    ],
    [
      'a service without the chain',
      { Bool: { 'aws:ViaAWSService': 'true' } },
      { 'aws:ViaAWSService': true },
      true,
    ],
    ['a service of its own', { Bool: { 'aws:ViaAWSService': 'true' } }, {}, false, who.sns],
  ]);
});

describe('service principals', () => {
  check([
    ['is one', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, {}, true, who.sns],
    ['a user is none', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, {}, true],
    [
      'an anonymous caller does not say',
      { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      {},
      false,
      who.anonymous,
    ],
    [
      'nor a token of an identity provider',
      { Null: { 'aws:PrincipalIsAWSService': 'true' } },
      {},
      true,
      who.google,
    ],
    ['its name', { StringEquals: { 'aws:PrincipalServiceName': 'sns.amazonaws.com' } }, {}, true, regional],
    [
      'its name is one',
      { StringEquals: { 'aws:PrincipalServiceName': 'sns.us-east-1.amazonaws.com' } },
      {},
      false,
      regional,
    ],
    [
      'all its names',
      { 'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': 'sns.us-east-1.amazonaws.com' } },
      {},
      true,
      regional,
    ],
    [
      'a user has none',
      { Null: { 'aws:PrincipalServiceName': 'true', 'aws:PrincipalServiceNamesList': 'true' } },
      {},
      true,
    ],
    [
      'a service has no ARN',
      { Null: { 'aws:PrincipalArn': 'true', 'aws:PrincipalAccount': 'true' } },
      {},
      true,
      who.sns,
    ],
    [
      'its source',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
      { 'aws:SourceArn': 'arn:aws:s3:::b' },
      true,
      who.sns,
    ],
    [
      'its source account',
      { StringEquals: { 'aws:SourceAccount': HOME } },
      { 'aws:SourceAccount': AWAY },
      false,
      who.sns,
    ],
    [
      'its source organization',
      { StringEquals: { 'aws:SourceOrgID': 'o-1' } },
      { 'aws:SourceOrgID': 'o-1' },
      true,
      who.sns,
    ],
    [
      'its source organization, unless the service sends none',
      { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-1' }, Null: { 'aws:SourceAccount': 'false' } },
      {},
      false,
      who.sns,
    ],
  ]);

  const named = (Service: string, principal: Principal) =>
    evaluate(ask(principal), {
      identity: [],
      resource: policy('r', { Effect: 'Allow', Principal: { Service }, Action: '*', Resource: '*' }),
    }).allowed;
  test.each([
    ['sns.amazonaws.com', who.sns, true],
    ['sns.us-east-1.amazonaws.com', who.sns, false],
    ['sns.amazonaws.com', regional, true],
    ['sns.us-east-1.amazonaws.com', regional, true],
    ['sns.eu-west-1.amazonaws.com', regional, false],
    ['sns.amazonaws.com', { type: 'service', arn: 'sns.af-south-1.amazonaws.com' }, false],
    ['sns.af-south-1.amazonaws.com', { type: 'service', arn: 'sns.af-south-1.amazonaws.com' }, true],
    ['SNS.amazonaws.com', who.sns, false],
    ['*', who.sns, false],
  ] as const)('a Principal of Service %s speaks of %o: %s', (service, principal, expected) => {
    expect(named(service, principal)).toBe(expected);
  });
});

describe('where a request comes from', () => {
  check([
    ['its endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, { 'aws:SourceVpce': 'vpce-1' }, true],
    [
      'another endpoint',
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      { 'aws:SourceVpce': 'vpce-2' },
      false,
    ],
    ['no endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, {}, false],
    [
      'not this endpoint, which no endpoint is',
      { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      {},
      true,
    ],
    [
      'not this network, and no service either',
      {
        StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
      {},
      false,
      who.sns,
    ],
    ['over TLS', { Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': true }, true],
    [
      'its address',
      { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.0/24'] } },
      { 'aws:SourceIp': '203.0.113.9' },
      true,
    ],
    [
      'before a date',
      { DateLessThan: { 'aws:CurrentTime': '2027-01-01' } },
      { 'aws:CurrentTime': '2026-11-23T00:00:00Z' },
      true,
    ],
    [
      'by epoch',
      { NumericGreaterThan: { 'aws:EpochTime': 1700000000 } },
      { 'aws:EpochTime': 1790000000 },
      true,
    ],
    ['with a second factor', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, true],
    [
      'without a second factor',
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      { 'aws:MultiFactorAuthPresent': false },
      false,
    ],
  ]);
});

describe('what the principal says of itself', () => {
  check([
    [
      'an anonymous caller has an account of that name',
      { StringEquals: { 'aws:PrincipalAccount': 'anonymous' } },
      {},
      true,
      who.anonymous,
    ],
    ['an anonymous caller has no ARN', { Null: { 'aws:PrincipalArn': 'true' } }, {}, true, who.anonymous],
    [
      'a federated user by its session',
      { ArnEquals: { 'aws:PrincipalArn': who.federatedUser.arn } },
      {},
      true,
      who.federatedUser,
    ],
    ['the root user', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }, {}, true, who.root],
    ['a role has no user name', { Null: { 'aws:username': 'true' } }, {}, true, who.session],
  ]);
});
