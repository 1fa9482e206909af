import { isDeepStrictEqual } from 'node:util';
import { isList, isObject, type Json, type JsonObject } from '../template/json.ts';

/** One place where a resource is not what its stack made it; values as DescribeStackResourceDrifts shows them. */
export interface PropertyDifference {
  readonly PropertyPath: string;
  readonly ExpectedValue: string;
  readonly ActualValue: string;
  readonly DifferenceType: 'ADD' | 'REMOVE' | 'NOT_EQUAL';
}

/** Where every member is the author's. Elsewhere services fill in what the template leaves out. */
const OPEN = /\/(?:[A-Za-z]*Policy(?:Document)?|Variables)(?:\/|$)/;

/**
 * Where actual properties differ from expected ones. Only what the template defines counts, so that further
 * properties are no difference, nor are further members of them but in documents and maps; numbers equal
 * their text, and a document equals its text.
 */
export function differences(expected: JsonObject, actual: JsonObject): readonly PropertyDifference[] {
  return Object.entries(expected).flatMap(([name, value]) =>
    compare(canonical(value), own(actual, name), `/${name}`),
  );
}

/** One form for all spellings of a value. */
export function canonical(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return /^\s*\{/.test(value) ? parsed(value) : value;
  if (isList(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, canonical(item)]));
}

function parsed(text: string): Json {
  try {
    return canonical(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}

function own(object: JsonObject, name: string): Json | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return value === undefined ? undefined : canonical(value);
}

function compare(
  expected: Json | undefined,
  actual: Json | undefined,
  path: string,
): readonly PropertyDifference[] {
  if (isDeepStrictEqual(expected, actual)) return [];
  if (isObject(expected) && isObject(actual)) {
    const further = OPEN.test(path) ? Object.keys(actual) : [];
    return [...new Set([...Object.keys(expected), ...further])].flatMap((key) =>
      compare(own(expected, key), own(actual, key), `${path}/${key}`),
    );
  }
  if (isList(expected) && isList(actual)) return compareLists(expected, actual, path);
  const type = expected === undefined ? 'ADD' : actual === undefined ? 'REMOVE' : 'NOT_EQUAL';
  return [
    { PropertyPath: path, ExpectedValue: text(expected), ActualValue: text(actual), DifferenceType: type },
  ];
}

/** The order of a list says nothing: services give tags and policies back in their own. */
function compareLists(
  expected: readonly Json[],
  actual: readonly Json[],
  path: string,
): readonly PropertyDifference[] {
  const left = expected.map((value, index) => ({ value, index }));
  const right = actual.map((value, index) => ({ value, index }));
  const missing = left.filter(({ value }) => {
    const at = right.findIndex((one) => isDeepStrictEqual(one.value, value));
    if (at >= 0) right.splice(at, 1);
    return at < 0;
  });
  const [one] = missing;
  const [other] = right;
  if (missing.length === 1 && right.length === 1 && one !== undefined && other !== undefined) {
    return compare(one.value, other.value, `${path}/${one.index}`);
  }
  return [
    ...missing.flatMap(({ value, index }) => compare(value, undefined, `${path}/${index}`)),
    ...right.flatMap(({ value, index }) => compare(undefined, value, `${path}/${index}`)),
  ];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
