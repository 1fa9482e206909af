import { type Edit, indentAt } from './edit.ts';
import { type FlowStyle, inline, name, pretty } from './fragments.ts';
import type { Container, Entry } from './text-tree.ts';

/** Adds a member, or an item before an index or at the end, between braces or brackets. */
export function addToFlow(
  text: string,
  container: Container,
  key: string | number,
  value: unknown,
  style: FlowStyle,
): Edit {
  const { entries, start, end, kind } = container;
  const [first] = entries;
  const label = kind === 'map' ? `${name(String(key), style)}${style.spaced ? ': ' : ':'}` : '';
  if (first === undefined) {
    if (!style.json || !text.includes('\n'))
      return { start: start + 1, end: end - 1, text: `${label}${inline(value, style)}` };
    const outer = indentAt(text, start);
    const indent = outer + style.unit;
    return {
      start: start + 1,
      end: end - 1,
      text: `\n${indent}${label}${pretty(value, style, indent)}\n${outer}`,
    };
  }
  const lines = text.slice(start, first.start).includes('\n');
  const indent = indentAt(text, first.start);
  const piece = `${label}${lines ? pretty(value, style, indent) : inline(value, style)}`;
  const parted = lines ? `,\n${indent}` : style.spaced ? ', ' : ',';
  const before = typeof key === 'number' ? entries[key] : undefined;
  if (before !== undefined) return { start: before.start, end: before.start, text: `${piece}${parted}` };
  const behind = entries.at(-1)?.end ?? first.end;
  return { start: behind, end: behind, text: `${parted}${piece}` };
}

/** Exchanges the value of a member or an item between braces or brackets. */
export function replaceInFlow(
  text: string,
  { kind }: Container,
  entry: Entry,
  value: unknown,
  style: FlowStyle,
): Edit {
  const lines = text.slice(entry.valueStart, entry.end).includes('\n');
  const written = lines ? pretty(value, style, indentAt(text, entry.start)) : inline(value, style);
  const space = kind === 'map' && style.spaced ? ' ' : '';
  return { start: entry.valueStart, end: entry.end, text: `${space}${written}` };
}

/** Takes one of several entries out of braces or brackets. */
export function removeFromFlow({ entries }: Container, entry: Entry): Edit {
  const index = entries.indexOf(entry);
  const before = entries[index - 1];
  const after = entries[index + 1];
  if (before !== undefined) return { start: before.end, end: entry.end, text: '' };
  return { start: entry.start, end: after?.start ?? entry.end, text: '' };
}
