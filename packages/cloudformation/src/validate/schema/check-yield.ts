import type { ValueSchema } from '../../schemas/schema.ts';
import type { Context } from '../context.ts';
import type { Path } from '../json.ts';
import { fault, nameAt, typeName, type Where } from './where.ts';

/** What a function yields, as far as it is known. */
export type Yield = 'text' | 'number' | 'boolean' | 'list';

/** Reports a function whose result the slot cannot take; whether it can. */
export function checkYield(
  context: Context,
  yielded: Yield,
  schema: ValueSchema,
  at: Path,
  where: Where,
  what: string,
): boolean {
  if (takes(schema, yielded)) return true;
  fault(context, at, where, {
    id: 'WrongType',
    message: `${nameAt(at)} takes ${typeName(schema)}, but ${what} yields a ${yielded}.`,
    fix:
      yielded === 'list'
        ? 'Take one item with Fn::Select, or put the items together with Fn::Join.'
        : schema.type === 'list'
          ? 'Put it into a list.'
          : `Write ${typeName(schema)}.`,
    ...(schema.type === 'list' && yielded === 'text' && takes(schema.items, 'text')
      ? { patch: [{ op: 'replace', path: [...at], value: [valueAt(context, at)] }] }
      : {}),
  });
  return false;
}

function valueAt(context: Context, at: Path): unknown {
  let data: unknown = context.template;
  for (const step of at) data = (data as Readonly<Record<string | number, unknown>> | undefined)?.[step];
  return data;
}

function takes(schema: ValueSchema, yielded: Yield): boolean {
  switch (schema.type) {
    case 'json':
    case 'null':
      return true;
    case 'policy':
      return yielded === 'text' || yielded === 'list';
    case 'list':
      return yielded === 'list';
    case 'map':
    case 'object':
    case 'tag':
      return false;
    case 'union':
      return schema.of.some((each) => takes(each, yielded));
    default:
      return yielded !== 'list';
  }
}
