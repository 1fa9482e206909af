import type { ValueSchema } from '../../schemas/schema.ts';
import { literalOfSub } from '../check-sub.ts';
import type { Context } from '../context.ts';
import { isNoValue, type JsonObject, listOf, member, objectOf, type Path } from '../json.ts';
import { yields } from '../places.ts';
import { attributesOf, schemaOfResource } from '../type-names.ts';
import { checkHeld } from './check-held.ts';
import { checkParameter } from './check-parameter-value.ts';
import { checkYield, type Yield } from './check-yield.ts';
import type { Where } from './where.ts';

/** Checks what a function yields against what the slot takes. */
export function checkCall(
  context: Context,
  name: string,
  argument: unknown,
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  if (name === 'Ref') checkReference(context, argument, schema, at, where);
  else if (name === 'Fn::GetAtt') checkAttributeValue(context, argument, schema, at, where);
  else if (name === 'Fn::If') checkBranches(context, listOf(argument), schema, at, where);
  else if (name === 'Fn::FindInMap') checkMappingValues(context, listOf(argument), schema, at, where);
  else if (name === 'Fn::Select') checkSelected(context, listOf(argument), schema, at, where);
  else {
    const yielded = yields.get(name);
    if (yielded === undefined || !checkYield(context, yielded, schema, at, where, name)) return;
    const literal = literalOf(name, argument);
    if (literal !== undefined)
      where.check(context, literal, schema, at, { ...where, origin: where.origin ?? `from ${name}` });
  }
}

/** What a function of literals comes to. */
function literalOf(name: string, argument: unknown): unknown {
  if (name === 'Fn::Sub') return literalOfSub(argument);
  const [delimiter, rest] = listOf(argument);
  if (typeof delimiter !== 'string') return undefined;
  if (name === 'Fn::Split') return typeof rest === 'string' ? rest.split(delimiter) : undefined;
  if (name !== 'Fn::Join' || !Array.isArray(rest)) return undefined;
  const items = listOf(rest).filter((each) => !isNoValue(each));
  return items.every((each) => typeof each !== 'object') ? items.join(delimiter) : undefined;
}

function checkReference(context: Context, name: unknown, schema: ValueSchema, at: Path, where: Where): void {
  if (typeof name !== 'string' || name === 'AWS::NoValue') return;
  if (name.startsWith('AWS::')) {
    checkYield(context, name === 'AWS::NotificationARNs' ? 'list' : 'text', schema, at, where, name);
    return;
  }
  if (Object.hasOwn(context.parameters, name)) {
    checkParameter(context, name, objectOf(member(context.parameters, name)), schema, at, where);
    return;
  }
  if (!context.resources.has(name)) return;
  if (!checkYield(context, 'text', schema, at, where, `Ref of ${name}`)) return;
  const target = schemaOfResource(context, name);
  if (target?.ref !== undefined) checkHeld(context, target.ref, schema, at, where, `Ref of ${name}`, name);
}

function checkAttributeValue(
  context: Context,
  argument: unknown,
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : listOf(argument);
  if (typeof id !== 'string' || !rest.every((each) => typeof each === 'string')) return;
  const attribute = rest.join('.');
  if (attributesOf(context, id).names === undefined) return;
  const known = schemaOfResource(context, id)?.attributes;
  const found = known !== undefined && Object.hasOwn(known, attribute) ? known[attribute] : undefined;
  if (found === undefined) return;
  const yielded = yieldOf(found.type);
  const what = `${id}.${attribute}`;
  if (yielded !== undefined && !checkYield(context, yielded, schema, at, where, what)) return;
  if (found.held !== undefined) checkHeld(context, found.held, schema, at, where, what, id);
}

function yieldOf(type: ValueSchema['type']): Yield | undefined {
  if (type === 'string' || type === 'timestamp') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'list' || type === 'boolean' ? type : undefined;
}

function checkBranches(
  context: Context,
  [condition, then, otherwise]: readonly unknown[],
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  if (typeof condition !== 'string') return;
  for (const [index, data] of [
    [1, then],
    [2, otherwise],
  ] as const) {
    if (data === undefined || isNoValue(data)) continue;
    const assumptions = [...where.assumptions, { condition, holds: index === 1 }];
    if (context.solver(assumptions) === 'no') continue;
    at.push('Fn::If', index);
    where.check(context, data, schema, at, { ...where, assumptions });
    at.length -= 2;
  }
}

/** Checks all values of a mapping that can be meant. */
function checkMappingValues(
  context: Context,
  [name, first, second, options]: readonly unknown[],
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  if (typeof name !== 'string' || where.origin !== undefined) return;
  const seen = new Set<string>();
  for (const [top, row] of picked(objectOf(member(context.mappings, name)), first))
    for (const [key, value] of picked(objectOf(row), second)) {
      const text = JSON.stringify(value);
      if (seen.has(text)) continue;
      seen.add(text);
      where.check(context, value, schema, at, { ...where, origin: `${top}.${key} of the mapping ${name}` });
    }
  const fallback = member(objectOf(options), 'DefaultValue');
  if (fallback !== undefined) where.check(context, fallback, schema, at, where);
}

function picked(all: JsonObject, key: unknown): readonly (readonly [string, unknown])[] {
  if (typeof key !== 'string' && typeof key !== 'number') return Object.entries(all);
  return Object.hasOwn(all, key) ? [[String(key), all[key]]] : [];
}

function checkSelected(
  context: Context,
  [index, list]: readonly unknown[],
  schema: ValueSchema,
  at: Path,
  where: Where,
): void {
  if (typeof index === 'object' || !Array.isArray(list)) return;
  const item: unknown = list[Number(index)];
  if (item === undefined) return;
  at.push('Fn::Select', 1, Number(index));
  where.check(context, item, schema, at, where);
  at.length -= 3;
}
