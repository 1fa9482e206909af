import type { PolicyNode } from './parse.ts';
import type { Pattern } from './pattern.ts';

/** One way to satisfy a policy: every path needs a value that one of its patterns accepts. */
export interface Condition {
  readonly path: string;
  /** Levels of nesting; 1 for a top-level key. */
  readonly depth: number;
  readonly patterns: readonly Pattern[];
}

export type Rule = ReadonlyMap<string, Condition>;

/** Multiplies the `$or` groups out: the policy holds when one of the rules does. */
export function rulesOf(node: PolicyNode): readonly Rule[] {
  return expand(node, '', 1, [new Map()]);
}

function expand(node: PolicyNode, prefix: string, depth: number, from: readonly Rule[]): readonly Rule[] {
  let rules = from;
  for (const key of node.keys) {
    const path = prefix === '' ? key.name : `${prefix}.${key.name}`;
    rules =
      'node' in key
        ? expand(key.node, path, depth + 1, rules)
        : rules.map((rule) => new Map(rule).set(path, { path, depth, patterns: key.patterns }));
  }
  for (const group of node.alternatives) {
    rules = group.flatMap((alternative) => expand(alternative, prefix, depth, rules));
  }
  return rules;
}
