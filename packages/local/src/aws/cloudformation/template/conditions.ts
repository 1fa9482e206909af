import { formatError, templateError } from './errors.ts';
import { evaluate, type Scope, unsupported } from './functions.ts';
import { isList, isObject, type Json, type JsonObject, onlyEntry, scalarText } from './json.ts';

/** Evaluates conditions on demand; fails with ValidationError. `scope` serves what stands inside Fn::Equals. */
export function createConditions(
  conditions: ReadonlyMap<string, Json>,
  scope: Scope,
): (name: string) => boolean {
  const results = new Map<string, boolean>();
  const pending = new Set<string>();

  const named = (name: string): boolean => {
    const known = results.get(name);
    if (known !== undefined) return known;
    const definition = conditions.get(name);
    if (definition === undefined) {
      throw formatError(`Unresolved condition dependency ${name} in the Conditions block of the template`);
    }
    if (pending.has(name))
      throw formatError(`Found circular condition dependency between [${[...pending].join(', ')}]`);
    pending.add(name);
    const result = holds(definition);
    pending.delete(name);
    results.set(name, result);
    return result;
  };

  const holds = (node: Json): boolean => {
    if (!isObject(node)) throw formatError('Every Condition member must be a function.');
    const [name, argument] = onlyEntry(node as JsonObject) ?? ['', null];
    switch (name) {
      case 'Condition':
        if (typeof argument !== 'string') throw formatError('Every Condition member must be a string.');
        return named(argument);
      case 'Fn::Equals':
        return equals(argument, scope);
      case 'Fn::Not':
        return !operands(name, argument, 1, 1).every(holds);
      case 'Fn::And':
        return operands(name, argument, 2, 10).map(holds).every(Boolean);
      case 'Fn::Or':
        return operands(name, argument, 2, 10).map(holds).some(Boolean);
      default:
        throw unsupported(name);
    }
  };
  return named;
}

function equals(argument: Json, scope: Scope): boolean {
  if (!isList(argument) || argument.length !== 2) {
    throw templateError('every Fn::Equals object requires a list of 2 string parameters.');
  }
  const [left, right] = argument.map((item) => evaluate(item, scope));
  if (scalarText(left) !== undefined && scalarText(right) !== undefined)
    return scalarText(left) === scalarText(right);
  return JSON.stringify(left) === JSON.stringify(right);
}

function operands(name: string, argument: Json, least: number, most: number): readonly Json[] {
  if (isList(argument) && argument.length >= least && argument.length <= most) return argument;
  throw templateError(
    most === 1
      ? `every ${name} object requires one boolean parameter.`
      : `every ${name} object requires a list of at least ${least} and at most ${most} boolean parameters.`,
  );
}
