import { CLOSE, OPEN } from './tokens.ts';

const MARKS = new RegExp(`[${OPEN}${CLOSE}]`, 'g');
const DEEPEST = 300;

/**
 * The value without the two characters that stand-ins are made of: a text of the template that has them would else
 * count as whatever the stand-in stands for. No name of AWS's has them. The value itself where there are none.
 */
export function withoutMarks<T>(value: T): T {
  // Only texts change, so the shape stays.
  return hasMarks(value, 0) ? (cleaned(value, 0) as T) : value;
}

function hasMarks(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.includes(OPEN) || value.includes(CLOSE);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  if (Array.isArray(value)) {
    for (const each of value as readonly unknown[]) if (hasMarks(each, depth + 1)) return true;
    return false;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members))
    if (hasMarks(key, depth) || hasMarks(members[key], depth + 1)) return true;
  return false;
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(MARKS, '\uFFFD');
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((each) => cleaned(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.replace(MARKS, '\uFFFD'), cleaned(each, depth + 1)]),
  );
}
