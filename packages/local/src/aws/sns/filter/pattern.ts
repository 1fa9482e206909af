import { type CidrRange, inCidr } from './cidr.ts';
import { parseNumber } from './number.ts';

/** One alternative of one key of a filter policy. */
export type Pattern =
  | { readonly kind: 'exact'; readonly value: Scalar }
  | { readonly kind: 'prefix' | 'suffix' | 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'anything-but'; readonly values: readonly Scalar[] }
  | { readonly kind: 'anything-but-prefix'; readonly text: string }
  | { readonly kind: 'numeric'; readonly low?: Bound; readonly high?: Bound }
  | { readonly kind: 'cidr'; readonly range: CidrRange }
  | { readonly kind: 'exists'; readonly expected: boolean };

export interface Bound {
  readonly value: number;
  readonly inclusive: boolean;
}

/** A JSON leaf; numbers keep their spelling, which decides when they are out of the comparable range. */
export type Scalar =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'literal'; readonly text: 'true' | 'false' | 'null' };

/** Whether a value that is there satisfies `pattern`. That a value is absent is for the matcher to see. */
export function matchesPattern(pattern: Pattern, value: Scalar): boolean {
  switch (pattern.kind) {
    case 'exact':
      return sameScalar(pattern.value, value);
    case 'prefix':
      return value.type === 'string' && value.text.startsWith(pattern.text);
    case 'suffix':
      return value.type === 'string' && value.text.endsWith(pattern.text);
    case 'equals-ignore-case':
      return value.type === 'string' && value.text.toLowerCase() === pattern.text.toLowerCase();
    case 'anything-but':
      return !pattern.values.some((refused) => sameScalar(refused, value));
    case 'anything-but-prefix':
      return !(value.type === 'string' && value.text.startsWith(pattern.text));
    case 'numeric':
      return value.type === 'number' && within(pattern.low, pattern.high, value.text);
    case 'cidr':
      return value.type === 'string' && inCidr(pattern.range, value.text);
    case 'exists':
      return pattern.expected;
  }
}

function sameScalar(a: Scalar, b: Scalar): boolean {
  if (a.type !== b.type) return false;
  if (a.text === b.text) return true;
  if (a.type !== 'number') return false;
  const left = parseNumber(a.text);
  return left !== undefined && left === parseNumber(b.text);
}

function within(low: Bound | undefined, high: Bound | undefined, text: string): boolean {
  const value = parseNumber(text);
  if (value === undefined) return false;
  if (low !== undefined && (low.inclusive ? value < low.value : value <= low.value)) return false;
  return high === undefined || !(high.inclusive ? value > high.value : value >= high.value);
}
