import { badQuery, type DataverseError } from '../errors.ts';

type TokenKind =
  | 'string'
  | 'guid'
  | 'datetime'
  | 'date'
  | 'number'
  | 'name'
  | 'alias'
  | 'array'
  | 'punctuation'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The text as written; of a string, its value with the quotes undone. */
  readonly text: string;
  /** Where the token ends, counted in characters. */
  readonly end: number;
}

const SPACE = /\s+/y;
const STRING = /'((?:[^']|'')*)'/y;
const ARRAY = /\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\]/y;
// The order matters: a guid begins like a number or a name, a date like a number.
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy],
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})/y],
  ['date', /\d{4}-\d{2}-\d{2}(?!\w)/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w)/y],
  ['name', /[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*/y],
  ['alias', /@[A-Za-z_]\w*/y],
  ['punctuation', /[(),/=:]/y],
];

export const syntaxError = (position: number, text: string, code: string): DataverseError =>
  badQuery(`Syntax error at position ${position} in '${text}'.`, code);

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Splits an expression. Refuses an unterminated literal or a character that begins nothing (400). */
export function tokenize(text: string, code: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space) {
      at += space[0].length;
      continue;
    }
    if (text[at] === "'") {
      const literal = match(STRING, text, at);
      if (!literal) {
        throw badQuery(`There is an unterminated literal at position ${text.length} in '${text}'.`, code);
      }
      at += literal[0].length;
      tokens.push({ kind: 'string', text: (literal[1] ?? '').replaceAll("''", "'"), end: at });
      continue;
    }
    const array = match(ARRAY, text, at);
    const found = array
      ? ([['array', array]] as const)
      : PATTERNS.map(([kind, p]) => [kind, match(p, text, at)] as const);
    const first = found.find(([, hit]) => hit !== null);
    if (!first?.[1]) throw syntaxError(at, text, code);
    at += first[1][0].length;
    tokens.push({ kind: first[0], text: first[1][0], end: at });
  }
  tokens.push({ kind: 'end', text: '', end: text.length });
  return tokens;
}

/** Writes a string as an OData literal. */
export const stringLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`;
