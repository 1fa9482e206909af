import { JsonSyntaxError, unexpectedCharacter, unrecognizedToken } from './syntax-error.ts';

export type Token =
  | { readonly type: 'field' | 'string'; readonly text: string; readonly seen: number; readonly end: number }
  | { readonly type: 'number'; readonly text: string; readonly seen: number; readonly end: number }
  | {
      readonly type: 'true' | 'false' | 'null' | '{' | '}' | '[' | ']';
      readonly text: string;
      readonly seen: number;
      readonly end: number;
    };

/** As the streaming parser limits it; keeps hostile documents off our stack too. */
const maxDepth = 1000;

/**
 * Splits JSON into tokens that remember how far a streaming reader would have read when it met them.
 *
 * AWS reports the place of a mistake as its streaming parser saw it: a string is not read beyond its opening
 * quote until somebody asks for its text (`seen` against `end`), and a field name has already peeked at the
 * value after it.
 */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = readValue(source, skipSpace(source, 0), tokens);
  const rest = skipSpace(source, end);
  if (rest < source.length) throw unexpectedCharacter(source, rest, 'expected end of the document');
  return tokens;
}

function readValue(source: string, at: number, tokens: Token[], depth = 0): number {
  if (depth > maxDepth)
    throw new JsonSyntaxError(
      `Document nesting depth (${depth}) exceeds the maximum allowed (${maxDepth})`,
      source,
      at,
    );
  const char = source[at];
  if (char === undefined) throw new JsonSyntaxError('No content to map due to end-of-input', source, at);
  if (char === '{') return readObject(source, at, tokens, depth + 1);
  if (char === '[') return readArray(source, at, tokens, depth + 1);
  if (char === '"') {
    const end = stringEnd(source, at);
    tokens.push({ type: 'string', text: stringText(source, at, end), seen: at + 1, end });
    return end;
  }
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(source.slice(at, at + 400));
  if (number !== null) {
    const end = at + number[0].length;
    tokens.push({ type: 'number', text: number[0], seen: end, end });
    return end;
  }
  const word = /^[A-Za-z0-9_$]+/.exec(source.slice(at, at + 256))?.[0];
  if (word === 'true' || word === 'false' || word === 'null') {
    const end = at + word.length;
    tokens.push({ type: word, text: word, seen: end, end });
    return end;
  }
  if (word !== undefined && /^[A-Za-z_$]/.test(word)) throw unrecognizedToken(source, at, word);
  throw unexpectedCharacter(
    source,
    at,
    "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  );
}

function readObject(source: string, start: number, tokens: Token[], depth: number): number {
  tokens.push({ type: '{', text: '{', seen: start + 1, end: start + 1 });
  let at = skipSpace(source, start + 1);
  for (let first = true; source[at] !== '}'; first = false) {
    if (!first) at = separator(source, at, 'Object');
    if (source[at] !== '"') {
      throw unexpectedCharacter(source, at, 'was expecting double-quote to start field name');
    }
    const end = stringEnd(source, at);
    const colon = skipSpace(source, end);
    if (source[colon] !== ':') {
      throw unexpectedCharacter(source, colon, 'was expecting a colon to separate field name and value');
    }
    const slot = tokens.length;
    const name = stringText(source, at, end);
    tokens.push({ type: 'field', text: name, seen: end, end });
    at = readValue(source, skipSpace(source, colon + 1), tokens, depth);
    const peeked = tokens[slot + 1]?.seen ?? end;
    tokens[slot] = { type: 'field', text: name, seen: peeked, end: peeked };
    at = skipSpace(source, at);
  }
  tokens.push({ type: '}', text: '}', seen: at + 1, end: at + 1 });
  return at + 1;
}

function readArray(source: string, start: number, tokens: Token[], depth: number): number {
  tokens.push({ type: '[', text: '[', seen: start + 1, end: start + 1 });
  let at = skipSpace(source, start + 1);
  for (let first = true; source[at] !== ']'; first = false) {
    if (!first) at = separator(source, at, 'Array');
    at = skipSpace(source, readValue(source, at, tokens, depth));
  }
  tokens.push({ type: ']', text: ']', seen: at + 1, end: at + 1 });
  return at + 1;
}

function separator(source: string, at: number, kind: 'Object' | 'Array'): number {
  if (source[at] !== ',') {
    throw unexpectedCharacter(source, at, `was expecting comma to separate ${kind} entries`);
  }
  return skipSpace(source, at + 1);
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length && ' \t\r\n'.includes(source[at] ?? '')) at += 1;
  return at;
}

function stringEnd(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '"') return at + 1;
  }
  throw new JsonSyntaxError(
    'Unexpected end-of-input: was expecting closing quote for a string value',
    source,
    source.length,
  );
}

function stringText(source: string, start: number, end: number): string {
  try {
    return JSON.parse(source.slice(start, end)) as string;
  } catch {
    throw new JsonSyntaxError('Illegal character in a string value', source, end);
  }
}
