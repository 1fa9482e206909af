import type { Proof } from './proof.ts';
import type { Provable, ProveOptions } from './provable.ts';
import { proveBy } from './prove-by.ts';
import { RULES } from './rules/rules.ts';

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
