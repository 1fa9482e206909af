import type { PolicyKind } from '../parse/shape.ts';

/**
 * The keys that tell on whose behalf a service or another account asks: without them whoever may use that service
 * gets the grant, too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
const ON_BEHALF: readonly string[] = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'sts:externalid',
];

/** Whether a key is, by default, one to narrow a grant by. */
export function isNarrowing(key: string, kind: PolicyKind): boolean {
  if (kind === 'identity') return false;
  const lower = key.toLowerCase();
  // The audience and subject of an identity provider's token: `accounts.google.com:aud`.
  return ON_BEHALF.includes(lower) || lower.endsWith(':aud') || lower.endsWith(':sub');
}

/** The operator that compares a key with the very value that a request had. */
export function operatorFor(key: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return 'Bool';
  if (typeof value === 'number') return 'NumericEquals';
  return key.toLowerCase().endsWith('arn') ? 'ArnLike' : 'StringEquals';
}
