import { PolicyError, type PolicyKind, parsePolicyDocument } from '@wayleave/iam';
import { expect, test } from 'vitest';

const SYNTAX = 'Syntax errors in policy.';
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const of = (parts: object) => ({ Version: '2012-10-17', Statement: [{ ...statement, ...parts }] });
const trusting = (parts: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', ...parts }],
});

function error(json: unknown, kind?: PolicyKind): PolicyError {
  try {
    parsePolicyDocument(json, kind && { kind });
  } catch (thrown) {
    if (thrown instanceof PolicyError) return thrown;
    throw thrown;
  }
  throw new Error('accepted');
}

const grammar: ReadonlyArray<readonly [name: string, json: unknown, words: string, path: string]> = [
  ['text that is no JSON', '{"Version"', SYNTAX, ''],
  ['a list', [], SYNTAX, ''],
  ['null', null, SYNTAX, ''],
  ['an unknown key', { ...of({}), Statements: [] }, SYNTAX, ''],
  ['an unknown version', { ...of({}), Version: '2012-10-18' }, SYNTAX, 'Version'],
  ['an Id that is no string', { ...of({}), Id: 1 }, SYNTAX, 'Id'],
  ['no Statement', { Version: '2012-10-17' }, SYNTAX, 'Statement'],
  ['an empty list of statements', { Statement: [] }, SYNTAX, 'Statement'],
  ['a statement that is a string', { Statement: ['Allow'] }, SYNTAX, 'Statement[0]'],
  ['an unknown key in a statement', of({ Actions: '*' }), SYNTAX, 'Statement[0]'],
  ['no Effect', of({ Effect: undefined }), SYNTAX, 'Statement[0]'],
  ['an unknown Effect', of({ Effect: 'Permit' }), SYNTAX, 'Statement[0].Effect'],
  [
    'an Effect in the wrong case',
    of({ Effect: 'allow' }),
    'The policy failed legacy parsing',
    'Statement[0].Effect',
  ],
  ['a Sid that is no string', of({ Sid: 1 }), SYNTAX, 'Statement[0].Sid'],
  ['both Action and NotAction', of({ NotAction: '*' }), SYNTAX, 'Statement[0]'],
  ['both Resource and NotResource', of({ NotResource: '*' }), SYNTAX, 'Statement[0]'],
  ['both Principal and NotPrincipal', of({ Principal: '*', NotPrincipal: '*' }), SYNTAX, 'Statement[0]'],
  ['an Action that is a number', of({ Action: 1 }), SYNTAX, 'Statement[0].Action'],
  [
    'a Resource that is an unresolved reference',
    of({ Resource: [{ Ref: 'Topic' }] }),
    SYNTAX,
    'Statement[0].Resource',
  ],
  ['no Action', of({ Action: undefined }), 'Policy statement must contain actions.', 'Statement[0]'],
  ['an empty list of actions', of({ Action: [] }), 'Policy statement must contain actions.', 'Statement[0]'],
  ['a Principal that is an ARN', of({ Principal: 'arn:aws:iam::1:root' }), SYNTAX, 'Statement[0].Principal'],
  ['an unknown kind of principal', of({ Principal: { User: 'x' } }), SYNTAX, 'Statement[0].Principal'],
  ['a Principal that names nobody', of({ Principal: {} }), SYNTAX, 'Statement[0].Principal'],
  ['a principal that is a number', of({ Principal: { AWS: 1 } }), SYNTAX, 'Statement[0].Principal.AWS'],
  ['a Condition that is a list', of({ Condition: [] }), SYNTAX, 'Statement[0].Condition'],
  [
    'an unknown operator',
    of({ Condition: { StringIs: { k: 'a' } } }),
    SYNTAX,
    'Statement[0].Condition.StringIs',
  ],
  [
    'NullIfExists',
    of({ Condition: { NullIfExists: { k: 'true' } } }),
    SYNTAX,
    'Statement[0].Condition.NullIfExists',
  ],
  ['an operator without keys', of({ Condition: { Bool: true } }), SYNTAX, 'Statement[0].Condition.Bool'],
  [
    'a condition value that is an object',
    of({ Condition: { Bool: { k: {} } } }),
    SYNTAX,
    'Statement[0].Condition.Bool.k',
  ],
  [
    'a date that is none',
    of({ Condition: { DateLessThan: { k: 'soon' } } }),
    'The policy failed legacy parsing',
    'Statement[0].Condition.DateLessThan.k',
  ],
  [
    'a Sid used twice',
    {
      Statement: [
        { ...statement, Sid: 'a' },
        { ...statement, Sid: 'a' },
      ],
    },
    'Statement IDs (SID) in a single policy must be unique.',
    'Statement[1].Sid',
  ],
];

