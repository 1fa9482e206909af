/** Any run of characters, the empty one included. */
const ANY = -1;
/** Exactly one character. */
const ONE = -2;

/** Code points and wildcards, ready to be matched. */
export type Pattern = readonly number[];

/** The text itself: no wildcards. */
export function literal(text: string): Pattern {
  return Array.from(text, codePoint);
}

/** The text with `*` for any run of characters and `?` for one. */
export function glob(text: string): Pattern {
  return Array.from(text, (char) => (char === '*' ? ANY : char === '?' ? ONE : codePoint(char)));
}

/** Whether text has `*` or `?` in it. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/**
 * Whether the whole text fits the pattern. Only the latest `*` is ever reconsidered, so the work is at most
 * the product of the two lengths, whatever the pattern.
 */
export function fits(pattern: Pattern, text: string): boolean {
  const chars = literal(text);
  let at = 0;
  let next = 0;
  let star = -1;
  let starAt = 0;
  while (at < chars.length) {
    const wanted = pattern[next];
    if (wanted === ANY) {
      star = next++;
      starAt = at;
    } else if (wanted !== undefined && (wanted === ONE || wanted === chars[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (pattern[next] === ANY) next++;
  return next === pattern.length;
}

/** Half of a character, which text may be divided at. */
const SURROGATE = /[\uD800-\uDFFF]/;

/** Whether text fits a pattern that is text itself; the usual cases cost some searches in it. */
export function globFits(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (pattern.includes('?')) return fits(glob(pattern), text);
  if (!pattern.includes('*')) return pattern === text;
  return SURROGATE.test(pattern) ? fits(glob(pattern), text) : runsFit(pattern.split('*'), text);
}

/** Whether text begins with the first part, ends with the last, and has the others between in this order. */
function runsFit(parts: readonly string[], text: string): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (let index = 1; index < parts.length - 1; index++) {
    const part = parts[index] ?? '';
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** Whether an action fits an action pattern; services and names of actions have no case. */
export function actionFits(pattern: string, action: string): boolean {
  return pattern === action || globFits(lowerAscii(pattern), lowerAscii(action));
}

/** The sign for kelvin is the one other character whose lower case is a letter of AWS's names; it is none itself. */
function lowerAscii(text: string): string {
  return text.includes('\u212A') ? text : text.toLowerCase();
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}
