import { once } from '../once.ts';
import { type LinearPattern, linearPattern } from './linear-pattern.ts';

/** A pattern, read: by the engine, and as what is walked without going back. */
interface Read {
  readonly expression: RegExp;
  readonly linear: () => LinearPattern | undefined;
}

const compiled = new Map<string, Read | undefined>();

/** As much as one text may cost: the work that a short one is, with any pattern. */
const mostWork = 50_000;
/** As long as texts may be for patterns of the tables that cannot be walked. */
const longest = 200;
/** As long as patterns of a template may be. */
const longestForeign = 1_000;

/** What is left of the work that patterns of a template may cost together. */
export interface Work {
  patternWork: number;
}

/**
 * Whether the text matches a pattern of the tables; undefined where that is not known: of a pattern that ECMAScript
 * does not have, and where it would take long to find out.
 */
export function testPattern(pattern: string, text: string): boolean | undefined {
  const read = compile(pattern);
  if (read === undefined) return undefined;
  const { expression } = read;
  if (text.length <= longest && repeatsOnce(pattern)) return expression.test(text);
  const linear = read.linear();
  if (linear === undefined) return text.length > longest ? undefined : expression.test(text);
  if (linear.ways(text.length) <= mostWork) return expression.test(text);
  return linear.size() * text.length > mostWork ? undefined : linear.test(text);
}

/** The same for a pattern that is written in a template: it has to match the whole text, and may be a trap. */
export function testForeignPattern(pattern: string, text: string, left: Work): boolean | undefined {
  if (pattern.length > longestForeign) return undefined;
  const linear = compile(`^(?:${pattern})$`)?.linear();
  if (linear === undefined) return undefined;
  const work = linear.size() * (text.length + 1);
  left.patternWork -= work;
  return work > mostWork * 10 || left.patternWork < 0 ? undefined : linear.test(text);
}

function compile(pattern: string): Read | undefined {
  const known = compiled.get(pattern);
  if (known !== undefined || compiled.has(pattern)) return known;
  let read: Read | undefined;
  for (const flags of ['u', ''])
    try {
      const expression = new RegExp(pattern, flags);
      read = { expression, linear: once(() => linearPattern(pattern)) };
      break;
    } catch {
      // Not of this dialect: the other one, or unknown.
    }
  // Those of the tables are so many; a program that validates strangers' templates for ever keeps no more.
  if (compiled.size < 5_000) compiled.set(pattern, read);
  return read;
}

/** Whether it begins at the start and repeats one character or class at most: no text can be tried in many ways. */
export function repeatsOnce(pattern: string): boolean {
  if (!pattern.startsWith('^')) return false;
  let repeats = 0;
  for (let at = 1; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '[') at = endOfClass(pattern, at);
    else if (character === '(' && pattern.startsWith('?:', at + 1)) at += 2;
    else if ('*+?{'.includes(character)) {
      // What is repeated may be a group, which alternatives could match in several ways each time.
      if (repeats > 0 || pattern.charAt(at - 1) === ')') return false;
      repeats += 1;
    }
  }
  return true;
}

function endOfClass(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern.charAt(at) === '\\') at += 1;
    else if (pattern.charAt(at) === ']') return at;
  }
  return pattern.length;
}
