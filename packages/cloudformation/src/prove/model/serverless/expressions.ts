import { isUnread } from '../json.ts';

/** The parts of `Fn::If`; undefined for what is none, or has another form. */
export function ifParts(value: unknown): readonly [condition: string, yes: unknown, no: unknown] | undefined {
  const parts: unknown = isUnread(value) ? value['Fn::If'] : undefined;
  if (!isUnread(value) || Object.keys(value).length !== 1 || !Array.isArray(parts)) return undefined;
  const [condition, yes, no]: readonly unknown[] = parts;
  return parts.length === 3 && typeof condition === 'string' ? [condition, yes, no] : undefined;
}

/** Whether a value is the call of a function, whatever its argument. */
export function isCall(value: unknown): boolean {
  const [name, ...more] = isUnread(value) ? Object.keys(value) : [];
  return name !== undefined && more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}

/** Whether a value is left out wherever it stands. */
export function isNoValue(value: unknown): boolean {
  return isUnread(value) && Object.keys(value).length === 1 && value['Ref'] === 'AWS::NoValue';
}

/** The logical id that `Ref` names, or `Fn::GetAtt`. */
export function namedIn(value: unknown): string | undefined {
  if (!isUnread(value)) return undefined;
  const { Ref: name, 'Fn::GetAtt': attribute } = value;
  if (typeof name === 'string') return name;
  const first: unknown = Array.isArray(attribute) ? attribute[0] : attribute;
  return typeof first === 'string' ? first.split('.')[0] : undefined;
}

/** The object that a value is; an empty one for anything else. */
export function members(value: unknown): { readonly [key: string]: unknown } {
  return isUnread(value) ? value : {};
}

/** What is given of some members: absent ones do not appear. */
export function picked(from: { readonly [key: string]: unknown }, ...keys: readonly string[]) {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
}

/** A value that cannot be known: it may turn out to be anything, and is shown as these words. */
export function unknownValue(kind: string, words: string): unknown {
  return { [`Fn::${kind}`]: words };
}

/** Whether a value counts as given where the transform asks so: nothing, `false` and what is empty do not. */
export function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** A text that is equal for equal values; a value that nests too deep equals itself alone. */
export function keyOf(value: unknown): unknown {
  try {
    return JSON.stringify(value);
  } catch {
    return value;
  }
}
