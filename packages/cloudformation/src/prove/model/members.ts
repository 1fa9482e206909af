import type { TemplatePath } from '../../finding.ts';

/** A member of a section, its loops written out. */
export interface Member {
  readonly name: string;
  readonly data: unknown;
  /** Where it is written: `['Resources', 'Fn::ForEach::Topics', 2, 'Topic${Name}']`. */
  readonly path: TemplatePath;
  /** Set where it stands for all items of a collection that is not known: which one, as words. */
  readonly each?: string;
}

/** Writes the loops of a section out. */
export type Expand = (section: { readonly [key: string]: unknown }, path: TemplatePath) => readonly Member[];

/** What a loop's name begins with. */
export const LOOP = 'Fn::ForEach::';

/** A section as it is. */
export const asWritten: Expand = (section, path) =>
  Object.entries(section).map(([name, data]) => ({ name, data, path: [...path, name] }));

/** Whether a place in a template is in a loop: what is written there is written for each item. */
export function isInLoop(path: TemplatePath): boolean {
  return path.some((key) => typeof key === 'string' && key.startsWith(LOOP));
}
