import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { evaluate, type PolicyDocument, parsePolicyDocument } from '@wayleave/iam';
import { describe, expect, test } from 'vitest';
import { policy } from './fixtures.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = `${process.env['WAYLEAVE_CORPORA'] ?? `${root}../shared/corpora`}/aws/recorded/`;
const present = existsSync(folder);

/** A recording of the real AWS, as far as these tests look into it. */
type Json = { readonly [key: string]: Json } & readonly Json[] & string;

function recording(file: string): Json {
  return JSON.parse(readFileSync(`${folder}${file}.snapshot.json`, 'utf8'));
}

/** All documents under keys of these names, wherever they are. */
function documents(json: unknown, keys: readonly string[]): unknown[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const isPolicy =
      keys.includes(key) && typeof value === 'object' && value !== null && 'Statement' in value;
    return isPolicy ? [value] : documents(value, keys);
  });
}

if (!present) console.warn(`skipped: no recordings in ${folder} (set WAYLEAVE_CORPORA)`);

describe.skipIf(!present)('recorded from AWS', () => {
  test('every trust policy that IAM took is in order', () => {
    const found = documents(recording('test_iam'), ['AssumeRolePolicyDocument']);
    expect(found.length).toBeGreaterThan(80);
    for (const document of found) parsePolicyDocument(document, { kind: 'trust' });
  });

  test('every policy of topics and functions that AWS took is in order', () => {
    const found = ['test_sns', 'test_lambda_api'].flatMap((file) => documents(recording(file), ['Policy']));
    expect(found.length).toBeGreaterThan(20);
    for (const document of found) parsePolicyDocument(document, { kind: 'resource' });
  });

  test('a trust policy lets the service in it assume the role, and no other', () => {
    for (const document of documents(recording('test_iam'), ['AssumeRolePolicyDocument'])) {
      // Parsed above; every one of them trusts services in one statement.
      const resource = { name: 'trust policy', document: document as PolicyDocument };
      const [statement] = [resource.document.Statement].flat();
      if (statement?.Principal === undefined || statement.Principal === '*') throw new Error('no service');
      const trusted = [statement.Principal.Service ?? []].flat();
      const wanted = statement.Condition?.['StringEquals']?.['aws:SourceArn'];
      const context = wanted === undefined ? {} : { 'aws:SourceArn': String(wanted) };
      for (const arn of [...trusted, 'other.amazonaws.com']) {
        const question = { principal: { type: 'service' as const, arn }, action: 'sts:AssumeRole', context };
        const role = 'arn:aws:iam::111111111111:role/r';
        const { allowed } = evaluate({ ...question, resource: role }, { identity: [], resource });
        expect(allowed, arn).toBe(trusted.includes(arn));
      }
    }
  });

  test('text that is no JSON is refused in the recorded words', () => {
    const name = 'TestIAMExtensions::test_create_role_with_malformed_assume_role_policy_document';
    const recorded = recording('test_iam')[`tests/aws/services/iam/test_iam.py::${name}`];
    const words = recorded?.['recorded-content']?.['invalid-json']?.['Error']?.['Message'];
    expect(() => parsePolicyDocument('invalid', { kind: 'trust' })).toThrow(words);
  });

  test.each(['role', 'group', 'user'])('SimulatePrincipalPolicy of a %s', (kind) => {
    const name = `TestIAMIntegrations::test_simulate_principle_policy[${kind}]`;
    const recorded = recording('test_iam')[`tests/aws/services/iam/test_iam.py::${name}`];
    const results = recorded?.['recorded-content']?.['response']?.['EvaluationResults'] ?? [];
    expect(results.length).toBe(2);
    // The policy is not in the recording but in LocalStack's test of this name.
    const identity = [policy('p', { Sid: '', Effect: 'Allow', Action: 's3:PutObject', Resource: '*' })];
    for (const { EvalActionName, EvalDecision } of results) {
      const { decision } = evaluate(
        {
          principal: { type: 'user', arn: 'arn:aws:iam::111111111111:user/u' },
          action: String(EvalActionName),
          resource: 'arn:aws:s3:::bucket',
        },
        { identity },
      );
      expect(decision).toBe(EvalDecision === 'allowed' ? 'Allow' : 'ImplicitDeny');
    }
  });
});
