// Rounds: all contestants one after another, in an order that changes from round to round, so that what else the
// machine does hits all alike. What is judged is the median of the ratios within a round.

/**
 * @template T
 * @param {readonly string[]} names
 * @param {number} rounds
 * @param {(name: string, round: number) => Promise<T>} run
 * @returns {Promise<Map<string, T[]>>} by contestant, one value a round
 */
export async function inRounds(names, rounds, run) {
  const results = new Map(names.map((name) => [name, /** @type {T[]} */ ([])]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length] ?? '';
      results.get(name)?.push(await run(name, round));
    }
  }
  return results;
}

/** @typedef {{ median: number, low: number, high: number }} Spread */

/** The median with the quartiles on either side. @param {readonly number[]} values @returns {Spread} */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => {
    const place = (sorted.length - 1) * part;
    const before = sorted[Math.floor(place)] ?? Number.NaN;
    const after = sorted[Math.ceil(place)] ?? Number.NaN;
    return before + (after - before) * (place % 1);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Round by round, one over the other. @param {readonly number[]} over @param {readonly number[]} under */
export function ratios(over, under) {
  return spread(over.map((value, round) => value / (under[round] ?? Number.NaN)));
}
