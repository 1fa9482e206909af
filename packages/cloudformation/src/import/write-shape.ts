import type { JsonObject } from '../validate/json.ts';
import { type Member, object } from './code.ts';
import { any, type Shape } from './slot.ts';
import { faultsOf, refuse, type Writer, type Written } from './writer.ts';

/** Members that the compiler does not know are spread: it does not look at what is. */
export function writeShape(writer: Writer, data: JsonObject, shape: Shape, key: string): Written {
  const missing = shape.required.filter((each) => !Object.hasOwn(data, each));
  if (missing.length > 0) {
    const written = writer.write(data, any, key);
    return refuse(written, `${key} lacks ${missing.join(', ')}.`);
  }
  const keys = Object.keys(data);
  const strangers = keys.filter((each) => shape.slot(each) === undefined);
  // Where nothing is known, the compiler does not believe that it is such an object.
  if (strangers.length > 0 && strangers.length === keys.length)
    return refuse(writer.write(data, any, key), `${key} is not known to have ${strangers.join(', ')}.`);
  const members = Object.entries(data).map(([own, each]) => {
    const slot = shape.slot(own);
    return slot === undefined
      ? strange(own, writer.write(each, any, own))
      : { key: own, ...writer.write(each, slot, own) };
  });
  return { code: object(members), notes: [], yields: ['unknown'], faults: faultsOf(members) };
}

function strange(own: string, { code, notes, faults }: Written): Member & { readonly faults: number } {
  const spread = object([{ key: own, code, notes: [] }]);
  return {
    code: spread,
    notes: [...notes, `${own} is not among the names that are known here.`],
    faults: faults + 1,
  };
}
