// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import {
  evaluate,
  type NamedPolicy,
  type PolicyDocument,
  PolicyError,
  type PolicySet,
  type Principal,
  type PrincipalElement,
  parsePolicyDocument,
  type Statement,
} from '@wayleave/iam';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AWAY,
  ask,
  everything,
  HOME,
  nothing,
  policy,
  ROLE,
  session,
  sns,
  stranger,
  TOPIC,
  user,
} from './fixtures.ts';

const ROOT = `arn:aws:iam::${HOME}:root`;
const action = fc.constantFrom('sns:Publish', 'sns:*', '*', 's3:GetObject', 'sns:Pub????');
const resource = fc.constantFrom(
  TOPIC,
  '*',
  'arn:aws:sns:*:*:up*',
  'arn:aws:s3:::b/*',
  'arn:aws:sns:*:*:${t}',
);
const element = fc.constantFrom<PrincipalElement>(
  '*',
  { AWS: [HOME, AWAY] },
  { AWS: [user.arn, ROLE] },
  { AWS: [session.arn, ROOT] },
  { Service: 'sns.amazonaws.com' },
);
const condition = fc.constantFrom(
  {},
  { StringEquals: { k: 'a' } },
  { StringNotEquals: { k: 'a' } },
  { 'ForAllValues:StringLike': { k: ['a*'] } },
);
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    action,
    resource,
    negated: fc.boolean(),
    condition,
  })
  .map(({ Effect, action, resource, negated, condition }): Statement => {
    return {
      Effect,
      Action: action,
      Condition: condition,
      ...(negated ? { NotResource: resource } : { Resource: resource }),
    };
  });
const named = fc
  .array(statement, { maxLength: 3 })
  .map((statements): NamedPolicy => policy('p', ...statements));
const resourcePolicy = fc
  .array(fc.tuple(statement, element), { maxLength: 3 })
  .map((pairs) => policy('r', ...pairs.map(([one, Principal]) => ({ ...one, Principal }))));
const policies: fc.Arbitrary<PolicySet> = fc.record(
  {
    identity: fc.array(named, { maxLength: 2 }),
    resource: resourcePolicy,
    boundary: named,
    session: fc.array(named, { maxLength: 2 }),
    serviceControl: fc.array(named, { maxLength: 2 }),
  },
  { requiredKeys: ['identity'] },
);
const principal = fc.constantFrom<Principal>(user, session, stranger, sns);
const request = fc
  .record({ principal, k: fc.constantFrom(undefined, 'a', 'b', ['a', 'ab']) })
  .map(({ principal, k }) => ask(principal, { context: k === undefined ? {} : { k } }));

function without(set: PolicySet, effect: 'Allow' | 'Deny'): PolicySet {
  const strip = (one: NamedPolicy) =>
    policy(one.name, ...statements(one.document).filter((s) => s.Effect !== effect));
  return mapped(set, strip);
}

function mapped(set: PolicySet, change: (one: NamedPolicy) => NamedPolicy): PolicySet {
  return {
    identity: set.identity.map(change),
    ...(set.resource && { resource: change(set.resource) }),
    ...(set.boundary && { boundary: change(set.boundary) }),
    ...(set.session && { session: set.session.map(change) }),
    ...(set.serviceControl && { serviceControl: set.serviceControl.map(change) }),
  };
}

function statements(document: PolicyDocument): readonly Statement[] {
  return [document.Statement].flat();
}

test('an explicit deny always wins', () => {
  fc.assert(
    fc.property(request, policies, (question, set) => {
      const deny: Statement = { ...nothing, Principal: '*' };
      const resource = policy('r', deny, ...(set.resource ? statements(set.resource.document) : []));
      expect(evaluate(question, { ...set, resource }).decision).toBe('ExplicitDeny');
    }),
  );
});

test('adding an allow never takes one away', () => {
  fc.assert(
    fc.property(
      request,
      policies,
      fc.constantFrom('identity', 'resource', 'both'),
      (question, set, where) => {
        const more = {
          ...set,
          ...(where !== 'resource' && { identity: [...set.identity, policy('more', everything)] }),
          ...(where !== 'identity' && {
            resource: policy('r', ...(set.resource ? statements(set.resource.document) : []), {
              ...everything,
              Principal: '*' as const,
            }),
          }),
        };
        if (evaluate(question, set).allowed) expect(evaluate(question, more).allowed).toBe(true);
      },
    ),
  );
});

test('taking every deny away never takes an allow away', () => {
  fc.assert(
    fc.property(request, policies, (question, set) => {
      if (evaluate(question, set).allowed)
        expect(evaluate(question, without(set, 'Deny')).allowed).toBe(true);
    }),
  );
});

test('without an Allow nothing but the root user is allowed', () => {
  fc.assert(
    fc.property(request, policies, (question, set) => {
      expect(evaluate(question, without(set, 'Allow')).allowed).toBe(false);
    }),
  );
});

test('the order of statements and policies is irrelevant', () => {
  fc.assert(
    fc.property(request, policies, (question, set) => {
      const backwards = mapped(set, (one) => policy(one.name, ...statements(one.document).toReversed()));
      const reversed = { ...backwards, identity: backwards.identity.toReversed() };
      expect(evaluate(question, reversed).decision).toBe(evaluate(question, set).decision);
    }),
  );
});

test('every answer has its reason: an allow an Allow that applies, an explicit deny a Deny', () => {
  fc.assert(
    fc.property(request, policies, (question, set) => {
      const { decision, statements, decidedBy } = evaluate(question, set);
      const effects = statements.map(({ effect }) => effect);
      expect(decidedBy).not.toBe('');
      if (decision === 'Allow') expect(effects).toContain('Allow');
      expect(effects.includes('Deny')).toBe(decision === 'ExplicitDeny');
    }),
  );
});

/** The obvious matcher, exponential and right. */
function naive(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern;
  const tail = rest.join('');
  if (first === undefined) return text === '';
  if (first === '*') return naive(tail, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && naive(tail, text.slice(1));
}

test('wildcards agree with the obvious matcher', () => {
  const text = (...alphabet: string[]) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((chars) => chars.join(''));
  fc.assert(
    fc.property(text('a', 'b', '*', '?'), text('a', 'b'), (pattern, actual) => {
      const identity = [policy('p', { ...everything, Resource: `arn:aws:s3:::b/${pattern}` })];
      const { allowed } = evaluate(ask(user, { resource: `arn:aws:s3:::b/${actual}` }), { identity });
      expect(allowed).toBe(naive(pattern, actual));
    }),
    { numRuns: 2000 },
  );
});

test('a hostile pattern takes no time', () => {
  const identity = [policy('p', { ...everything, Resource: `${'*a'.repeat(500)}b` })];
  const started = performance.now();
  expect(evaluate(ask(user, { resource: 'a'.repeat(5000) }), { identity }).allowed).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('any JSON is either a policy or a PolicyError', () => {
  const wild = fc.oneof(fc.json(), fc.jsonValue());
  const close = fc.record({
    Version: fc.constantFrom('2012-10-17', 7),
    Statement: fc.oneof(fc.jsonValue(), statement),
  });
  fc.assert(
    fc.property(fc.oneof(wild, close), fc.constantFrom('identity', 'resource', 'trust'), (json, kind) => {
      try {
        parsePolicyDocument(json, { kind });
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError);
      }
    }),
  );
});
