import type { Held, TextSchema, ValueSchema } from '../../schemas/schema.ts';
import type { Context } from '../context.ts';
import type { Path } from '../json.ts';
import { schemaOfResource, typeOf } from '../type-names.ts';
import { fault, nameAt, type Where } from './where.ts';

/** Checks that what a reference holds, an ARN or a name of some kind, is what the slot wants. */
export function checkHeld(
  context: Context,
  held: Held,
  schema: ValueSchema,
  at: Path,
  where: Where,
  what: string,
  target: string,
): void {
  const slots = textSlots(schema);
  // One slot that takes any text takes this one.
  if (slots.length === 0 || slots.some((slot) => slot.wants === undefined || fits(held, slot))) return;
  const arns = slots.flatMap((slot) => slot.wants?.arns ?? []);
  const names = slots.flatMap((slot) => slot.wants?.names ?? []);
  const right = repair(context, target, arns, names);
  // Some services take the ARN where their documentation says the name.
  const soft = held.form === 'Arn' && names.includes(held.kind);
  fault(context, at, where, {
    id: 'WrongKind',
    ...(soft ? { severity: 'warning' } : {}),
    message: `${nameAt(at)} takes ${wanted(arns, names)}, but ${what} is ${heldText(held)} of the ${typeOf(context, target)}.`,
    fix: right === undefined ? `Refer to ${wanted(arns, names)}.` : `Use ${JSON.stringify(right)}.`,
    ...(right === undefined ? {} : { patch: [{ op: 'replace', path: [...at], value: right }] }),
  });
}

/** The ways in which a slot takes text; empty if it does not, or takes anything else as well. */
function textSlots(schema: ValueSchema): readonly TextSchema[] {
  if (schema.type === 'string') return [schema];
  if (schema.type !== 'union') return [];
  const all = schema.of.map(textSlots);
  return all.some((each) => each.length === 0) ? [] : all.flat();
}

function fits(held: Held, { wants }: TextSchema): boolean {
  const kinds = held.form === 'Arn' ? wants?.arns : wants?.names;
  return kinds?.includes(held.kind) === true;
}

/** The reference to the same resource that would be right. */
function repair(
  context: Context,
  target: string,
  arns: readonly string[],
  names: readonly string[],
): object | undefined {
  const schema = schemaOfResource(context, target);
  const right = (held: Held | undefined) =>
    held !== undefined && (held.form === 'Arn' ? arns : names).includes(held.kind);
  if (right(schema?.ref)) return { Ref: target };
  const attribute = Object.entries(schema?.attributes ?? {}).find(([, { held }]) => right(held))?.[0];
  return attribute === undefined ? undefined : { 'Fn::GetAtt': [target, attribute] };
}

function heldText(held: Held): string {
  return held.form === 'Arn' ? 'the ARN' : 'the name';
}

function wanted(arns: readonly string[], names: readonly string[]): string {
  const parts = [
    ...(arns.length === 0 ? [] : [`the ARN of ${arns.slice(0, 5).join(' or ')}`]),
    ...(names.length === 0 ? [] : [`the name of ${names.slice(0, 5).join(' or ')}`]),
  ];
  return parts.join(', or ');
}
