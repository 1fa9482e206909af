import type { Finding, SourceLocation } from '../finding.ts';
import type { TemplateJson } from '../template-json.ts';
import { findHops } from './hops/find-hops.ts';
import { mergeHops } from './hops/merge-hops.ts';
import { orderHops } from './hops/order-hops.ts';
import { createView } from './hops/view.ts';
import { createWorlds } from './model/create-worlds.ts';
import { functionNameOf } from './model/function-name.ts';
import { text } from './model/json.ts';
import type { World } from './model/world.ts';
import type { Place, Proof } from './proof.ts';
import type { Rule } from './rules/rule.ts';
import { RULES } from './rules/rules.ts';

/** What is known besides the template. */
export interface ProveOptions {
  /** Values by name; a parameter that is not given has its default, or may be anything. */
  readonly parameters?: Readonly<Record<string, string | number | readonly string[]>>;
  /** The account that the stack will be in, twelve digits; any when absent. */
  readonly account?: string;
  /** The region that the stack will be in; any when absent. */
  readonly region?: string;
  /** `aws` when absent. */
  readonly partition?: string;
  /** In how many ways the conditions are looked at, 32 when absent. What is left out is a finding. */
  readonly maxScenarios?: number;
}

/** What can be proved: a template's JSON, or a template of the builder. */
export type Provable =
  | TemplateJson
  | {
      toJson(options?: { readonly validate?: boolean }): TemplateJson;
      sourceOf?(logicalId: string): SourceLocation | undefined;
    };

/**
 * Decides every hop of a template by evaluating its policies: whether SNS can really invoke that function. From the
 * template alone; what it cannot tell is `unknown`, with what to check. Never throws for a template's content; of a
 * builder's template only `toJson` can throw, which is called without its checks.
 *
 * @example
 * const proof = prove(template, { parameters: { Stage: 'prod' } });
 * for (const hop of proof.hops) console.log(hop.from.label, hop.kind, hop.to.label, hop.answer, hop.because);
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function prove(template: Provable, options: ProveOptions = {}): Proof {
  return proveBy(RULES, template, options);
}

/** Proves a template, and asks each rule what else is wrong. */
export function proveBy(rules: readonly Rule[], template: Provable, options: ProveOptions = {}): Proof {
  const builder = 'toJson' in template && typeof template.toJson === 'function' ? template : undefined;
  const json: unknown = builder === undefined ? template : builder.toJson({ validate: false });
  const sourceOf = (logicalId: string) => builder?.sourceOf?.(logicalId);
  const { worlds, findings } = createWorlds(json, { ...options, sourceOf });
  const found = worlds.map((world) => {
    const view = createView(world);
    const drafts = findHops(view);
    return { scenario: world.scenario, drafts, findings: rules.flatMap((rule) => rule(view, drafts)) };
  });
  const hops = orderHops(mergeHops(found), placeBehind(worlds));
  const all = worstFirst([...found.flatMap((each) => each.findings), ...findings]);
  return {
    scenarios: worlds.map(({ scenario }) => scenario),
    hops,
    findings: all,
    proven:
      hops.every(({ answer }) => answer === 'allowed') && all.every(({ severity }) => severity !== 'error'),
  };
}

/** A version or an alias leads to what its function leads to. */
function placeBehind(worlds: readonly World[]): (place: Place) => string {
  const behind = new Map<string, string>();
  for (const world of worlds) {
    for (const type of ['AWS::Lambda::Alias', 'AWS::Lambda::Version']) {
      for (const { logicalId, properties } of world.ofType(type)) {
        const { name } = functionNameOf(text(properties['FunctionName']) ?? '');
        const fn = world.named('AWS::Lambda::Function', name);
        if (fn !== undefined) behind.set(logicalId, fn.logicalId);
      }
    }
  }
  return ({ logicalId, label }) => (logicalId === undefined ? label : (behind.get(logicalId) ?? logicalId));
}

const SEVERITIES = ['error', 'warning', 'info'];

/** Each finding once, whatever the scenario. */
function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, finding.path, finding.message]);
    if (!found.has(key)) found.set(key, finding);
  }
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  return [...found.values()].sort((one, other) => rank(one) - rank(other));
}
