import { describe, expect, it } from 'vitest';
import { compileFilterPolicy, type FilterScope } from '../../../../src/aws/sns/filter/filter-policy.ts';
import { recordedAnswers } from '../support/corpora.ts';

const file = 'test_sns_filter_policy';

function refusal(policy: unknown, scope: FilterScope = 'MessageAttributes'): string {
  try {
    compileFilterPolicy(typeof policy === 'string' ? policy : JSON.stringify(policy), scope);
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `value${index}`);

/** The policies whose answers are recorded, by test and answer. */
const asked: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  test_validate_policy: {
    'error-condition-list': { key: [['value']] },
    'error-condition-operator': { key: [{ 'wrong-operator': true }] },
    'error-condition-two-operators': { key: [{ suffix: 'value', prefix: 'value2' }] },
  },
  test_validate_policy_string_operators: {
    'error-condition-empty-array': { key: [] },
    'error-condition-is-numeric': { key: [{ suffix: 100 }] },
    'error-condition-is-none': { key: [{ suffix: null }] },
    'error-condition-is-not-list-and-operator': { key: { suffix: 'value' } },
    'error-condition-empty-list': { key: [{ suffix: [] }] },
    'error-condition-list-wrong-type': { key: [{ suffix: ['test', 'test2'] }] },
    'error-condition-is-not-list-two-ops': { key: { suffix: 'value', prefix: 'value' } },
    'error-condition-is-not-list-and-no-operator': { key: { 'not-an-operator': 'value' } },
    'error-condition-bad-type': { key: [{ cidr: ['bad-filter'] }] },
    'error-condition-bad-cidr-str': { key: [{ cidr: 'bad-filter' }] },
    'error-condition-bad-cidr-str-slash': { key: [{ cidr: 'bad-filter/64' }] },
    'error-condition-bad-cidr-str-slash-2': { key: [{ cidr: '192.168.1.1/bad' }] },
    'error-condition-bad-cidr-v4': { key: [{ cidr: 'xx.11.xx/8' }] },
    'error-condition-bad-cidr-v6': { key: [{ cidr: 'xxxx:db8:1234:1a00::/64' }] },
  },
  test_validate_policy_numeric_operator: {
    'error-numeric-empty': { key: [{ numeric: [] }] },
    'error-numeric-wrong-operator': { key: [{ numeric: ['operator'] }] },
    'error-numeric-operator-order': { key: [{ numeric: [1, '<='] }] },
    'error-numeric-type': { key: [{ numeric: ['=', '000'] }] },
    'error-numeric-missing-value': { key: [{ numeric: ['>='] }] },
    'error-numeric-wrong-range-order': { key: [{ numeric: ['<', 100, '>', 10] }] },
    'error-numeric-wrong-range-operators': { key: [{ numeric: ['>=', 1, '>', 2] }] },
    'error-numeric-wrong-value-order': { key: [{ numeric: ['>', 3, '<', 1] }] },
    'error-numeric-missing-range-value': { key: [{ numeric: ['>', 20, '<='] }] },
    'error-numeric-missing-range-operator': { key: [{ numeric: ['>', 20, 30] }] },
    'error-numeric-wrong-second-range-operator': { key: [{ numeric: ['>', 20, 'test'] }] },
    'error-numeric-wrong-range-value-1-type': { key: [{ numeric: ['>', '20', '<', '30'] }] },
    'error-numeric-wrong-range-value-2-type': { key: [{ numeric: ['>', 20, '<', '30'] }] },
    'error-numeric-too-many-range': { key: [{ numeric: ['>', 20, '<', 30, '<', 50] }] },
  },
  test_validate_policy_exists_operator: {
    'error-condition-none': { key: [{ exists: null }] },
    'error-condition-string': { key: [{ exists: 'no' }] },
  },
  test_validate_policy_nested_anything_but_operator: {
    'error-condition-wrong-operator': { key: [{ 'anything-but': { 'wrong-operator': null } }] },
    'error-condition-anything-but-suffix': { key: [{ 'anything-but': { suffix: 'test' } }] },
    'error-condition-anything-but-exists': { key: [{ 'anything-but': { exists: false } }] },
    'error-condition-anything-but-prefix-wrong-type': { key: [{ 'anything-but': { prefix: false } }] },
  },
  test_policy_complexity: {
    'error-complexity-in-one-condition': { key: values(151) },
    'error-complexity-in-two-conditions': { key1: values(100), key2: values(51) },
    'error-complexity-too-many-fields': Object.fromEntries(values(6).map((name) => [name, ['x']])),
  },
};

describe('a filter policy that AWS refuses', () => {
  for (const [test, policies] of Object.entries(asked)) {
    const answers = recordedAnswers(file, test);
    for (const [name, policy] of Object.entries(policies)) {
      it.skipIf(answers === undefined)(`is refused in the same words, place included: ${name}`, () => {
        expect(`Invalid parameter: Attributes Reason: ${refusal(policy)}`).toBe(
          answers?.[name]?.Error?.Message,
        );
      });
    }
  }

  it('counts combinations over the ways through $or', () => {
    const flat = (spaces: number) => ({
      source: values(3),
      $or: [
        { metricName: values(6) },
        { metricType: values(4), $or: [{ metricId: [1234, 4321, 5678, 9012] }, { spaceId: values(spaces) }] },
      ],
    });
    expect(refusal(flat(7))).toBe('accepted');
    expect(refusal(flat(8))).toBe('FilterPolicy: Filter policy is too complex');
  });

  it('counts nesting in the message body', () => {
    const nested = {
      key_a: { key_b: { key_c: values(4) } },
      key_d: { key_e: values(3) },
      key_f: values(3),
    };
    expect(refusal(nested, 'MessageBody')).toBe('FilterPolicy: Filter policy is too complex');
    expect(refusal({ ...nested, key_f: values(2) }, 'MessageBody')).toBe('accepted');
    const withOr = {
      $or: [{ metricName: values(3) }, { namespace: values(2) }],
      detail: { scope: values(2), $or: [{ source: values(1) }, { type: values(3) }] },
    };
    expect(refusal(withOr, 'MessageBody')).toBe('FilterPolicy: Filter policy is too complex');
  });

  it('nests only in the message body', () => {
    const policy = { object: { key: [{ prefix: 'auto-' }] } };
    expect(refusal(policy, 'MessageBody')).toBe('accepted');
    expect(refusal(policy)).toBe(
      'Filter policy scope MessageAttributes does not support nested filter policy',
    );
  });

  it('does not overflow on deep or wide nesting', () => {
    const deep = `${'{"a":'.repeat(50_000)}["x"]${'}'.repeat(50_000)}`;
    expect(refusal(deep, 'MessageBody')).toContain('nesting depth');
    const group = { $or: [{ a: ['x'] }, { b: ['x'] }] };
    const wide = Object.fromEntries(values(24).map((name) => [name, group]));
    expect(refusal({ top: wide }, 'MessageBody')).toBe('FilterPolicy: Filter policy is too complex');
  });

  it.each([
    ['{invalid}', "Unexpected character ('i' (code 105)): was expecting double-quote to start field name", 2],
    [
      'invalid',
      "Unrecognized token 'invalid': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      8,
    ],
  ])('is no JSON: %s', (text, words, column) => {
    expect(refusal(text)).toBe(
      `FilterPolicy: failed to parse JSON. ${words}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`,
    );
  });
});
