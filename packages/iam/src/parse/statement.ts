import { UNKNOWN } from '../condition/condition.ts';
import { parseOperator } from '../condition/operators.ts';
import { parseDate } from '../condition/values.ts';
import { PolicyError } from '../policy-error.ts';
import { isObject, noOtherKeys, type PolicyKind, SYNTAX, stringOrStrings } from './shape.ts';

const PAIRS = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Principal', 'NotPrincipal'],
] as const;
const KEYS = ['Sid', 'Effect', ...PAIRS.flat(), 'Condition'];
const PRINCIPALS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const LEGACY = 'The policy failed legacy parsing';

/** Checks one statement against the grammar. */
export function checkStatement(statement: unknown, path: string, kind: PolicyKind | undefined): void {
  if (!isObject(statement)) throw new PolicyError(SYNTAX, path, 'it must be a JSON object');
  noOtherKeys(statement, KEYS, path);
  const { Sid, Effect, Condition } = statement;
  if (Sid !== undefined && typeof Sid !== 'string')
    throw new PolicyError(SYNTAX, `${path}.Sid`, 'it must be a string');
  checkEffect(Effect, path, kind);
  for (const [one, other] of PAIRS) {
    if (statement[one] !== undefined && statement[other] !== undefined) {
      throw new PolicyError(SYNTAX, path, `it has both ${one} and ${other}`);
    }
  }
  for (const key of PAIRS.slice(0, 2).flat()) stringOrStrings(statement[key], `${path}.${key}`);
  for (const key of PAIRS[2]) checkPrincipal(statement[key], `${path}.${key}`);
  checkCondition(Condition, `${path}.Condition`);
  const actions = statement['Action'] ?? statement['NotAction'];
  if (actions === undefined || (Array.isArray(actions) && actions.length === 0)) {
    const words =
      kind === 'trust' ? 'Missing required field Action' : 'Policy statement must contain actions.';
    throw new PolicyError(words, path, 'it has neither Action nor NotAction');
  }
}

function checkEffect(effect: unknown, path: string, kind: PolicyKind | undefined): void {
  if (effect === 'Allow' || effect === 'Deny') return;
  if (effect === undefined) {
    throw new PolicyError(
      kind === 'trust' ? 'Missing required field Effect' : SYNTAX,
      path,
      'it has no Effect',
    );
  }
  // IAM's grammar reads Effect without case; the parser behind it does not.
  const wrongCase = typeof effect === 'string' && ['allow', 'deny'].includes(effect.toLowerCase());
  throw new PolicyError(wrongCase ? LEGACY : SYNTAX, `${path}.Effect`, 'it must be Allow or Deny');
}

function checkPrincipal(principal: unknown, path: string): void {
  if (principal === undefined || principal === '*') return;
  if (!isObject(principal)) throw new PolicyError(SYNTAX, path, 'it must be "*" or a JSON object');
  noOtherKeys(principal, PRINCIPALS, path);
  if (Object.keys(principal).length === 0) throw new PolicyError(SYNTAX, path, 'it names nobody');
  for (const [key, names] of Object.entries(principal)) stringOrStrings(names, `${path}.${key}`);
}

function checkCondition(condition: unknown, path: string): void {
  if (condition === undefined) return;
  if (!isObject(condition)) throw new PolicyError(SYNTAX, path, 'it must be a JSON object');
  for (const [name, keys] of Object.entries(condition)) {
    const written = parseOperator(name);
    if (written === undefined) throw new PolicyError(SYNTAX, `${path}.${name}`, UNKNOWN);
    if (!isObject(keys)) throw new PolicyError(SYNTAX, `${path}.${name}`, 'it must be a JSON object');
    for (const [key, value] of Object.entries(keys)) {
      checkValues(value, `${path}.${name}.${key}`, written.isDate);
    }
  }
}

function checkValues(value: unknown, path: string, isDate: boolean): void {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const one of values) {
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') {
      throw new PolicyError(SYNTAX, path, 'its values must be strings, numbers or booleans');
    }
    if (isDate && parseDate(String(one)) === undefined) {
      throw new PolicyError(LEGACY, path, `"${one}" is no date`);
    }
  }
}
