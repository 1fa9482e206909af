import { expect, test } from 'vitest';
import {
  parameterValue,
  readParameter,
  resolveParameters,
} from '../../../../src/aws/cloudformation/template/parameters.ts';

const declare = (declaration: Record<string, string | number | boolean | string[]>) =>
  new Map([['P', readParameter('P', declaration)]]);
const resolve = (declaration: Record<string, string | number | boolean | string[]>, value?: string) =>
  resolveParameters(
    declare(declaration),
    value === undefined ? [] : [{ ParameterKey: 'P', ParameterValue: value }],
    new Map(),
  ).get('P');

test('takes the given value, else the default, else refuses', () => {
  expect(resolve({ Type: 'String', Default: 'd' }, 'v')).toBe('v');
  expect(resolve({ Type: 'String', Default: 5 })).toBe('5');
  expect(() => resolve({ Type: 'String' })).toThrow('Parameters: [P] must have values');
});

test('takes the value of the stack where it is asked to', () => {
  const use = [{ ParameterKey: 'P', UsePreviousValue: true }];
  expect(resolveParameters(declare({ Type: 'String' }), use, new Map([['P', 'old']])).get('P')).toBe('old');
  expect(() => resolveParameters(declare({ Type: 'String' }), use, new Map())).toThrow('must have values');
});

test('refuses parameters that the template does not have', () => {
  const given = [{ ParameterKey: 'Q', ParameterValue: 'x' }];
  expect(() => resolveParameters(new Map(), given, new Map())).toThrow(
    'Parameters: [Q] do not exist in the template',
  );
});

test.each<readonly [Record<string, string | number | string[]>, string, string]>([
  [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
  [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'aB', "Parameter 'P' must match pattern [a-z]+"],
  [{ Type: 'String', MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
  [{ Type: 'String', MaxLength: '1' }, 'ab', "Parameter 'P' must contain at most 1 characters"],
  [{ Type: 'Number', MinValue: 2 }, '1', "Parameter 'P' must be a number not less than 2"],
  [{ Type: 'Number' }, 'x', "Parameter 'P' must be a number."],
  [
    { Type: 'String', MinLength: 3, ConstraintDescription: 'be long' },
    'ab',
    'Parameter P failed to satisfy constraint: be long',
  ],
])('holds a value to %j', (declaration, value, message) => {
  expect(() => resolve(declaration, value)).toThrow(message);
});

test('splits lists', () => {
  expect(parameterValue(readParameter('P', { Type: 'CommaDelimitedList' }), 'a, b,c')).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(parameterValue(readParameter('P', { Type: 'String' }), 'a, b')).toBe('a, b');
});
