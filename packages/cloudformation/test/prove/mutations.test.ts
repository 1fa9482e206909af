import type { TemplateJson } from '@wayleave/cloudformation';
import { describe, expect, test } from 'vitest';
import { prove } from '../../src/prove/prove.ts';
import { validate } from '../../src/validate/validate.ts';
import { mutation, variants } from '../support/mutations.ts';

const TODAY = new Date('2026-11-23');

/** What each fault is known by: the id of a finding, or `denied` with the id of the hop. */
const expected: Readonly<Record<string, readonly string[]>> = {
  '01': ['denied Topic-invoke-Function'],
  '02': ['ConfusedDeputy Permission'],
  '03': ['denied Topic-invoke-Function'],
  '04': ['denied Topic-invoke-Function'],
  '05': ['denied Topic-invoke-Function'],
  '06': ['denied Topic-invoke-Function'],
  '07': ['FifoTopicProtocol Topic'],
  '08': ['denied Function-assume-Role'],
  '09': ['denied Function-write-logs-/aws/lambda/Function'],
  '10': ['WildcardResource Policy'],
  '11': ['DependencyCycle Function', 'denied Function-use-Topic'],
  '12': ['RawDeliveryNotSupported Sub'],
  '13': ['InlineCodeHandler Function'],
  '14': ['denied Topic-redrive-Q'],
  '15': ['FilterPolicyTooLarge Sub'],
  '16': ['FilterPolicyNested Sub'],
  '17': ['ValueNotAllowed Sub'],
  '18': ['MixedFunctionPolicies RP'],
  '19': ['PermissionQualifier Permission', 'denied Topic-invoke-A'],
  '20': ['UnknownAttribute Topic'],
  '21': ['UnknownProperty Topic'],
  '22': ['MissingProperty Function'],
  '23': ['RuntimeBlocked Function'],
  '24': ['NumberOutOfRange Function'],
  '25': ['NumberOutOfRange Function'],
  '26': ['UnknownReference Permission'],
  '27': ['LimitExceeded undefined'],
  '28': ['InlineCodeSize Function', 'LimitExceeded undefined'],
  '30': ['denied Rule-publish-Topic', 'denied Rule-encrypt-alias/aws/sns'],
  '31': ['WrongKind Topic', 'denied Topic-invoke-O'],
  '32': ['denied Topic-invoke-Q'],
  '33': ['LargeMessagesNotSupported Topic'],
};

/** All that is told of a template. */
function told(template: TemplateJson): readonly string[] {
  const { hops, findings } = prove(template);
  return [
    ...[...validate(template, { today: TODAY }), ...findings].map(
      ({ id, logicalId }) => `${id} ${logicalId}`,
    ),
    ...hops.filter(({ answer }) => answer === 'denied').map(({ id }) => `denied ${id}`),
  ];
}

describe('faults of the reference stack', () => {
  const sound = new Set(told(mutation('00')));

  test('each fault has a row', () => {
    expect(Object.keys(expected).toSorted()).toEqual(
      variants.filter((each) => each !== '00' && each !== '29'),
    );
  });

  test.each(Object.entries(expected))('%s is found by its name', (number, names) => {
    const found = told(mutation(number)).filter((each) => !sound.has(each));
    for (const name of names) expect(found).toContain(name);
  });

  test('the sound stack has no error and no hop that is denied', () => {
    const { hops, findings, proven } = prove(mutation('00'));
    expect(hops.map(({ answer }) => answer)).toEqual(hops.map(() => 'allowed'));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(proven).toBe(true);
    expect(validate(mutation('00'), { today: TODAY })).toEqual([]);
  });

  test('the principal of an opt-in region is no fault, and needs the region to be told', () => {
    expect(told(mutation('29')).filter((each) => !sound.has(each))).toEqual([]);
    const [invoke] = prove(mutation('29')).hops.filter(({ kind }) => kind === 'invoke');
    expect(invoke).toMatchObject({ answer: 'unknown', check: expect.stringContaining('region') as string });
  });

  test('an alias that is subscribed without a permission of its own is named so', () => {
    const [invoke] = prove(mutation('19')).hops.filter(({ kind }) => kind === 'invoke');
    expect(invoke?.because).toContain('without a qualifier');
  });
});
