import { type Edit, lineStart, nextLine } from './edit.ts';
import { block, blockName } from './fragments.ts';
import type { Container, Entry } from './text-tree.ts';

/** Adds a member, or an item before an index or at the end, to what is written in lines. */
export function addToBlock(text: string, container: Container, key: string | number, value: unknown): Edit {
  const { entries, kind } = container;
  const column = columnOf(text, container);
  const indent = ' '.repeat(column);
  const lines =
    kind === 'map' ? `${blockName(String(key))}:${block(value, column + 2)}` : item(value, column);
  const before = typeof key === 'number' ? entries[key] : undefined;
  if (before !== undefined) return { start: before.start, end: before.start, text: `${lines}\n${indent}` };
  const end = entries.at(-1)?.end ?? container.start;
  const at = text[end - 1] === '\n' ? end : nextLine(text, end);
  const open = at > 0 && text[at - 1] !== '\n';
  return { start: at, end: at, text: `${open ? '\n' : ''}${indent}${lines}${open ? '' : '\n'}` };
}

/** Exchanges the value of a member or an item that is written in lines. */
export function replaceInBlock(text: string, container: Container, entry: Entry, value: unknown): Edit {
  const column = columnOf(text, container);
  const written = container.kind === 'map' ? block(value, column + 2) : item(value, column).slice(1);
  const ends = text[entry.end - 1] === '\n' ? '\n' : ''; // of a block that keeps its last line feeds
  return { start: entry.valueStart, end: entry.end, text: `${written}${ends}` };
}

/** Takes one of several entries out of what is written in lines. */
export function removeFromBlock(text: string, { entries }: Container, entry: Entry): Edit {
  const after = entries[entries.indexOf(entry) + 1];
  const start = lineStart(text, entry.start);
  const alone = text.slice(start, entry.start).trim() === '';
  // The first member in the line of its dash: the next one takes its place.
  if (!alone && after !== undefined) return { start: entry.start, end: after.start, text: '' };
  return { start, end: text[entry.end - 1] === '\n' ? entry.end : nextLine(text, entry.end), text: '' };
}

function item(value: unknown, column: number): string {
  const written = block(value, column + 2);
  // A mapping or a list begins in the dash's own line, a block's text or a tagged list does not.
  return `-${written.startsWith('\n') ? ` ${written.trimStart()}` : written}`;
}

function columnOf(text: string, { entries, start }: Container): number {
  const first = entries[0]?.start ?? start;
  return first - lineStart(text, first);
}
