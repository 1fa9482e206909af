import { flatten, type Leaf, scalarOf } from './flatten.ts';
import { limitProblem, maxCombinations, waysThrough } from './limits.ts';
import { matchesAny } from './match.ts';
import { type PolicyNode, parsePolicy } from './parse.ts';
import { type Rule, rulesOf } from './rules.ts';
import { JsonSyntaxError } from './syntax-error.ts';
import { FilterSyntaxError } from './token-reader.ts';

/** What a filter policy looks at. */
export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** A message attribute as subscribers see it; Binary ones take no part in filtering. */
export interface FilterAttribute {
  readonly Type: string;
  readonly Value: string;
}

/** A filter policy that AWS would have accepted, ready to judge messages. */
export interface FilterPolicy {
  /** Judges the message attributes or the body, by the policy's scope. A body that is no JSON never passes. */
  passes(message: {
    readonly body: string;
    readonly attributes: Readonly<Record<string, FilterAttribute>>;
  }): boolean;
}

/** A filter policy that AWS refuses; the message continues `Invalid parameter: `. */
export class FilterPolicyError extends Error {
  override readonly name = 'FilterPolicyError';
  readonly code = 'ERR_SNS_FILTER_POLICY';
}

/**
 * Compiles the JSON text of a subscription's FilterPolicy. `{}` lets everything pass.
 *
 * Throws FilterPolicyError with the words AWS answers for the same text: bad JSON, an unknown or misused
 * operator, nesting under scope MessageAttributes, more than 5 keys or 150 combinations.
 *
 * @example
 * compileFilterPolicy('{"kind":[{"prefix":"video."}]}', 'MessageBody').passes({ body, attributes: {} });
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function compileFilterPolicy(source: string, scope: FilterScope): FilterPolicy {
  const node = parse(source);
  if (scope === 'MessageAttributes' && isNested(node)) {
    throw new FilterPolicyError(
      'Filter policy scope MessageAttributes does not support nested filter policy',
    );
  }
  if (waysThrough(node) > maxCombinations)
    throw new FilterPolicyError('FilterPolicy: Filter policy is too complex');
  const rules = rulesOf(node);
  const problem = limitProblem(node, rules);
  if (problem !== undefined) throw new FilterPolicyError(`FilterPolicy: ${problem}`);
  return {
    passes: ({ body, attributes }) =>
      scope === 'MessageBody' ? bodyPasses(rules, body) : matchesAny(rules, attributeLeaves(attributes)),
  };
}

function parse(source: string): PolicyNode {
  try {
    return parsePolicy(source);
  } catch (cause) {
    if (cause instanceof JsonSyntaxError) {
      throw new FilterPolicyError(`FilterPolicy: failed to parse JSON. ${cause.message}`, { cause });
    }
    if (cause instanceof FilterSyntaxError) {
      throw new FilterPolicyError(`FilterPolicy: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function isNested(node: PolicyNode): boolean {
  return node.keys.some((key) => 'node' in key) || node.alternatives.some((group) => group.some(isNested));
}

function bodyPasses(rules: readonly Rule[], body: string): boolean {
  const document = parseJson(body);
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return false;
  return matchesAny(rules, flatten(document));
}

function attributeLeaves(attributes: Readonly<Record<string, FilterAttribute>>): readonly Leaf[] {
  const leaves: Leaf[] = [];
  Object.entries(attributes).forEach(([path, { Type: type, Value: text }], id) => {
    if (type === 'Binary' || type.startsWith('Binary.')) return;
    if (type === 'String.Array') {
      const elements = parseJson(text);
      if (!Array.isArray(elements)) return;
      elements.forEach((element, index) => {
        if (element !== null && typeof element === 'object') return;
        leaves.push({ path, value: scalarOf(element), membership: new Map([[id, index]]) });
      });
      return;
    }
    const value = type === 'Number' || type.startsWith('Number.') ? 'number' : 'string';
    leaves.push({ path, value: { type: value, text }, membership: new Map() });
  });
  return leaves;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
