import type { Tag } from './properties.ts';

export interface TagChanges {
  readonly set: readonly Tag[];
  readonly removed: readonly string[];
}

/** What has to be set and removed to get from one list of tags to another. */
export function tagChanges(before: readonly Tag[] = [], after: readonly Tag[] = []): TagChanges {
  const old = new Map(before.map(({ Key, Value }) => [Key, Value]));
  const kept = new Set(after.map(({ Key }) => Key));
  return {
    set: after.filter(({ Key, Value }) => old.get(Key) !== Value),
    removed: [...old.keys()].filter((key) => !kept.has(key)),
  };
}

/** Tags in the form of a map. */
export function tagMap(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
