import type { ObjectSchema } from '../../schemas/schema.ts';
import { hasPlaceholder } from '../../written-names.ts';
import type { Context } from '../context.ts';
import { callOf, isNoValue, type JsonObject, listOf, type Path, within } from '../json.ts';
import { didYouMean, nearestOf } from '../nearest.ts';
import type { Assumption } from '../solve-conditions.ts';
import { fault, nameAt, type Where } from './where.ts';

/** Checks the members of an object: those that are there, and those that have to be. */
export function checkObject(
  context: Context,
  data: JsonObject,
  schema: ObjectSchema,
  at: Path,
  where: Where,
  name = nameAt(at),
): void {
  let open = false;
  for (const key of Object.keys(data)) {
    const value = data[key];
    if (key.startsWith('Fn::')) open = true;
    else if (!Object.hasOwn(schema.properties, key)) {
      if (hasPlaceholder(key)) open = true;
      else reportUnknown(context, data, key, schema, at, where, name);
    } else {
      const property = schema.properties[key];
      if (property === undefined || isNoValue(value)) continue;
      at.push(key);
      if (property.deprecated === true)
        fault(context, at, where, {
          id: 'DeprecatedProperty',
          severity: 'info',
          message: `${key} of ${name} is deprecated.`,
          fix: 'See its page for what replaces it.',
          cause: 'AWS may stop taking it.',
        });
      where.check(context, value, property, at, where);
      at.pop();
    }
  }
  if (!open) checkPresence(context, data, schema, at, where, name);
}

function reportUnknown(
  context: Context,
  data: JsonObject,
  key: string,
  schema: ObjectSchema,
  at: Path,
  where: Where,
  name: string,
): void {
  const known = Object.keys(schema.properties);
  const near = nearestOf(context, key, known);
  within(at, key, () =>
    fault(context, at, where, {
      id: 'UnknownProperty',
      message: `${name} has no property ${key}.${didYouMean(near)}`,
      fix:
        near === undefined
          ? `It has ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`
          : `Write ${near}.`,
      cause: 'CloudFormation refuses the resource (Encountered unsupported property).',
      ...(near === undefined || Object.hasOwn(data, near)
        ? {}
        : {
            patch: [
              { op: 'add', path: [...at.slice(0, -1), near], value: data[key] },
              { op: 'remove', path: [...at] },
            ],
          }),
    }),
  );
}

function checkPresence(
  context: Context,
  data: JsonObject,
  schema: ObjectSchema,
  at: Path,
  where: Where,
  name: string,
): void {
  for (const key of schema.required ?? []) {
    const missing = absence(context, data, key, where.assumptions);
    if (missing === 'never' || missing === 'unknown') continue;
    const only = typeof missing === 'object' ? missing : undefined;
    fault(context, at, where, {
      id: 'MissingProperty',
      message: `${name} has no ${key}${only === undefined ? '' : ` where ${only.condition} is ${only.holds}`}.`,
      fix: `Add ${key}: it is required.`,
      cause: 'CloudFormation refuses the resource.',
    });
  }
  if (schema.oneOfRequired !== undefined)
    checkSets(context, data, schema.oneOfRequired, true, at, where, name);
  if (schema.anyOfRequired !== undefined)
    checkSets(context, data, schema.anyOfRequired, false, at, where, name);
}

function checkSets(
  context: Context,
  data: JsonObject,
  sets: readonly (readonly string[])[],
  exclusive: boolean,
  at: Path,
  where: Where,
  name: string,
): void {
  let whole = 0;
  for (const set of sets) {
    const states = set.map((key) => absence(context, data, key, where.assumptions));
    if (states.some((state) => state === 'unknown' || typeof state === 'object')) return;
    if (states.every((state) => state === 'never')) whole += 1;
  }
  const options = sets.map((set) => set.join(' and ')).join(', or ');
  if (whole === 0)
    fault(context, at, where, {
      id: 'MissingProperty',
      message: `${name} has neither ${options.replaceAll(', or ', ' nor ')}.`,
      fix: `Add ${options}.`,
    });
  else if (exclusive && whole > 1)
    fault(context, at, where, {
      id: 'ExclusiveProperties',
      message: `${name} takes only one of ${options}.`,
      fix: 'Remove the others.',
    });
}

/** Whether a member is missing: always, never, where a condition has a value, or not known. */
function absence(
  context: Context,
  data: JsonObject,
  key: string,
  assumptions: readonly Assumption[],
): 'always' | 'never' | 'unknown' | { readonly condition: string; readonly holds: boolean } {
  if (!Object.hasOwn(data, key) || data[key] === undefined) return 'always';
  return absenceOf(context, data[key], assumptions);
}

function absenceOf(
  context: Context,
  value: unknown,
  assumptions: readonly Assumption[],
): 'always' | 'never' | 'unknown' | { readonly condition: string; readonly holds: boolean } {
  if (isNoValue(value)) return 'always';
  const call = callOf(value);
  if (call === undefined || call[0] !== 'Fn::If') return 'never';
  const [condition, then, otherwise] = listOf(call[1]);
  if (typeof condition !== 'string') return 'unknown';
  let sure = true;
  for (const [branch, holds] of [
    [then, true],
    [otherwise, false],
  ] as const) {
    const inside = [...assumptions, { condition, holds }];
    const missing = absenceOf(context, branch, inside);
    if (missing === 'never') continue;
    const reached = context.solver(inside);
    if (reached === 'no') continue;
    if (missing === 'unknown' || reached === 'unknown') sure = false;
    else return missing === 'always' ? { condition, holds } : missing;
  }
  return sure ? 'never' : 'unknown';
}
