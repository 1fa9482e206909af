import type { ServicePrincipal } from '../policy/principals.ts';
import type { JsonObject } from '../types.ts';
import { checkFilterPolicy, type FilterPolicyScope } from './filter-policy.ts';
import type { TopicHandle } from './handles.ts';
import type { EncryptionOption } from './key.ts';
import { PatternError } from './pattern-error.ts';

/** Which of the topic's messages are delivered. */
export interface FilterOptions {
  /** Only messages that meet it are delivered; by default all. */
  readonly filterPolicy?: JsonObject;
  /** What the filter policy is compared with: `MessageAttributes` by default. */
  readonly filterPolicyScope?: FilterPolicyScope;
}

/** Throws what {@link checkFilterPolicy} does, and `BadOption` for a scope of nothing. */
export function checkFilter({ filterPolicy: policy, filterPolicyScope: scope }: FilterOptions): void {
  if (policy !== undefined) checkFilterPolicy(policy, scope ?? 'MessageAttributes');
  else if (scope !== undefined)
    throw new PatternError('BadOption', 'There is no filter policy that it is the scope of.', {
      option: 'filterPolicyScope',
      fix: 'Give filterPolicy, or leave it out.',
    });
}

/** The subscription's filter; the scope is written out, so that a later change of it is one change. */
export function filterOf({ filterPolicy: policy, filterPolicyScope: scope }: FilterOptions) {
  return policy === undefined
    ? {}
    : { FilterPolicy: policy, FilterPolicyScope: scope ?? ('MessageAttributes' as const) };
}

/** Throws `BadOption` for services let use a key that the pattern does not make, or not for the topic. */
export function checkPublishers(options: {
  readonly topic?: TopicHandle;
  readonly encryption?: EncryptionOption;
  readonly publishers?: readonly ServicePrincipal[];
}): void {
  if ((options.publishers ?? []).length === 0) return;
  if (options.encryption === true && options.topic === undefined) return;
  throw new PatternError(
    'BadOption',
    'They are let use the key of a topic, and the pattern makes none for it.',
    {
      option: 'publishers',
      fix: 'Leave topic out and set encryption: true, or write the key policy with publishUnderKey.',
    },
  );
}

/** Throws `BadOption` for overrides of a piece that the pattern does not make with these options. */
export function checkOverrides<T extends object>(
  overrides: T | undefined,
  made: { readonly [K in keyof Required<T>]: boolean },
): void {
  for (const [piece, properties] of Object.entries(overrides ?? {})) {
    if (properties === undefined || made[piece as keyof T]) continue;
    throw new PatternError('BadOption', 'The pattern does not make this piece with these options.', {
      option: `overrides.${piece}`,
      fix: 'Leave it out, or set the properties where the piece is added.',
    });
  }
}
