// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import {
  evaluate,
  grantsBeyond,
  type NamedPolicy,
  type OrganizationLevel,
  type PolicyDocument,
  PolicyError,
  type PolicySet,
  type Principal,
  type PrincipalElement,
  parsePolicyDocument,
  type Statement,
  smallestStatement,
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
const levels = fc.array(
  fc
    .array(resourcePolicy, { maxLength: 2 })
    .map((found): OrganizationLevel => ({ name: 'OU', policies: found })),
  { maxLength: 2 },
);
const policies: fc.Arbitrary<PolicySet> = fc.record(
  {
    identity: fc.array(named, { maxLength: 2 }),
    resource: resourcePolicy,
    boundary: named,
    session: fc.array(named, { maxLength: 2 }),
    serviceControl: levels,
    resourceControl: levels,
    endpoint: resourcePolicy,
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
    ...(set.serviceControl && { serviceControl: eachLevel(set.serviceControl, change) }),
    ...(set.resourceControl && { resourceControl: eachLevel(set.resourceControl, change) }),
    ...(set.endpoint && { endpoint: change(set.endpoint) }),
  };
}

function eachLevel(levels: readonly OrganizationLevel[], change: (one: NamedPolicy) => NamedPolicy) {
  return levels.map(({ name, policies }) => ({ name, policies: policies.map(change) }));
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
  return naively(Array.from(pattern), Array.from(text));
}

function naively([first, ...rest]: readonly string[], text: readonly string[]): boolean {
  if (first === undefined) return text.length === 0;
  if (first === '*')
    return naively(rest, text) || (text.length > 0 && naively([first, ...rest], text.slice(1)));
  return (first === '?' ? text.length > 0 : first === text[0]) && naively(rest, text.slice(1));
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

test('a ceiling more never adds a permission', () => {
  const level = (one: NamedPolicy): readonly OrganizationLevel[] => [{ name: 'more', policies: [one] }];
  const ceilings: ReadonlyArray<(set: PolicySet, one: NamedPolicy) => PolicySet> = [
    (set, one) => ({ ...set, boundary: set.boundary ?? one }),
    (set, one) => ({ ...set, session: set.session?.length ? set.session : [one] }),
    (set, one) => ({ ...set, endpoint: set.endpoint ?? one }),
    (set, one) => ({ ...set, serviceControl: [...(set.serviceControl ?? []), ...level(one)] }),
    (set, one) => ({ ...set, resourceControl: [...(set.resourceControl ?? []), ...level(one)] }),
  ];
  fc.assert(
    fc.property(request, policies, resourcePolicy, fc.nat(ceilings.length - 1), (question, set, one, nth) => {
      const under = ceilings[nth]?.(set, one) ?? set;
      if (evaluate(question, under).allowed) expect(evaluate(question, set).allowed).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('the case of actions and of condition keys is no matter, that of all else is', () => {
  const shouted = (one: NamedPolicy) =>
    policy(
      one.name,
      ...statements(one.document).map((statement) => ({
        ...statement,
        Action: [statement.Action ?? []].flat().map((text) => text.toUpperCase()),
        Condition: Object.fromEntries(
          Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, value]) => [key.toUpperCase(), value])),
          ]),
        ),
      })),
    );
  fc.assert(
    fc.property(request, policies, (question, set) => {
      const { decision } = evaluate(question, set);
      expect(evaluate(question, mapped(set, shouted)).decision).toBe(decision);
      expect(evaluate({ ...question, action: question.action.toUpperCase() }, set).decision).toBe(decision);
    }),
  );
  const resource = [policy('p', { ...everything, Resource: TOPIC.toUpperCase() })];
  expect(evaluate(ask(user), { identity: resource }).allowed).toBe(false);
});

