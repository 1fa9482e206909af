import { isObject } from '../validate/json.ts';
import { array, type Code, object, scalar, string } from './code.ts';

/** Data as it is, functions included: for what the builder takes as JSON. */
export function literal(data: unknown): Code {
  if (typeof data === 'string') return string(data);
  if (Array.isArray(data)) return array(data.map((each) => ({ code: literal(each), notes: [] })));
  if (isObject(data))
    return object(Object.entries(data).map(([key, each]) => ({ key, code: literal(each), notes: [] })));
  // What is left of JSON.
  return scalar(data as number | boolean | null);
}
