import { prove } from '@wayleave/cloudformation/prove';
import { asWritten } from './mutations.mjs';

/** @typedef {import('./translator.mjs').Translation} Translation */
/** @typedef {import('@wayleave/cloudformation/prove').Hop} Hop */
/** @typedef {import('@wayleave/cloudformation/prove').Proof} Proof */
/** @typedef {import('./mutations.mjs').Mutation} Mutation */

/**
 * A hop that is answered otherwise in the proof of the SAM template than in that of the processed one.
 *
 * @typedef {object} Difference
 * @property {string} base the template
 * @property {string} mutation
 * @property {string} hop `Uploads invoke Worker`
 * @property {string} theirs answers in the processed template, sorted: `allowed`, `allowed allowed`, `missing`
 * @property {string} ours in the SAM template
 * @property {'settled otherwise' | 'less' | 'not settled'} by how: the SAM template's is wrong, tells less, or neither is settled
 * @property {boolean} isTold whether our proof says that it could not expand a resource
 * @property {string} because why, as our proof says it; what it says to check, if it does not know
 */

/**
 * What came of all templates.
 *
 * @typedef {object} Comparison
 * @property {number} compared templates that both read
 * @property {number} refused templates that the translator refuses
 * @property {number} hops of the processed templates
 * @property {number} settled hops that are allowed or denied there
 * @property {number} agreed of those: the ones with the same answer here
 * @property {Set<string>} read templates as written that both read, and that have settled hops
 * @property {Record<string, number>} answers of the processed templates
 * @property {Difference[]} differences
 * @property {string[]} thrown by our proof, which must not
 */

/** The transform ends these names with a hash of the resource's content. @param {string} text */
const withoutHash = (text) => text.replace(/(Version|Deployment|Shared)[0-9a-f]{10}(?![0-9a-z])/g, '$1');

const isSettled = (/** @type {Hop} */ { answer }) => answer !== 'unknown';

/** @param {Hop} hop */
const keyOf = ({ kind, from, to }) => withoutHash(`${from.label} ${kind} ${to.label}`);

/** The answers and the scenarios they hold in. @param {readonly Hop[]} hops */
const answersOf = (hops) =>
  hops
    .map(({ answer, when = [] }) =>
      [answer, ...[...when].sort().map((each) => `(${withoutHash(each)})`)].join(' '),
    )
    .sort();

/** @param {readonly Hop[]} hops @returns {Map<string, Hop[]>} */
function byKey(hops) {
  const keyed = new Map();
  for (const hop of hops) keyed.set(keyOf(hop), [...(keyed.get(keyOf(hop)) ?? []), hop]);
  return keyed;
}

/** Proves each template and what the translator made of it. @param {readonly Mutation[]} mutations @param {readonly Translation[]} translations @returns {Comparison} */
export function compare(mutations, translations) {
  /** @type {Comparison} */
  const all = {
    compared: 0,
    refused: 0,
    hops: 0,
    settled: 0,
    agreed: 0,
    read: new Set(),
    answers: {},
    differences: [],
    thrown: [],
  };
  for (const [index, { base, kind, mutation, template }] of mutations.entries()) {
    const { template: processed } = /** @type {Translation} */ (translations[index]);
    const ours = proofOf(template, `${base}, ${mutation}`, all.thrown);
    if (processed === undefined) {
      all.refused++;
      continue;
    }
    const theirs = proofOf(processed, `${base}, ${mutation}, processed`, all.thrown);
    all.compared++;
    if (kind === asWritten && theirs.hops.some(isSettled)) all.read.add(base);
    count(theirs.hops, all);
    const isTold = ours.findings.some(({ id }) => id === 'ServerlessNotExpanded');
    const found = [...differencesOf(theirs.hops, ours.hops)];
    all.differences.push(...found.map((each) => ({ base, mutation, isTold, ...each })));
    all.agreed += theirs.hops.filter(
      (hop) => isSettled(hop) && !found.some((each) => each.hop === keyOf(hop)),
    ).length;
  }
  return all;
}

/** @param {any} template @param {string} name @param {string[]} thrown @returns {Pick<Proof, 'hops' | 'findings'>} */
function proofOf(template, name, thrown) {
  try {
    return prove(template, { region: 'us-east-1' });
  } catch (error) {
    thrown.push(`${name}: ${/** @type {any} */ (error).stack}`);
    return { hops: [], findings: [] };
  }
}

/** @param {readonly Hop[]} hops @param {Comparison} all */
function count(hops, all) {
  for (const { answer } of hops) all.answers[answer] = (all.answers[answer] ?? 0) + 1;
  all.hops += hops.length;
  all.settled += hops.filter(isSettled).length;
}

/** Finds the hops with other answers. @param {readonly Hop[]} theirs @param {readonly Hop[]} ours @returns {Generator<Omit<Difference, 'base' | 'mutation' | 'isTold'>>} */
function* differencesOf(theirs, ours) {
  const keyed = byKey(theirs);
  const keyedOurs = byKey(ours);
  for (const hop of new Set([...keyed.keys(), ...keyedOurs.keys()])) {
    const [there, here] = [keyed.get(hop) ?? [], keyedOurs.get(hop) ?? []];
    if (answersOf(there).join() === answersOf(here).join()) continue;
    const first = here[0] ?? there[0];
    yield {
      hop,
      by: here.some(isSettled) ? 'settled otherwise' : there.some(isSettled) ? 'less' : 'not settled',
      theirs: answersOf(there).join(', ') || 'missing',
      ours: answersOf(here).join(', ') || 'missing',
      because: first?.check ?? first?.because ?? '',
    };
  }
}
