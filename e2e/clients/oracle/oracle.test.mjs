import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { oursAlone, theirsAlone } from './allowed.mjs';
import { compare, isNotJudged, refusedByUs } from './compare.mjs';
import { faults, mutants } from './mutate/mutants.mjs';
import { oracleVersion, startOracle } from './oracle.mjs';
import { others, ours } from './sound/index.mjs';
import { reference } from './sound/reference.mjs';

/** @typedef {import('./compare.mjs').Comparison} Comparison */
/** @typedef {import('./compare.mjs').Difference} Difference */
/** @typedef {import('./allowed.mjs').Allowed} Allowed */

/** Why a difference is to be: the reasons of all that was said, or nothing if one of them has none. @param {readonly Allowed[]} list @param {Difference} difference @param {string} place */
function reasonsFor(list, { remarks }, place) {
  const entries = remarks.map(({ rule }) =>
    list.find(({ rules, places }) => places.includes(place) && rules.includes(rule)),
  );
  const reasons = entries.flatMap((entry) => (entry === undefined ? [] : [entry.reason]));
  return reasons.length === remarks.length ? [...new Set(reasons)].join('; ') : undefined;
}

/** Lines of rule, place, how often, and reason. @param {readonly Difference[]} differences @param {readonly Allowed[]} list @param {(one: Difference) => string} placeOf */
function table(differences, list, placeOf) {
  /** @type {Map<string, { count: number, reason: string }>} */
  const lines = new Map();
  for (const one of differences) {
    const said = [...new Set(one.remarks.map(({ rule }) => rule))].join(' ');
    const reason = reasonsFor(list, one, placeOf(one)) ?? 'NOT EXPLAINED';
    const key = `${said.padEnd(22)} ${placeOf(one)}`;
    lines.set(key, { count: (lines.get(key)?.count ?? 0) + 1, reason });
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { count, reason }]) => `${String(count).padStart(4)}  ${key.padEnd(86)} ${reason}`)
    .join('\n');
}

/** What the allow-list has no entry for. @param {readonly Difference[]} differences @param {readonly Allowed[]} list @param {(one: Difference) => string} placeOf */
const unexplained = (differences, list, placeOf) =>
  differences
    .filter((one) => reasonsFor(list, one, placeOf(one)) === undefined)
    .map(({ base, fault, place, remarks }) => {
      const said = remarks.map(({ rule, message }) => `${rule} ${message.slice(0, 120)}`).join('; ');
      return `${base}: ${fault} at ${place}: ${said}`;
    });

describe("templates with one fault each, beside AWS's own validator", () => {
  /** @type {ReturnType<typeof startOracle>} */
  let oracle;
  /** @type {Comparison} */
  let comparison;
  let recorded = 0;
  before(async () => {
    oracle = startOracle();
    const sound = (await others()).filter(
      ({ template }) =>
        refusedByUs(template).length === 0 &&
        oracle.judge(template).refused.length === 0 &&
        !isNotJudged(template),
    );
    recorded = sound.length;
    comparison = compare(oracle, [...ours(), ...sound]);
  });
  after(() => oracle.free());

  it('are judged by the version that the lists of differences are about', (t) => {
    assert.equal(oracleVersion, '1.14.0');
    t.diagnostic(`${oracle.rules.length} of its rules are about what we check, too:`);
    for (const { id, description } of oracle.rules) t.diagnostic(`${id} ${description}`);
  });

  it('are made of templates that both take', () => {
    for (const { name, template } of ours()) {
      assert.deepEqual(refusedByUs(template), [], name);
      assert.deepEqual(oracle.judge(template).refused, [], name);
    }
  });

  it('are many, over many types, and the same each time', (t) => {
    if (recorded === 0) t.diagnostic('No recorded templates (WAYLEAVE_CORPORA): our own alone.');
    const all = Object.values(comparison.counts).reduce((sum, count) => sum + count, 0);
    t.diagnostic(`${all} faults of ${comparison.faults.size} kinds over ${comparison.types.size} types:`);
    for (const [said, count] of Object.entries(comparison.counts)) t.diagnostic(`${count}  ${said}`);
    assert.ok(all >= (recorded === 0 ? 1500 : 2500), `${all}`);
    assert.ok(comparison.types.size >= (recorded === 0 ? 50 : 150), `${comparison.types.size}`);
    assert.deepEqual(
      Object.keys(faults).filter((fault) => !comparison.faults.has(fault)),
      [],
    );
    const twice = [1, 2].map(() => JSON.stringify([...mutants('any', reference, 1)]));
    assert.equal(twice[0], twice[1]);
  });

  it('are refused by us where it refuses them, but for what is explained', (t) => {
    const placeOf = (/** @type {Difference} */ { place }) => place;
    t.diagnostic(`\n${table(comparison.theirs, theirsAlone, placeOf)}`);
    assert.deepEqual(unexplained(comparison.theirs, theirsAlone, placeOf), []);
  });

  it('are refused by us alone for reasons that are explained', (t) => {
    const faultOf = (/** @type {Difference} */ { fault }) => fault;
    t.diagnostic(`\n${table(comparison.ours, oursAlone, faultOf)}`);
    assert.deepEqual(unexplained(comparison.ours, oursAlone, faultOf), []);
  });

  it('need no explanation that nothing uses', (t) => {
    if (recorded === 0) {
      t.skip('there are no recorded templates, in which some of the differences are');
      return;
    }
    const used = (/** @type {readonly Difference[]} */ differences, /** @type {keyof Difference} */ key) =>
      new Set(differences.map((one) => one[key]));
    const unused = [
      ...theirsAlone.flatMap(({ places }) =>
        places.filter((each) => !used(comparison.theirs, 'place').has(each)),
      ),
      ...oursAlone.flatMap(({ places }) =>
        places.filter((each) => !used(comparison.ours, 'fault').has(each)),
      ),
    ];
    assert.deepEqual(unused, []);
  });
});
