import { fits, glob, globFits, literal, type Pattern } from './wildcard.ts';

/** The value of a context key as a policy variable, or undefined if the request has none. */
export type Lookup = (key: string) => string | undefined;

/** How the text of a policy becomes a pattern: with or without wildcards, with or without variables. */
interface Reading {
  readonly wildcards: boolean;
  /** Undefined for policies of a version without variables, whose `${…}` is plain text. */
  readonly lookup: Lookup | undefined;
}

/**
 * Reads the text of a policy with its variables filled in; undefined if one has no value and no default.
 * What a variable stands for is plain text: an asterisk in it is an asterisk.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function read(text: string, { wildcards, lookup }: Reading): Pattern | undefined {
  const plain = wildcards ? glob : literal;
  if (lookup === undefined) return plain(text);
  const pattern: number[] = [];
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf('${', from);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) break;
    const value = valueFor(text.slice(open + 2, close), lookup);
    if (value === undefined) return undefined;
    pattern.push(...plain(text.slice(from, open)), ...literal(value));
    from = close + 1;
  }
  pattern.push(...plain(text.slice(from)));
  return pattern;
}

/** Whether text fits the text of a policy; undefined if a variable in it has no value and no default. */
export function textFits(text: string, actual: string, reading: Reading): boolean | undefined {
  if (reading.lookup === undefined || !text.includes('${'))
    return reading.wildcards ? globFits(text, actual) : text === actual;
  const pattern = read(text, reading);
  return pattern && fits(pattern, actual);
}

/** `key`, `key, 'default'`, or one of the characters that would otherwise be special. */
function valueFor(inner: string, lookup: Lookup): string | undefined {
  const name = inner.trim();
  if (name === '*' || name === '?' || name === '$') return name;
  const comma = inner.indexOf(',');
  if (comma < 0) return lookup(name);
  const fallback = inner.slice(comma + 1).trim();
  const quoted = fallback.length >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
  return lookup(inner.slice(0, comma).trim()) ?? (quoted ? fallback.slice(1, -1) : undefined);
}
