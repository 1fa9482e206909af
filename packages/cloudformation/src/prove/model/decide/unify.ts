import { hasToken, type Token, type Tokens } from '../tokens.ts';
import { fitsGlob, hasGlob } from './glob.ts';

/** What stand-ins would have to be: the text of each, and its value. */
export type Binding = ReadonlyMap<string, string>;

const NONE: Binding = new Map();

/**
 * What stand-ins would have to be for a pattern of a policy to fit a value of a request. Empty if it fits as it is,
 * undefined if it cannot fit, or only in a way that nobody would mean.
 */
export function unify(pattern: string, value: string, tokens: Tokens): Binding | undefined {
  if (fitsGlob(pattern, value)) return NONE;
  if (!hasToken(pattern) && !hasToken(value)) return undefined;
  if (pattern.startsWith('arn:') && value.startsWith('arn:')) return unifyArns(pattern, value, tokens);
  return unifyTexts(pattern, value, tokens);
}

/** Two bindings as one; undefined where they contradict each other. */
export function merge(one: Binding, other: Binding): Binding | undefined {
  if (one.size === 0) return other;
  const merged = new Map(one);
  for (const [token, value] of other) {
    if ((merged.get(token) ?? value) !== value) return undefined;
    merged.set(token, value);
  }
  return merged;
}

/** The text with stand-ins replaced. */
export function substitute(text: string, binding: Binding): string {
  let replaced = text;
  if (hasToken(text)) for (const [token, value] of binding) replaced = replaced.replaceAll(token, value);
  return replaced;
}

function unifyArns(pattern: string, value: string, tokens: Tokens): Binding | undefined {
  const [patterns, values] = [components(pattern), components(value)];
  let merged: Binding | undefined = NONE;
  for (const [index, part] of patterns.entries()) {
    const found = values[index] === undefined ? undefined : unifyPart(part, values[index], tokens);
    merged = found && merge(merged, found);
    if (merged === undefined) return undefined;
  }
  return patterns.length === values.length ? merged : undefined;
}

function components(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function unifyPart(pattern: string, value: string, tokens: Tokens): Binding | undefined {
  if (fitsGlob(pattern, value)) return NONE;
  return unifyTexts(pattern, value, tokens) ?? unifySegments(pattern, value, tokens);
}

/** `⟨api⟩/prod/*` and `⟨api⟩/⟨stage⟩/GET/videos`: part by part, where each has stand-ins of its own. */
function unifySegments(pattern: string, value: string, tokens: Tokens): Binding | undefined {
  if (!pattern.includes('/') || !hasToken(value)) return undefined;
  const [patterns, values] = [pattern.split('/'), value.split('/')];
  let merged: Binding | undefined = NONE;
  for (const [index, part] of patterns.entries()) {
    const found = values[index];
    if (found === undefined) return undefined;
    const isRest = part === '*' && index === patterns.length - 1;
    const binding = isRest || fitsGlob(part, found) ? NONE : unifyTexts(part, found, tokens);
    merged = binding && merge(merged, binding);
    if (merged === undefined) return undefined;
    if (isRest) return merged;
  }
  return patterns.length === values.length ? merged : undefined;
}

function unifyTexts(pattern: string, value: string, tokens: Tokens): Binding | undefined {
  const wanted = tokens.whole(pattern);
  if (wanted !== undefined && canBe(wanted, value, tokens)) return new Map([[pattern, value]]);
  const actual = tokens.whole(value);
  if (actual !== undefined) {
    const witness = hasGlob(pattern) ? pattern.replaceAll('*', '').replaceAll('?', 'x') : pattern;
    return canBe(actual, witness, tokens) ? new Map([[value, witness]]) : undefined;
  }
  if (!hasToken(value) && !hasGlob(pattern)) return fill(pattern, value, tokens);
  if (hasToken(pattern)) return undefined;
  return hasGlob(pattern) ? fillStart(pattern, value, tokens) : fill(value, pattern, tokens);
}

/** Whether a stand-in may turn out to be this. */
function canBe(token: Token, value: string, tokens: Tokens): boolean {
  if (value === '' || value.includes(token.text) || token.not?.includes(value)) return false;
  if (token.allowed !== undefined && !token.allowed.includes(value)) return false;
  const given = tokens.whole(value)?.kind === 'given';
  switch (token.kind) {
    case 'generated':
      return false;
    case 'account':
      return given || /^\d{12}$/.test(value);
    case 'region':
      return given || /^[a-z]{2}[a-z0-9-]*$/.test(value);
    case 'stack':
      return given || /^[A-Za-z][A-Za-z0-9-]*$/.test(value);
    case 'given':
      return true;
  }
}

/** Matches text without stand-ins with text around stand-ins: `sns.⟨region⟩.amazonaws.com`. */
function fill(open: string, literal: string, tokens: Tokens): Binding | undefined {
  const found = tokens.inside(open);
  if (found.length === 0 || found.length > 4) return undefined;
  const binding = new Map<string, string>();
  let rest = open;
  let at = 0;
  while (rest !== '') {
    const next = found
      .map((token) => ({ token, from: rest.indexOf(token.text) }))
      .filter(({ from }) => from >= 0);
    const first = next.sort((a, b) => a.from - b.from)[0];
    if (first === undefined) return literal.slice(at) === rest ? binding : undefined;
    const { token, from } = first;
    if (!literal.startsWith(rest.slice(0, from), at)) return undefined;
    at += from;
    rest = rest.slice(from + token.text.length);
    const stop = rest.split('\uE000')[0] ?? '';
    const end = stop === '' ? (rest === '' ? literal.length : -1) : literal.indexOf(stop, at + 1);
    const value = end < 0 ? '' : literal.slice(at, end);
    if (!canBe(token, value, tokens) || (binding.get(token.text) ?? value) !== value) return undefined;
    binding.set(token.text, value);
    at = end;
  }
  return at === literal.length ? binding : undefined;
}

/** `video-*` and `⟨stack⟩-Topic-⟨…⟩`: the stack may be called `video`. */
function fillStart(pattern: string, value: string, tokens: Tokens): Binding | undefined {
  const first = tokens.inside(value)[0];
  if (first === undefined || !value.startsWith(first.text)) return undefined;
  const start = pattern.slice(0, pattern.search(/[*?]/));
  const named = start.replace(/-$/, '');
  if (!canBe(first, named, tokens)) return undefined;
  const binding = new Map([[first.text, named]]);
  return fitsGlob(pattern, substitute(value, binding)) ? binding : undefined;
}
