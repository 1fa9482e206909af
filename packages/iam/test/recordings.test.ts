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

/** All texts, wherever they are. */
function texts(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(texts) : [];
}

/** The recorder put placeholders where the partition was. */
function withPartition(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document).replaceAll('<partition>', 'aws'));
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

  test('every policy of roles and stacks that AWS took is in order', () => {
    const files = ['test_iam', 'cfn_resources_lambda', 'test_stacks'];
    const found = files.flatMap((file) => documents(recording(file), ['PolicyDocument']));
    expect(found.length).toBeGreaterThan(10);
    for (const document of found) parsePolicyDocument(withPartition(document), { kind: 'identity' });
  });

  test('the policy that a new topic has is for its own account', () => {
    const found = documents(recording('test_sns'), ['Policy']) as PolicyDocument[];
    const topics = found.filter(({ Id }) => Id === '__default_policy_ID');
    expect(topics.length).toBeGreaterThan(10);
    for (const document of topics) {
      const resource = String([document.Statement].flat()[0]?.Resource);
      const publishes = (account: string) =>
        evaluate(
          {
            principal: { type: 'user', arn: `arn:aws:iam::${account}:user/u` },
            action: 'sns:Publish',
            resource,
            resourceAccountId: '111111111111',
            context: { 'aws:SourceOwner': account },
          },
          { identity: [], resource: { name: 'topic policy', document } },
        ).decision;
      expect([publishes('111111111111'), publishes('222222222222')]).toEqual(['Allow', 'ImplicitDeny']);
    }
  });

  test('a statement that Lambda wrote for a permission lets that service in from that source, and no other', () => {
    const files = ['test_lambda_api', 'cfn_resources_lambda'];
    const found = files.flatMap((file) => documents(recording(file), ['Policy'])) as PolicyDocument[];
    const statements = found
      .flatMap(({ Statement }) => [Statement].flat())
      .filter(({ Action, Principal }) => Action === 'lambda:InvokeFunction' && Principal !== '*');
    expect(statements.length).toBeGreaterThan(15);
    for (const statement of statements) {
      const service = typeof statement.Principal === 'object' ? String(statement.Principal.Service) : '';
      const source = statement.Condition?.['ArnLike']?.['AWS:SourceArn'];
      const account = statement.Condition?.['StringEquals']?.['AWS:SourceAccount'];
      const invokes = (arn: string, SourceArn = String(source)) =>
        evaluate(
          {
            principal: { type: 'service', arn },
            action: 'lambda:InvokeFunction',
            resource: String(statement.Resource),
            context: { 'aws:SourceArn': SourceArn, 'aws:SourceAccount': String(account) },
          },
          { identity: [], resource: { name: 'p', document: { Statement: statement } } },
        ).allowed;
      expect(invokes(service)).toBe(true);
      expect(invokes('other.amazonaws.com')).toBe(false);
      expect(invokes(service, 'arn:aws:sns:us-east-1:999999999999:other')).toBe(source === undefined);
    }
  });

  test('the service-linked roles that AWS made are beyond policies of an organization', () => {
    const arns = texts(recording('test_iam')).filter((text) =>
      /^arn:[^:]*:iam::\d+:role\/aws-service-role/.test(text),
    );
    const roles = new Set(arns);
    expect(roles.size).toBeGreaterThan(60);
    const closed = [
      { name: 'root', policies: [policy('closed', { Effect: 'Deny', Action: '*', Resource: '*' })] },
    ];
    for (const roleArn of roles) {
      const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
      const session = {
        type: 'assumed-role',
        arn: `arn:aws:sts::111111111111:assumed-role/${name}/s`,
      } as const;
      const question = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
      const set = {
        identity: [policy('p', { Effect: 'Allow', Action: '*', Resource: '*' })],
        serviceControl: closed,
        resourceControl: closed,
      };
      expect(evaluate({ principal: { ...session, roleArn }, ...question }, set).allowed, roleArn).toBe(true);
      const ordinary = { ...session, roleArn: `arn:aws:iam::111111111111:role/${name}` };
      expect(evaluate({ principal: ordinary, ...question }, set).decision).toBe('ExplicitDeny');
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
