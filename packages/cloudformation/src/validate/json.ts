/** An object of a template that may hold anything. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The way to where a walk is; it is pushed and popped, and copied only into a finding. */
export type Path = (string | number)[];

const nothing: JsonObject = Object.freeze({});

export function isObject(data: unknown): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Whether the data is a text, number or boolean. */
export function isScalar(data: unknown): data is string | number | boolean {
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean';
}

/** The data if it is an object, otherwise an empty one. */
export function objectOf(data: unknown): JsonObject {
  return isObject(data) ? data : nothing;
}

/** The data if it is a list, otherwise an empty one. */
export function listOf(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}

/** An own member; what an object inherits is never part of a template. */
export function member(data: JsonObject, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

/** The function and its argument, if the data is a call of an intrinsic function. */
export function callOf(data: unknown): readonly [name: string, argument: unknown] | undefined {
  if (!isObject(data)) return undefined;
  let only: string | undefined;
  for (const key in data) {
    if (only !== undefined) return undefined;
    only = key;
  }
  if (only === undefined || (only !== 'Ref' && !only.startsWith('Fn::'))) return undefined;
  return [only, data[only]];
}

/** Whether it stands for "as if this had not been written". */
export function isNoValue(data: unknown): boolean {
  return isObject(data) && data['Ref'] === 'AWS::NoValue';
}

/** Runs `look` with one more step on the path. */
export function within(at: Path, step: string | number, look: () => void): void {
  at.push(step);
  look();
  at.pop();
}

/** As few characters as tell a reader which value is meant. */
export function shown(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  if (isObject(data)) return callOf(data)?.[0] ?? 'an object';
  const text = typeof data === 'string' ? JSON.stringify(data) : String(data);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const encoder = new TextEncoder();

/** The length in bytes of UTF-8. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** Whether the data nests deeper than the checks go. */
export function isTooDeep(data: unknown, left = 200): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if (left === 0) return true;
  if (Array.isArray(data)) return listOf(data).some((each) => isTooDeep(each, left - 1));
  for (const key in data) if (isTooDeep((data as Record<string, unknown>)[key], left - 1)) return true;
  return false;
}
