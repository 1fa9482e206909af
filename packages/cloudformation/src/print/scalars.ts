/** Words that YAML 1.1 or 1.2, or a reader of either, would take for something else than text. */
const otherwise =
  /^(?:[-+]?[.0-9][-+.:_0-9a-fA-FoOxXtTzZ ]*|[-+]?[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|<<|=|~|null|Null|NULL|[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;

/** Characters that a literal block would lose or that nobody could see in it. */
const unseen = /[^\n\t\x20-\x7E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u;

export type ScalarStyle = 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL';

/** How text is best written: plain where it means itself, quoted where it would not, lines as a literal block. */
export function styleOf(text: string, isKey = false): ScalarStyle {
  if (unseen.test(text)) return 'QUOTE_DOUBLE';
  // A tab or a blank line's spaces at the edges of a block are read differently by different readers.
  if (text.includes('\n'))
    return isKey || /^\s|[ \t]\n|\t|[ \t]$/.test(text) || text.trim() === ''
      ? 'QUOTE_DOUBLE'
      : 'BLOCK_LITERAL';
  if (text === '' || otherwise.test(text)) return 'QUOTE_SINGLE';
  return 'PLAIN';
}

/** A number that YAML 1.1 reads back as a number: with a point before an exponent. */
export function numberText(number: number): string {
  const text = String(number === 0 ? 0 : number);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}
