import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { isObject, type Json, member, parsed } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding, type Told } from '../rule.ts';

const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;
const LARGEST = 1_000_000_000;

const common = {
  severity: 'error',
  documentation: 'https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html',
} as const;

/** Filter policies that SNS refuses: over its limits, nested where attributes are looked at, numbers out of range. */
export function filterPolicy(audit: Audit): readonly Finding[] {
  return audit.world.ofType('AWS::SNS::Subscription').flatMap((subscription) => {
    const policy = parsed(subscription.properties['FilterPolicy']);
    if (!isObject(policy)) return [];
    const tell = (told: Omit<Told, 'severity'>) =>
      finding(audit, subscription, { ...common, path: pathOf(subscription, 'FilterPolicy'), ...told });
    return [
      ...limits(subscription, policy, tell),
      ...nested(subscription, policy, tell),
      ...numbers(subscription, policy, tell),
    ];
  });
}

type Tell = (told: Omit<Told, 'severity'>) => Finding;
type Policy = { readonly [key: string]: Json };

function limits({ logicalId }: WorldResource, policy: Policy, tell: Tell): readonly Finding[] {
  const keys = Object.keys(policy).filter((key) => key !== '$or');
  const told: Finding[] = [];
  if (keys.length > MOST_KEYS) {
    told.push(
      tell({
        id: 'FilterPolicyTooLarge',
        message: `The filter policy of ${logicalId} has ${keys.length} keys, where SNS takes ${MOST_KEYS}.`,
        cause: 'SNS refuses the subscription.',
        fix: `Filter by ${MOST_KEYS} keys at most, and leave the rest to the function.`,
      }),
    );
  }
  const combinations = keys.reduce((product, key) => product * valueCount(policy[key]), 1);
  if (combinations > MOST_COMBINATIONS) {
    told.push(
      tell({
        id: 'FilterPolicyTooLarge',
        message: `The filter policy of ${logicalId} has ${combinations} combinations of values, where SNS takes ${MOST_COMBINATIONS}.`,
        cause: 'SNS refuses the subscription: the counts of values of all keys are multiplied.',
        fix: 'Name fewer values, or take them together by prefix or anything-but.',
      }),
    );
  }
  return told;
}

/** The product of the counts of values at the leaves. */
function valueCount(value: Json | undefined): number {
  if (Array.isArray(value)) return Math.max(1, value.length);
  if (!isObject(value)) return 1;
  return Object.entries(value).reduce(
    (product, [key, each]) => (key === '$or' ? product : product * valueCount(each)),
    1,
  );
}

function nested({ logicalId, properties }: WorldResource, policy: Policy, tell: Tell): readonly Finding[] {
  if ((properties['FilterPolicyScope'] ?? 'MessageAttributes') !== 'MessageAttributes') return [];
  const key = Object.keys(policy).find((each) => isObject(policy[each]));
  if (key === undefined) return [];
  return [
    tell({
      id: 'FilterPolicyNested',
      message: `The filter policy of ${logicalId} nests below ${key}, but looks at message attributes.`,
      cause:
        'SNS refuses the subscription: message attributes have no members; only FilterPolicyScope MessageBody nests.',
      fix: 'Set FilterPolicyScope to MessageBody, or filter by an attribute of its own.',
    }),
  ];
}

function numbers({ logicalId }: WorldResource, policy: Policy, tell: Tell): readonly Finding[] {
  return numericMatches(policy).flatMap((match) => {
    const bad = match.find((each): each is number => typeof each === 'number' && !isComparable(each));
    if (bad !== undefined) {
      return [
        tell({
          id: 'FilterPolicyNumber',
          message: `The filter policy of ${logicalId} compares with ${bad}.`,
          cause: 'SNS compares numbers from -1000000000 to 1000000000, with five digits after the point.',
          fix: 'Compare with a number in that range, or filter by text.',
        }),
      ];
    }
    if (!isEmpty(match)) return [];
    return [
      tell({
        id: 'FilterPolicyRange',
        message: `The filter policy of ${logicalId} wants a number that is ${match.map(String).join(' ')}.`,
        cause: 'There is none: no message gets through, or SNS refuses the subscription.',
        fix: 'Give the lower bound first, and a greater one after it.',
      }),
    ];
  });
}

function isComparable(number: number): boolean {
  return Math.abs(number) <= LARGEST && Number(number.toFixed(5)) === number;
}

/** Whether no number lies between the bounds of `['>', 10, '<', 5]`. */
function isEmpty(match: readonly Json[]): boolean {
  const [from, low, to, high] = match;
  if (typeof low !== 'number' || typeof high !== 'number') return false;
  if (from !== '>' && from !== '>=') return false;
  return low > high || (low === high && !(from === '>=' && to === '<='));
}

function numericMatches(value: Json | undefined): readonly (readonly Json[])[] {
  if (Array.isArray(value)) return value.flatMap(numericMatches);
  if (!isObject(value)) return [];
  const own = member(value, 'numeric');
  // Array.isArray does not narrow readonly arrays.
  if (Array.isArray(own) && own.some((each) => typeof each === 'number')) return [own as readonly Json[]];
  return Object.values(value).flatMap(numericMatches);
}
