// SAM templates as people write them, sound and changed: proven as they are, and as AWS's own translator expands them.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { before, describe, it } from 'node:test';
import { parseTemplate } from '@wayleave/cloudformation';
import { compare } from './compare.mjs';
import { explained } from './explained.mjs';
import { kinds, mutationsOf } from './mutations.mjs';
import { skip, translate } from './translator.mjs';

/** @typedef {import('./compare.mjs').Difference} Difference */

const folder = new URL('templates/', import.meta.url);

/** Our templates, by name. @returns {Promise<ReadonlyMap<string, any>>} */
async function templates() {
  const files = (await readdir(folder)).sort();
  const read = files.map(async (file) => {
    const text = await readFile(new URL(file, folder), 'utf8');
    return /** @type {const} */ ([basename(file, '.yaml'), parseTemplate(text).toJson({ validate: false })]);
  });
  return new Map(await Promise.all(read));
}

/** Why a difference is to be. A hop may be missing only where the proof says that a resource is not expanded. @param {Difference} difference */
const reasonFor = ({ by, isTold, ours, mutation, hop }) =>
  isTold || ours !== 'missing'
    ? explained.find((each) => each.by === by && each.mutation.test(mutation) && each.hop.test(hop))
    : undefined;

/** @param {Difference} difference */
const line = ({ base, mutation, hop, theirs, ours, because }) =>
  `${base}, ${mutation}: ${hop} is ${theirs} when processed, ${ours} here: ${because}`;

describe("SAM templates, beside what AWS's translator makes of them", { skip }, () => {
  /** @type {import('./compare.mjs').Comparison} */
  let comparison;
  /** @type {ReadonlyMap<string, any>} */
  let written;
  /** @type {import('./mutations.mjs').Mutation[]} */
  let mutations;
  let version = '';
  before(async () => {
    written = await templates();
    mutations = [...written].flatMap(([name, template]) => [...mutationsOf(name, template)]);
    const translated = await translate(mutations.map(({ template }) => template));
    version = translated.version;
    comparison = compare(mutations, translated.translations);
  });

  it('are many, of all kinds, and the same each time', (t) => {
    const { compared, refused, hops, settled, answers } = comparison;
    t.diagnostic(
      `aws-sam-translator ${version}: ${written.size} templates, ${mutations.length} with changes,`,
    );
    t.diagnostic(`${compared} compared, ${refused} refused by the translator;`);
    t.diagnostic(`${hops} hops, ${settled} of them settled: ${JSON.stringify(answers)}`);
    assert.ok(written.size >= 25, `${written.size}`);
    assert.ok(compared >= 300, `${compared}`);
    const made = new Set(mutations.map(({ kind }) => kind));
    assert.deepEqual(
      kinds.filter((kind) => !made.has(kind)),
      [],
    );
    const [first] = written;
    const twice = [1, 2].map(() => JSON.stringify([...mutationsOf(...(first ?? ['', {}]))]));
    assert.equal(twice[0], twice[1]);
  });

  it('are read by both as they are written, and have hops that are settled', () => {
    assert.deepEqual(
      [...written.keys()].filter((name) => !comparison.read.has(name)),
      [],
    );
  });

  it('are told apart where a right or a hop is missing', async () => {
    const whole = written.get('s3');
    const [denied, less] = [structuredClone(whole), structuredClone(whole)];
    denied.Resources.Worker.Properties.Policies = [];
    delete less.Resources.Worker.Properties.Events;
    const { translations } = await translate([whole, whole]);
    const changed = [denied, less].map((template) => ({ base: 's3', kind: '', mutation: '', template }));
    const found = compare(changed, translations).differences.map((each) => `${each.hop}: ${each.by}`);
    assert.deepEqual(found, ['Worker use Videos: settled otherwise', 'Incoming invoke Worker: less']);
  });

  it('never make a proof throw, not even where the translator refuses them', () => {
    assert.deepEqual(comparison.thrown, []);
  });

  it('have the hops that are allowed or denied when processed, and no others, but for what is explained', (t) => {
    const wrong = comparison.differences.filter(({ by }) => by !== 'not settled');
    for (const { reason } of explained) {
      const count = wrong.filter((each) => reasonFor(each)?.reason === reason).length;
      t.diagnostic(`${count} hops: ${reason}`);
    }
    assert.deepEqual(wrong.filter((each) => reasonFor(each) === undefined).map(line), []);
  });

  it('tell at least 99 % of what the processed ones tell', (t) => {
    const { settled, agreed, differences } = comparison;
    const others = differences.filter(({ by }) => by === 'not settled');
    t.diagnostic(
      `${agreed} of ${settled} settled hops are the same; ${others.length} differ that neither settles`,
    );
    assert.ok(agreed >= 0.99 * settled, `${agreed} of ${settled}`);
  });

  it('need no explanation that nothing uses', () => {
    const unused = explained.filter((one) => !comparison.differences.some((each) => reasonFor(each) === one));
    assert.deepEqual(unused, []);
  });
});
