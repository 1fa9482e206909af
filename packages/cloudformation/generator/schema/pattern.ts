import { isCostly } from './costly-pattern.ts';
import type { JoinCounts } from './counts.ts';

type Verdict =
  | { readonly pattern: string; readonly translated: boolean }
  | { readonly left: 'patternsAnything' | 'patternsUntranslatable' | 'patternsWrong' | 'patternsCostly' };

const verdicts = new Map<string, Verdict>();

/** A provider's pattern as an ECMAScript regular expression for the `u` flag; undefined where it is of no use. */
export function translatePattern(source: string, counts: JoinCounts): string | undefined {
  const verdict = verdicts.get(source) ?? judge(source);
  verdicts.set(source, verdict);
  if ('left' in verdict) {
    counts[verdict.left]++;
    return undefined;
  }
  counts.patterns++;
  if (verdict.translated) counts.patternsTranslated++;
  return verdict.pattern;
}

function judge(source: string): Verdict {
  if (isWrong(source)) return { left: 'patternsWrong' };
  const pattern = inOtherPartitions(compiles(source) ? source : rewritten(source));
  if (!compiles(pattern)) return { left: 'patternsUntranslatable' };
  if (isAnything(pattern)) return { left: 'patternsAnything' };
  if (isCostly(pattern)) return { left: 'patternsCostly' };
  return { pattern, translated: pattern !== source };
}

/** Faults of writing: doubled backslashes (`\\d` for `\d`), quotes around the whole, `[w]` for `\w`. */
function isWrong(source: string): boolean {
  const doubled = /(?:^|[^\\])(?:\\\\)+[dDsSwW](?![\\])/.test(source) && !/:\\\\/.test(source);
  return doubled || /^["'/]\^|\$["'/]$/.test(source) || source.includes('[w]');
}

/** Whether a pattern says no more than that there is text. */
function isAnything(pattern: string): boolean {
  return (
    ['', '\n', ' ', 'a', 'a\nb', '-', 'é', '{}', '0', 'a b', 'x'.repeat(50), '*:/#?'].every((text) =>
      new RegExp(pattern, 'u').test(text),
    ) || /^\^?(?:\.|\[\\s\\S\]|\[\\S\\s\])[*+]\$?$/.test(pattern)
  );
}

/** What Java and the JSON schema validators take and the `u` flag refuses. */
function rewritten(source: string): string {
  const anchored = source
    .replace(/\\[Zz]/g, '$')
    .replace(/\\A/g, '^')
    .replace(/\\x\{([0-9A-Fa-f]+)\}/g, '\\u{$1}');
  return escapesOf(anchored);
}

/** Drops the backslash before what is not special, and gives one to a hyphen beside `\w` in a class. */
function escapesOf(source: string): string {
  let text = '';
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const char = source.charAt(i);
    const next = source.charAt(i + 1);
    if (char === '\\') {
      i++;
      text += isEscape(next, inClass) ? char + next : next;
      // `\w-.` is no range.
      if (inClass && /[dDsSwW]/.test(next) && source.charAt(i + 1) === '-' && source.charAt(i + 2) !== ']') {
        text += '\\-';
        i++;
      }
      continue;
    }
    if (char === '[' && !inClass) inClass = true;
    else if (char === ']' && inClass) inClass = false;
    else if (char === '-' && inClass && /^\\[dDsSwW]/.test(source.slice(i + 1))) {
      text += '\\-';
      continue;
    }
    text += !inClass && isLoneBrace(source, i) ? `\\${char}` : char;
  }
  return text;
}

function isEscape(char: string, inClass: boolean): boolean {
  return /[\^$\\.*+?()[\]{}|/dDsSwWbBtnvfrcxupPk0-9]/.test(char) || (inClass && char === '-');
}

function isLoneBrace(source: string, at: number): boolean {
  if (source.charAt(at) === '{')
    return !/^\{\d+(?:,\d*)?\}/.test(source.slice(at)) && !/\\[pPu]$/.test(source.slice(0, at));
  if (source.charAt(at) !== '}') return false;
  return !/(?:\{\d+(?:,\d*)?|\\[pPu]\{[^{}]*)$/.test(source.slice(0, at));
}

/** ARNs of `aws` alone would refuse those of the other partitions. */
function inOtherPartitions(pattern: string): string {
  return pattern.replaceAll('arn:aws:', 'arn:aws[-a-z]*:');
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}
