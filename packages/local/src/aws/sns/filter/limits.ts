import type { PolicyNode } from './parse.ts';
import type { Rule } from './rules.ts';

const maxKeys = 5;
/** No policy may have more combinations of values than this. */
export const maxCombinations = 150;

/**
 * The number of value combinations as AWS counts them: for each way through `$or`, the product over its keys
 * of the number of values times, in the message body, the level of nesting.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function combinations(rules: readonly Rule[]): number {
  return rules.reduce((sum, rule) => {
    const product = [...rule.values()].reduce((n, { patterns, depth }) => n * patterns.length * depth, 1);
    return sum + product;
  }, 0);
}

/** What is too much about a policy, in AWS's words. Only top-level keys count, and `$or` counts as one. */
export function limitProblem(node: PolicyNode, rules: readonly Rule[]): string | undefined {
  if (node.keys.length + node.alternatives.length > maxKeys) {
    return `Filter policy can not have more than ${maxKeys} keys`;
  }
  return combinations(rules) > maxCombinations ? 'Filter policy is too complex' : undefined;
}

/** Ways through the `$or` groups of a policy, without writing them out: groups after groups multiply. */
export function waysThrough(node: PolicyNode): number {
  const nested = node.keys.map((key) => ('node' in key ? waysThrough(key.node) : 1));
  const groups = node.alternatives.map((group) =>
    group.reduce((sum, member) => sum + waysThrough(member), 0),
  );
  return [...nested, ...groups].reduce((product, ways) => product * ways, 1);
}