test('every statement is either applied or considered, once', () => {
  fc.assert(
    fc.property(request, policies, (question, set) => {
      const answer = evaluate(question, set);
      const told = [...answer.statements, ...answer.considered()];
      const counted = mapped(set, (one) => policy(one.name, ...statements(one.document)));
      const isService = question.principal.type === 'service';
      const layers = [
        ...(counted.resourceControl ?? []).flatMap(({ policies }) => policies),
        ...(counted.endpoint ? [counted.endpoint] : []),
        ...(counted.resource ? [counted.resource] : []),
        ...(isService ? [] : counted.identity),
        ...(isService || !counted.boundary ? [] : [counted.boundary]),
        ...(isService ? [] : (counted.session ?? [])),
        ...(isService ? [] : (counted.serviceControl ?? []).flatMap(({ policies }) => policies)),
      ];
      expect(told.length).toBe(layers.flatMap(({ document }) => statements(document)).length);
      expect(answer.considered().every(({ why }) => why !== '')).toBe(true);
    }),
  );
});

const short = fc
  .array(fc.constantFrom('a', 'b', '*', '?', '🎬', ':', '$', '{', '}'), { maxLength: 6 })
  .map((chars) => chars.join(''));

test('StringLike agrees with the obvious matcher, StringEquals with equality', () => {
  fc.assert(
    fc.property(short, short, (wanted, actual) => {
      // Of version 2008-10-17, where ${ is plain text.
      const holds = (operator: string) =>
        evaluate(ask(user, { context: { k: actual } }), {
          identity: [
            {
              name: 'p',
              document: { Statement: { ...everything, Condition: { [operator]: { k: wanted } } } },
            },
          ],
        }).allowed;
      const like = naive(wanted, actual);
      expect([holds('StringLike'), holds('StringNotLike')]).toEqual([like, !like]);
      expect([holds('StringEquals'), holds('StringNotEquals')]).toEqual([
        wanted === actual,
        wanted !== actual,
      ]);
    }),
    { numRuns: 2000 },
  );
});

const OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ...['StringLike', 'StringNotLike', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Bool'],
  ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericGreaterThanEquals', 'BinaryEquals'],
  ...['IpAddress', 'NotIpAddress', 'DateEquals', 'DateGreaterThan'],
];
const operator = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(...OPERATORS),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const someText = fc.oneof(
  short,
  fc.string(),
  fc.constantFrom('${k}', "${k, 'x'}", '10', 'true', '10.0.0.0/8', '::1'),
);
const values = fc.oneof(someText, fc.boolean(), fc.integer(), fc.array(someText, { maxLength: 3 }));
const anyStatement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: fc.oneof(element, fc.record({ AWS: fc.array(someText) })),
  Action: fc.oneof(action, someText),
  Resource: fc.oneof(resource, someText, fc.array(someText)),
  Condition: fc.dictionary(operator, fc.dictionary(fc.constantFrom('k', 'aws:SourceArn', 'j'), values)),
});

test('whatever document is parsed can be evaluated and narrowed', () => {
  const context = fc.dictionary(
    fc.constantFrom('k', 'aws:SourceArn'),
    fc.oneof(someText, fc.boolean(), fc.integer(), fc.array(someText, { maxLength: 3 })),
  );
  let parsed = 0;
  fc.assert(
    fc.property(anyStatement, principal, context, someText, (one, who, keys, target) => {
      let document: PolicyDocument;
      try {
        document = parsePolicyDocument({ Version: '2012-10-17', Statement: [one] }, { kind: 'resource' });
      } catch (error) {
        expect(error).toBeInstanceOf(PolicyError);
        return;
      }
      parsed += 1;
      const question = { principal: who, action: 'sns:Publish', resource: target, context: keys };
      const found = { name: 'p', document };
      const answer = evaluate(question, { identity: [found], resource: found, boundary: found });
      expect(['Allow', 'ExplicitDeny', 'ImplicitDeny']).toContain(answer.decision);
      answer.considered();
      for (const each of statements(document)) grantsBeyond(each, [question]);
      smallestStatement([question], { kind: 'resource' });
    }),
    { numRuns: 1000 },
  );
  expect(parsed).toBeGreaterThan(200);
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
