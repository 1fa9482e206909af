import type { TemplatePath } from '../finding.ts';

/** A place in text. Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the members of what was read begin, in characters from the start of the text. */
export interface Offsets {
  note(container: object, key: string | number, offset: number): void;
  /** Where a path leads: to the last part of it that is there. */
  find(root: unknown, path: TemplatePath): number;
}

export function makeOffsets(): Offsets {
  const known = new WeakMap<object, Map<string | number, number>>();
  return {
    note(container, key, offset) {
      let members = known.get(container);
      if (members === undefined) {
        members = new Map();
        known.set(container, members);
      }
      members.set(key, offset);
    },
    find(root, path) {
      let at = 0;
      let data: unknown = root;
      for (const part of path) {
        if (typeof data !== 'object' || data === null) break;
        const offset = known.get(data)?.get(part);
        if (offset === undefined) break;
        at = offset;
        data = (data as Readonly<Record<string | number, unknown>>)[part];
      }
      return at;
    },
  };
}

/** Turns offsets into lines and columns. The lines are counted at the first question. */
export function makeLines(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
