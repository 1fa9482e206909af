import { PolicyError } from '../policy-error.ts';

/** What a policy is attached to; each kind has rules of its own. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** IAM's words for nearly everything that is wrong in the grammar. */
export const SYNTAX = 'Syntax errors in policy.';

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Throws for a key that AWS does not know in this place. */
export function noOtherKeys(object: object, known: readonly string[], path: string): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new PolicyError(SYNTAX, path, `"${unknown}" is none of ${known.join(', ')}`);
}

/** Throws unless the value is absent, a string or a list of strings. */
export function stringOrStrings(value: unknown, path: string): void {
  if (value === undefined || typeof value === 'string') return;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return;
  throw new PolicyError(SYNTAX, path, 'it must be a string or a list of strings');
}
