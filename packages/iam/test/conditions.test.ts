// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import { type ConditionBlock, evaluate, PolicyError } from '@wayleave/iam';
import { expect, test } from 'vitest';
import { ask, policy, TOPIC, user } from './fixtures.ts';

type Case = readonly [
  block: ConditionBlock,
  context: Record<string, string | number | boolean | string[]>,
  holds: boolean,
];

const V6 = '2001:DB8:1234:5678::1';
const ABACUS = 'QWJhY3Vz';

const cases: readonly Case[] = [
  // String
  [{ StringEquals: { k: 'Blue' } }, { k: 'Blue' }, true],
  [{ StringEquals: { k: 'Blue' } }, { k: 'blue' }, false],
  [{ StringEquals: { k: 'B*' } }, { k: 'Blue' }, false],
  [{ StringEquals: { k: 'B*' } }, { k: 'B*' }, true],
  [{ StringEquals: { k: ['Red', 'Blue'] } }, { k: 'Blue' }, true],
  [{ StringEquals: { k: [] } }, { k: 'Blue' }, false],
  [{ StringEquals: { k: '' } }, { k: '' }, true],
  [{ StringEquals: { K: 'Blue' } }, { k: 'Blue' }, true],
  [{ StringEquals: { 'AWS:sourceaccount': '1' } }, { 'aws:SourceAccount': '1' }, true],
  [{ StringEquals: { k: 'Blue' } }, {}, false],
  [{ StringNotEquals: { k: 'Blue' } }, { k: 'Red' }, true],
  [{ StringNotEquals: { k: 'Blue' } }, { k: 'Blue' }, false],
  [{ StringNotEquals: { k: ['Blue', 'Red'] } }, { k: 'Red' }, false],
  [{ StringNotEquals: { k: 'Blue' } }, {}, true],
  [{ StringEqualsIgnoreCase: { k: 'BLUE' } }, { k: 'blue' }, true],
  [{ StringNotEqualsIgnoreCase: { k: 'BLUE' } }, { k: 'blue' }, false],
  [{ StringNotEqualsIgnoreCase: { k: 'BLUE' } }, { k: 'red' }, true],
  [{ StringLike: { k: 'B*e' } }, { k: 'Blue' }, true],
  [{ StringLike: { k: 'B?ue' } }, { k: 'Blue' }, true],
  [{ StringLike: { k: 'b*' } }, { k: 'Blue' }, false],
  [{ StringLike: { k: '*' } }, {}, false],
  [{ StringNotLike: { k: 'B*' } }, { k: 'Blue' }, false],
  [{ StringNotLike: { k: 'B*' } }, { k: 'Red' }, true],
  [{ StringNotLike: { k: 'B*' } }, {}, true],
  [{ StringLike: { k: ['', 'home/', 'home/${aws:username}/'] } }, { k: 'home/ana/' }, true],
  [{ StringEquals: { k: '${aws:username}' } }, { k: 'ana' }, true],
  [{ StringEqualsIgnoreCase: { k: '${aws:UserName}' } }, { k: 'ANA' }, true],
  [{ StringEquals: { k: "${t, 'x y'}" } }, { k: 'x y' }, true],
  [{ StringEquals: { k: "${t, 'x y'}" } }, { k: 'z', t: 'z' }, true],
  [{ StringEquals: { k: '${t, x}' } }, { k: 'x' }, false],
  [{ StringEquals: { k: '${t}' } }, { k: '${t}' }, false],
  [{ StringEquals: { k: ['${t}', 'b'] } }, { k: 'b' }, true],
  [{ StringNotEquals: { k: '${t}' } }, { k: 'a' }, false],
  [{ StringNotEqualsIfExists: { k: '${t}' } }, { k: 'a' }, true],
  [{ StringEquals: { k: '${t}' } }, { k: 'a', t: ['a', 'b'] }, false],
  [{ StringEquals: { k: 'true' } }, { k: true }, true],
  [{ StringEquals: { k: true } }, { k: 'true' }, true],
  // Numeric
  [{ NumericEquals: { k: '10' } }, { k: '10.0' }, true],
  [{ NumericEquals: { k: 10 } }, { k: 10 }, true],
  [{ NumericEquals: { k: '1e1' } }, { k: '10' }, true],
  [{ NumericNotEquals: { k: '10' } }, { k: '11' }, true],
  [{ NumericNotEquals: { k: '10' } }, { k: '10' }, false],
  [{ NumericNotEquals: { k: '10' } }, {}, true],
  [{ NumericLessThan: { k: '10' } }, { k: '9.99' }, true],
  [{ NumericLessThan: { k: '10' } }, { k: '10' }, false],
  [{ NumericLessThanEquals: { k: '10' } }, { k: '10' }, true],
  [{ NumericGreaterThan: { k: '-1' } }, { k: '0' }, true],
  [{ NumericGreaterThan: { k: '9' } }, { k: '10' }, true],
  [{ NumericGreaterThanEquals: { k: '10' } }, { k: '9' }, false],
  [{ NumericLessThan: { k: '10' } }, {}, false],
  [{ NumericLessThan: { k: '10' } }, { k: 'nine' }, false],
  [{ NumericLessThan: { k: '10' } }, { k: '' }, false],
  [{ NumericLessThan: { k: ['5', '10'] } }, { k: '7' }, true],
  // Date
  [{ DateEquals: { k: '2026-11-23T12:00:00Z' } }, { k: '2026-11-23T12:00:00Z' }, true],
  [{ DateEquals: { k: '2026-11-23T13:00:00+01:00' } }, { k: '2026-11-23T12:00:00.000Z' }, true],
  [{ DateEquals: { k: '1700000000' } }, { k: '2023-11-14T22:13:20Z' }, true],
  [{ DateEquals: { k: 1700000000 } }, { k: 1700000000 }, true],
  [{ DateNotEquals: { k: '2026-11-23' } }, { k: '2026-11-24' }, true],
  [{ DateNotEquals: { k: '2026-11-23' } }, {}, true],
  [{ DateLessThan: { k: '2026-11-23' } }, { k: '2026-11-22T23:59:59Z' }, true],
  [{ DateLessThan: { k: '2026-11-23' } }, { k: '2026-11-23T00:00:00Z' }, false],
  [{ DateLessThanEquals: { k: '2026-11-23' } }, { k: '2026-11-23T00:00:00Z' }, true],
  [{ DateGreaterThan: { k: '2026' } }, { k: '2026-01-01T00:00:01Z' }, true],
  [{ DateGreaterThanEquals: { k: '2026-12' } }, { k: '2026-11-30T00:00Z' }, false],
  [{ DateGreaterThan: { k: '2026' } }, { k: 'yesterday' }, false],
  // Bool, BinaryEquals
  [{ Bool: { k: 'true' } }, { k: true }, true],
  [{ Bool: { k: false } }, { k: 'FALSE' }, true],
  [{ Bool: { k: 'TRUE' } }, { k: 'true' }, true],
  [{ Bool: { k: 'true' } }, { k: 'false' }, false],
  [{ Bool: { k: 'false' } }, {}, false],
  [{ Bool: { k: 'yes' } }, { k: 'yes' }, false],
  [{ Bool: { k: '${t}' } }, { k: 'true', t: 'true' }, true],
  [{ BinaryEquals: { k: ABACUS } }, { k: ABACUS }, true],
  [{ BinaryEquals: { k: 'QUI=' } }, { k: 'QUI' }, true],
  [{ BinaryEquals: { k: ABACUS } }, { k: 'QWJhY3V0' }, false],
  [{ BinaryEquals: { k: 'no base64!' } }, { k: 'no base64!' }, false],
  // IpAddress
  [{ IpAddress: { k: '203.0.113.0/24' } }, { k: '203.0.113.77' }, true],
  [{ IpAddress: { k: '203.0.113.0/24' } }, { k: '203.0.114.1' }, false],
  [{ IpAddress: { k: '203.0.113.5' } }, { k: '203.0.113.5' }, true],
  [{ IpAddress: { k: '203.0.113.5' } }, { k: '203.0.113.6' }, false],
  [{ IpAddress: { k: '0.0.0.0/0' } }, { k: '8.8.8.8' }, true],
  [{ IpAddress: { k: '0.0.0.0/0' } }, { k: V6 }, false],
  [{ IpAddress: { k: '2001:db8:1234:5678::/64' } }, { k: V6 }, true],
  [{ IpAddress: { k: '2001:db8:1234:5679::/64' } }, { k: V6 }, false],
  [{ IpAddress: { k: '::/0' } }, { k: V6 }, true],
  [{ IpAddress: { k: '::ffff:192.0.2.0/120' } }, { k: '::ffff:c000:0207' }, true],
  [{ IpAddress: { k: '203.0.113.0/33' } }, { k: '203.0.113.0' }, false],
  [{ IpAddress: { k: '203.0.113.0/' } }, { k: '203.0.113.0' }, false],
  [{ IpAddress: { k: '203.0.113.256' } }, { k: '203.0.113.256' }, false],
  [{ IpAddress: { k: '1::2::3' } }, { k: '1::2::3' }, false],
  [{ IpAddress: { k: '1:2:3:4:5:6:7:8::' } }, { k: '1:2:3:4:5:6:7:8' }, false],
  [{ IpAddress: { k: '203.0.113.0/24' } }, { k: 'sns.amazonaws.com' }, false],
  [{ IpAddress: { k: ['10.0.0.0/8', V6] } }, { k: '2001:db8:1234:5678:0:0:0:1' }, true],
  [{ NotIpAddress: { k: ['10.0.0.0/8', '192.168.0.0/16'] } }, { k: '192.168.1.1' }, false],
  [{ NotIpAddress: { k: '10.0.0.0/8' } }, { k: '203.0.113.1' }, true],
  [{ NotIpAddress: { k: '10.0.0.0/8' } }, {}, true],
  // Arn
  [{ ArnEquals: { k: TOPIC } }, { k: TOPIC }, true],
  [{ ArnEquals: { k: 'arn:aws:sns:*:*:up*' } }, { k: TOPIC }, true],
  [{ ArnLike: { k: 'arn:aws:sns:*:*:up*' } }, { k: TOPIC }, true],
  [{ ArnLike: { k: 'arn:aws:sns:us-east-?:*:uploads' } }, { k: TOPIC }, true],
  [{ ArnLike: { k: 'arn:aws:sns:*:444455556666:*' } }, { k: TOPIC }, false],
  [{ ArnLike: { k: 'arn:aws:sns:*:UPLOADS' } }, { k: TOPIC }, false],
  [
    { ArnLike: { k: 'arn:aws:x:*:111122223333:finance/*' } },
    { k: 'arn:aws:x:us-east-2:999999999999:store/abc:111122223333:finance/d.txt' },
    false,
  ],
  [
    { StringLike: { k: 'arn:aws:x:*:111122223333:finance/*' } },
    { k: 'arn:aws:x:us-east-2:999999999999:store/abc:111122223333:finance/d.txt' },
    true,
  ],
  [{ ArnLike: { k: 'arn:aws:sns:*' } }, { k: TOPIC }, false],
  [{ ArnLike: { k: 'arn:aws:logs:*:*:log-group:*' } }, { k: 'arn:aws:logs:r:1:log-group:a:b:c' }, true],
  [{ ArnLike: { k: 'arn:aws:sns:*:*:${t}' } }, { k: TOPIC, t: 'uploads' }, true],
  [{ ArnLike: { k: 'arn:aws:sns:*:${aws:PrincipalAccount}:*' } }, { k: TOPIC }, true],
  [{ ArnLike: { k: TOPIC } }, {}, false],
  [{ ArnLike: { k: '*:*:*:*:*:*' } }, { k: 'no arn' }, false],
  [{ ArnNotEquals: { k: TOPIC } }, { k: TOPIC }, false],
  [{ ArnNotLike: { k: 'arn:aws:sns:*:*:down*' } }, { k: TOPIC }, true],
  [{ ArnNotLike: { k: TOPIC } }, {}, true],
  // Null, IfExists
  [{ Null: { k: 'true' } }, {}, true],
  [{ Null: { k: 'true' } }, { k: 'a' }, false],
  [{ Null: { k: 'false' } }, { k: 'a' }, true],
  [{ Null: { k: false } }, {}, false],
  [{ Null: { k: 'false' } }, { k: [] }, false],
  [{ Null: { k: 'false' } }, { k: '' }, false],
  [{ StringEqualsIfExists: { k: 'a' } }, {}, true],
  [{ StringEqualsIfExists: { k: 'a' } }, { k: 'a' }, true],
  [{ StringEqualsIfExists: { k: 'a' } }, { k: 'b' }, false],
  [{ StringNotEqualsIfExists: { k: 'a' } }, {}, true],
  [{ BoolIfExists: { k: 'true' } }, {}, true],
  [{ ArnLikeIfExists: { k: TOPIC } }, { k: 'arn:aws:sns:a:b:c' }, false],
  [{ 'ForAnyValue:StringEqualsIfExists': { k: 'a' } }, {}, true],
  // Sets
  [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'b', 'a'] }, true],
  [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, false],
  [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: [] }, true],
  [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, {}, true],
  [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: '' }, true],
  [{ 'ForAllValues:StringLike': { k: 'a*' } }, { k: ['a', 'ab'] }, true],
  [{ 'ForAllValues:StringNotEquals': { k: ['a', 'b'] } }, { k: ['c', 'd'] }, true],
  [{ 'ForAllValues:StringNotEquals': { k: ['a', 'b'] } }, { k: ['c', 'a'] }, false],
  [{ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['c', 'b'] }, true],
  [{ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['c', 'd'] }, false],
  [{ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: [] }, false],
  [{ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, {}, false],
  [{ 'ForAnyValue:StringNotEquals': { k: ['a'] } }, { k: ['a', 'b'] }, true],
  [{ 'ForAnyValue:StringNotEquals': { k: ['a'] } }, { k: ['a'] }, false],
  [{ 'ForAnyValue:StringNotEquals': { k: ['a'] } }, {}, false],
  [{ 'ForAnyValue:ArnLike': { k: 'arn:aws:sns:*:*:*' } }, { k: ['x', TOPIC] }, true],
  [{ 'ForAllValues:NumericLessThan': { k: '5' } }, { k: ['1', '4'] }, true],
  // Several keys and operators
  [{ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '2' }, true],
  [{ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
  [{ StringEquals: { a: '1' }, Bool: { b: 'true' } }, { a: '1', b: 'true' }, true],
  [{ StringEquals: { a: '1' }, Bool: { b: 'true' } }, { a: '1', b: 'false' }, false],
  [{ 'ForAllValues:StringEquals': { k: 'a' }, Null: { k: 'false' } }, {}, false],
  [{ StringEquals: {} }, {}, true],
  [{}, {}, true],
  // What the principal says of itself
  [{ StringEquals: { 'aws:PrincipalType': 'User' } }, {}, true],
  [{ StringEquals: { 'aws:userid': 'AIDAANA' } }, {}, true],
  [{ StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, {}, true],
  [{ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:user/team/*' } }, {}, true],
  [{ Bool: { 'aws:PrincipalIsAWSService': 'false' } }, {}, true],
  [{ StringEquals: { 'aws:ResourceAccount': '111122223333' } }, {}, true],
];

test.each(
  cases.map(
    ([block, context, holds]) =>
      [JSON.stringify(block), JSON.stringify(context), holds, block, context] as const,
  ),
)('%s of %s is %s', (_, __, holds, block, context) => {
  const identity = [policy('p', { Effect: 'Allow', Action: '*', Resource: '*', Condition: block })];
  expect(evaluate(ask(user, { context }), { identity }).allowed).toBe(holds);
});

test('an operator that AWS does not have is an error, not a mismatch', () => {
  for (const operator of [
    'StringMatches',
    'stringequals',
    'NullIfExists',
    'ForSomeValues:StringEquals',
    'toString',
  ]) {
    const identity = [
      policy('p', { Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { k: 'a' } } }),
    ];
    expect(() => evaluate(ask(user), { identity }), operator).toThrow(PolicyError);
  }
});

test('an operator without set prefix reads a list of values as any of them, negated as none', () => {
  const allowed = (Condition: ConditionBlock) =>
    evaluate(ask(user, { context: { k: ['a', 'b'] } }), {
      identity: [policy('p', { Effect: 'Allow', Action: '*', Resource: '*', Condition })],
    }).allowed;
  expect(allowed({ StringEquals: { k: 'b' } })).toBe(true);
  expect(allowed({ StringNotEquals: { k: 'b' } })).toBe(false);
});