test.each(grammar)('refuses %s', (_, json, words, path) => {
  const { code, awsMessage, path: where, message } = error(json);
  expect({ code, awsMessage, where }).toEqual({ code: 'ERR_IAM_POLICY', awsMessage: words, where: path });
  expect(message).toContain(words);
});

const byKind: ReadonlyArray<readonly [name: string, kind: PolicyKind, json: unknown, words: string]> = [
  [
    'no version',
    'identity',
    { Statement: statement },
    'Policy document must be version 2012-10-17 or greater.',
  ],
  [
    'an old version',
    'identity',
    { ...of({}), Version: '2008-10-17' },
    'Policy document must be version 2012-10-17 or greater.',
  ],
  ['a principal', 'identity', of({ Principal: '*' }), 'Policy document should not specify a principal.'],
  ['no resource', 'identity', of({ Resource: undefined }), 'Policy statement must contain resources.'],
  ['no resources in the list', 'identity', of({ Resource: [] }), 'Policy statement must contain resources.'],
  [
    'a resource that is no ARN',
    'identity',
    of({ Resource: 'bucket' }),
    'Resource bucket must be in ARN format or "*".',
  ],
  [
    'no partition',
    'identity',
    of({ Resource: 'arn::s3:::b' }),
    'Partition "" is not valid for resource "arn::s3:::b".',
  ],
  [
    'an unknown partition',
    'identity',
    of({ Resource: 'arn:x:s3' }),
    'Partition "x" is not valid for resource "arn:x:s3:*:*:*".',
  ],
  [
    'no service',
    'identity',
    of({ Resource: 'arn:aws' }),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  [
    'a region for IAM',
    'identity',
    of({ Resource: 'arn:aws:iam:us-east-1:1:role/x' }),
    'IAM resource arn:aws:iam:us-east-1:1:role/x cannot contain region information.',
  ],
  [
    'a region for S3',
    'identity',
    of({ Resource: 'arn:aws:s3:us-east-1::b' }),
    'Resource arn:aws:s3:us-east-1::b can not contain region information.',
  ],
  [
    'an action without service',
    'identity',
    of({ Action: 'GetObject' }),
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  [
    'an action with two colons',
    'identity',
    of({ Action: 's3:Get:Object' }),
    'Actions/Condition can contain only one colon.',
  ],
  ['an action of no service', 'identity', of({ Action: 's 3:GetObject' }), 'Vendor s 3 is not valid'],
  ['text that is no JSON', 'trust', 'invalid', 'This policy contains invalid Json'],
  [
    'an unknown version',
    'trust',
    { ...trusting({}), Version: '2020' },
    'The policy must contain a valid version string',
  ],
  ['no Effect', 'trust', trusting({ Effect: undefined }), 'Missing required field Effect'],
  ['no Action', 'trust', trusting({ Action: undefined }), 'Missing required field Action'],
  ['no Principal', 'trust', trusting({ Principal: undefined }), 'Missing required field Principal'],
  [
    'a NotPrincipal',
    'trust',
    trusting({ Principal: undefined, NotPrincipal: '*' }),
    'AssumeRole policy must not contain NotPrincipal field.',
  ],
  ['a Resource', 'trust', trusting({ Resource: '*' }), 'Has prohibited field Resource'],
  ['a NotResource', 'trust', trusting({ NotResource: '*' }), 'AssumeRole policy must not contain resources.'],
  [
    'another action',
    'trust',
    trusting({ Action: ['sts:AssumeRole', 's3:*'] }),
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  ['no principal', 'resource', of({}), SYNTAX],
];

test.each(byKind)('refuses %s in a policy of kind %s', (_, kind, json, words) => {
  expect(error(json, kind).awsMessage).toBe(words);
});

test('gives back a document that is in order, from text or from JSON', () => {
  const document = of({
    Condition: { NumericLessThan: { 's3:max-keys': 10 }, Bool: { 'aws:SecureTransport': true } },
  });
  expect(parsePolicyDocument(document)).toEqual(document);
  expect(parsePolicyDocument(JSON.stringify(document), { kind: 'identity' })).toEqual(document);
  expect(parsePolicyDocument(trusting({}), { kind: 'trust' })).toEqual(trusting({}));
  expect(
    parsePolicyDocument({ Statement: { ...statement, Principal: '*' } }, { kind: 'resource' }),
  ).toBeDefined();
});

test('keeps the cause of text that is no JSON', () => {
  expect(error('{').cause).toBeInstanceOf(SyntaxError);
});
