import { invalidParameter, notBuilt } from './errors.ts';

/** Whether a message matches. */
export type MessageFilter = (message: string) => boolean;

/**
 * Reads a filter pattern of unstructured terms: `ERROR`, `"exact phrase"`, `-excluded`, `?either ?or`.
 * Terms are compared case-sensitively. Fails with InvalidParameterException for a term with characters that
 * need quotes, and for the JSON, space-delimited and regular expression patterns, which are not built.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(pattern: string | undefined): MessageFilter {
  const terms = termsOf(pattern ?? '');
  const optional = terms.filter((term) => term.kind === 'optional');
  const others = terms.filter((term) => term.kind !== 'optional');
  if (optional.length > 0 && others.length > 0) {
    throw notBuilt('A filter pattern that combines ?terms with other terms');
  }
  if (optional.length > 0) return (message) => optional.some((term) => message.includes(term.text));
  return (message) => others.every((term) => message.includes(term.text) === (term.kind === 'required'));
}

interface Term {
  readonly kind: 'required' | 'optional' | 'excluded';
  readonly text: string;
}

function termsOf(pattern: string): readonly Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < pattern.length) {
    if (/\s/.test(pattern.charAt(at))) {
      at++;
      continue;
    }
    const sign = pattern.charAt(at);
    const kind = sign === '?' ? 'optional' : sign === '-' ? 'excluded' : 'required';
    if (kind !== 'required') at++;
    const read = pattern.charAt(at) === '"' ? readQuoted(pattern, at) : readBare(pattern, at);
    terms.push({ kind, text: read.text });
    at = read.end;
  }
  return terms;
}

interface Read {
  readonly text: string;
  readonly end: number;
}

function readQuoted(pattern: string, start: number): Read {
  let text = '';
  for (let at = start + 1; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '"') return { text, end: at + 1 };
    if (char === '\\' && at + 1 < pattern.length) at++;
    text += pattern.charAt(at);
  }
  throw invalidParameter(`Invalid filter pattern: the quote at ${start} is not closed.`);
}

function readBare(pattern: string, start: number): Read {
  let end = start;
  while (end < pattern.length && !/[\s"]/.test(pattern.charAt(end))) end++;
  const text = pattern.slice(start, end);
  if (text.startsWith('{')) throw notBuilt('A JSON filter pattern');
  if (text.startsWith('[')) throw notBuilt('A space-delimited filter pattern');
  if (text.startsWith('%')) throw notBuilt('A regular expression in a filter pattern');
  if (!/^[\p{L}\p{N}_]+$/u.test(text)) throw invalidParameter(`Invalid character(s) in term '${text}'`);
  return { text, end };
}
