// What a section hands back, and how people read it.

/**
 * @typedef {{ what: string, value: number, bar: number, unit: string, strict: boolean, met: boolean, note?: string }} Bar
 * @typedef {{ title: string, head: readonly string[], rows: readonly (readonly string[])[] }} Table
 * @typedef {{ tables: readonly Table[], figures: unknown, bars: readonly Bar[], notes?: readonly string[] }} Report
 * @typedef {{ quick: boolean, say: (text: string) => void }} Context
 * @typedef {{ about: string, needs?: 'all packages', run: (context: Context) => Promise<Report> }} Section what is built
 *   before it: packages/dataverse, or all
 */

/** A value that may not be above the bar; no number misses it. @param {string} what @param {number} value @param {number} bar @param {string} [unit] @returns {Bar} */
export function atMost(what, value, bar, unit = '') {
  return { what, value, bar, unit, strict: false, met: value <= bar };
}

/** A value that must be below the bar. @param {string} what @param {number} value @param {number} bar @param {string} [unit] @returns {Bar} */
export function below(what, value, bar, unit = '') {
  return { what, value, bar, unit, strict: true, met: value < bar };
}

/** A bar that could not be measured, and so is missed. @param {string} what @param {string} why @returns {Bar} */
export function unmeasured(what, why) {
  return { what, value: Number.NaN, bar: Number.NaN, unit: '', strict: false, met: false, note: why };
}

/** @param {number} value */
export function number(value) {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

/** `1.31 (1.28-1.36)`: the median and the quartiles. @param {import('./rounds.mjs').Spread} of */
export const withSpread = (of) => `${number(of.median)} (${number(of.low)}-${number(of.high)})`;

/** @param {Table} table */
export function asText({ title, head, rows }) {
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return [title, line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  );
}

/** @param {Bar} bar */
export function barAsText({ what, value, bar, unit, strict, met, note }) {
  const unitText = unit === '' ? '' : ` ${unit}`;
  const figures =
    note ?? `${number(value)}${unitText}, ${strict ? 'below' : 'at most'} ${number(bar)}${unitText}`;
  return `${met ? 'met   ' : 'MISSED'}  ${what}: ${figures}`;
}
