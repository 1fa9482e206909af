import type { Value } from '../types.ts';
import type { KnownAction } from './generated/actions.ts';

declare const unlisted_: unique symbol;

/** Text that stands where the compiler knows a list, and is not on it; {@link unlisted} makes it. */
export type Unlisted = string & { readonly [unlisted_]: true };

/**
 * What a statement can name as an action: one that IAM knew when this was built, some by a wildcard (`s3:Get*`,
 * `logs:*`, `*`), a value, or one that {@link unlisted} vouches for.
 */
export type Action = KnownAction | '*' | `${string}:${string}*${string}` | Value<string> | Unlisted;

/**
 * An action, a service principal or a condition key that is newer than the compiler's lists, or made at run time. It
 * is the text itself; the compiler takes your word for it.
 *
 * @example allow({ actions: [unlisted('sns:BrandNewAction')], resources: [topic.ref] })
 * @example allow({ …, conditions: { StringEquals: { [unlisted('sns:BrandNewKey')]: 'a' } } })
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function unlisted(text: string): Unlisted {
  // Only the compiler's idea of the text changes.
  return text as Unlisted;
}
