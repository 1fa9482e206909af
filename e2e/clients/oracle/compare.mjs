import { parseTemplate } from '@wayleave/cloudformation';
import { mutants } from './mutate/mutants.mjs';

/**
 * A fault that one side refuses and the other does not.
 *
 * @typedef {object} Difference
 * @property {string} base
 * @property {string} fault
 * @property {string} place
 * @property {readonly { readonly rule: string, readonly message: string }[]} remarks of the side that refuses it
 */

/**
 * What came of all faults.
 *
 * @typedef {object} Comparison
 * @property {Record<string, number>} counts by what both said
 * @property {Set<string>} types resource types in the templates
 * @property {Set<string>} faults kinds of faults that were made
 * @property {Difference[]} theirs what the oracle alone refuses
 * @property {Difference[]} ours what we alone refuse, the oracle not even advising against it
 */

/** What `validate()` refuses. @param {unknown} template */
export function refusedByUs(template) {
  const text = JSON.stringify(template);
  try {
    return parseTemplate(text)
      .validate()
      .filter(({ severity }) => severity === 'error')
      .map(({ id, message }) => ({ rule: id, message }));
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    if (typeof code !== 'string') throw error;
    return [{ rule: code, message }];
  }
}

/** Whether `validate()` says that it cannot judge all of it: a macro may rewrite it. @param {unknown} template */
export function isNotJudged(template) {
  return parseTemplate(JSON.stringify(template))
    .validate()
    .some(({ id }) => id === 'NotJudged');
}

/** Makes faults in templates that both take, and asks both. @param {ReturnType<typeof import('./oracle.mjs').startOracle>} oracle @param {readonly import('./sound/index.mjs').Base[]} bases @returns {Comparison} */
export function compare(oracle, bases) {
  /** @type {Comparison} */
  const comparison = { counts: {}, types: new Set(), faults: new Set(), theirs: [], ours: [] };
  for (const { name, template, places } of bases) {
    for (const { Type } of Object.values(template.Resources)) comparison.types.add(Type);
    const advisedBefore = new Set(oracle.judge(template).advised.map((each) => JSON.stringify(each)));
    for (const { base, fault, place, template: faulted } of mutants(name, template, places)) {
      const { refused, advised } = oracle.judge(faulted);
      const theirs = refused.length > 0;
      const advises = advised.some((each) => !advisedBefore.has(JSON.stringify(each)));
      const remarks = refusedByUs(faulted);
      const ours = remarks.length > 0;
      const said = `it ${theirs ? 'refuses' : advises ? 'advises' : 'takes'}, we ${ours ? 'refuse' : 'take'}`;
      comparison.counts[said] = (comparison.counts[said] ?? 0) + 1;
      comparison.faults.add(fault);
      if (theirs && !ours) comparison.theirs.push({ base, fault, place, remarks: refused });
      if (ours && !theirs && !advises) comparison.ours.push({ base, fault, place, remarks });
    }
  }
  return comparison;
}
