import { describe, expect, it } from 'vitest';
import { compileFilterPolicy, type FilterAttribute } from '../../../../src/aws/sns/filter/filter-policy.ts';
import { flatten } from '../../../../src/aws/sns/filter/flatten.ts';
import { matchesAny } from '../../../../src/aws/sns/filter/match.ts';
import { parsePolicy } from '../../../../src/aws/sns/filter/parse.ts';
import { rulesOf } from '../../../../src/aws/sns/filter/rules.ts';
import { readCorpus } from '../support/corpora.ts';

type Policy = Readonly<Record<string, unknown>>;

interface RulerCase {
  readonly policy: Policy;
  readonly event: unknown;
  readonly expected?: boolean;
  readonly error?: string;
}

interface LocalStackCases {
  readonly attrs: readonly {
    readonly policy: Policy;
    readonly attrs: Readonly<Record<string, { readonly Type: string; readonly Value: string | number }>>;
    readonly expected: boolean;
  }[];
  readonly body: readonly { readonly policy: Policy; readonly body: unknown; readonly expected: boolean }[];
}

const ruler = readCorpus<readonly RulerCase[]>('sns-filter/event-ruler-random-3000.json');
const localStack = readCorpus<LocalStackCases>('sns-filter/localstack-116.json');

function judge(policy: Policy, event: unknown): boolean | string {
  try {
    return matchesAny(rulesOf(parsePolicy(JSON.stringify(policy))), flatten(event));
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

describe('filter policies judged by others', () => {
  it.skipIf(ruler === undefined)('agree with Event Ruler on 3,000 of 3,000 random bodies', () => {
    const wrong = (ruler ?? []).filter(
      ({ policy, event, expected, error }) => judge(policy, event) !== (error ?? expected),
    );
    expect(wrong).toEqual([]);
    expect(ruler).toHaveLength(3000);
  });

  it.skipIf(localStack === undefined)('agree on 69 of 69 cases with attributes', () => {
    const cases = localStack?.attrs ?? [];
    const wrong = cases.filter(({ policy, attrs, expected }) => {
      const attributes: Record<string, FilterAttribute> = {};
      for (const [name, { Type, Value }] of Object.entries(attrs))
        attributes[name] = { Type, Value: `${Value}` };
      const compiled = compileFilterPolicy(JSON.stringify(inLists(policy)), 'MessageAttributes');
      return compiled.passes({ body: '', attributes }) !== expected;
    });
    expect(wrong).toEqual([]);
    expect(cases).toHaveLength(69);
  });

  it.skipIf(localStack === undefined)('agree on 47 of 47 cases with a body', () => {
    const cases = localStack?.body ?? [];
    const wrong = cases.filter(({ policy, body, expected }) => {
      const compiled = compileFilterPolicy(JSON.stringify(policy), 'MessageBody');
      return compiled.passes({ body: JSON.stringify(body), attributes: {} }) !== expected;
    });
    expect(wrong).toEqual([]);
    expect(cases).toHaveLength(47);
  });
});

/** Some cases write a bare value where AWS demands a list of them. */
function inLists(policy: Policy): Policy {
  return Object.fromEntries(
    Object.entries(policy).map(([key, value]) => [key, typeof value === 'object' ? value : [value]]),
  );
}
