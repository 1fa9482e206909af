import { originsOf } from '../data.ts';
import type { Json, JsonObject } from '../types.ts';
import { PatternError } from './pattern-error.ts';

/** What a filter policy is compared with: the message's attributes (the default) or its JSON body. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_BYTES = 262_144;

/**
 * Throws `FilterPolicyLimit` or `FilterPolicyScope` for a filter policy that Amazon SNS would refuse.
 *
 * What only CloudFormation works out is counted as one condition.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function checkFilterPolicy(policy: JsonObject, scope: FilterPolicyScope): void {
  const keys = Object.keys(policy).length;
  if (keys > MAX_KEYS)
    throw limit(`It has ${keys} keys, and SNS takes ${MAX_KEYS}.`, 'Filter on fewer keys.');
  const combinations = combine(policy, 1, scope, 'filterPolicy');
  if (combinations > MAX_COMBINATIONS)
    throw limit(
      `Its values make ${combinations} combinations, and SNS takes ${MAX_COMBINATIONS}.`,
      'Name fewer values a key, or a prefix or a numeric range instead of a list.',
    );
  const bytes = new TextEncoder().encode(JSON.stringify(policy)).length;
  if (bytes > MAX_BYTES) throw limit(`It has ${bytes} bytes, and SNS takes ${MAX_BYTES}.`, 'Filter on less.');
}

/** Keys multiply, a nested key's values count as many times as it lies deep, and the members of `$or` add up. */
function combine(policy: JsonObject, depth: number, scope: FilterPolicyScope, path: string): number {
  let combinations = 1;
  for (const [key, condition] of Object.entries(policy)) {
    const at = `${path}.${key}`;
    if (isList(condition)) {
      const members = key === '$or' ? condition.filter(isObject) : [];
      combinations *=
        members.length > 0
          ? members.reduce((sum, member) => sum + combine(member, depth, scope, at), 0)
          : Math.max(1, condition.length) * depth;
    } else if (!isObject(condition)) {
      throw new PatternError('FilterPolicyScope', `${at} is no list of conditions.`, {
        option: 'filterPolicy',
        fix: `Write ${key}: [${JSON.stringify(condition)}].`,
      });
    } else if (originsOf(condition) === undefined) {
      if (scope === 'MessageAttributes')
        throw new PatternError('FilterPolicyScope', `${at} is nested, and message attributes are flat.`, {
          option: 'filterPolicy',
          fix: "Set filterPolicyScope: 'MessageBody' to compare the message's JSON.",
        });
      combinations *= combine(condition, depth + 1, scope, at);
    }
  }
  return combinations;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function limit(what: string, fix: string): PatternError {
  return new PatternError('FilterPolicyLimit', what, { option: 'filterPolicy', fix });
}
