import { isDeepStrictEqual } from 'node:util';
import type { PatchOperation, TemplatePath } from '../finding.ts';
import { isObject } from '../validate/json.ts';

/**
 * The small changes that together make `after` of `before`, so that text which stays the same is not touched.
 * They are meant to be applied one after the other.
 */
export function refine(before: unknown, after: unknown, path: TemplatePath = []): readonly PatchOperation[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return refineList(before, after, path);
  if (!isObject(before) || !isObject(after) || isFunction(before) || isFunction(after))
    return [{ op: 'replace', path, value: after }];
  return [
    ...Object.keys(before)
      .filter((key) => !Object.hasOwn(after, key))
      .map((key): PatchOperation => ({ op: 'remove', path: [...path, key] })),
    ...Object.entries(after).flatMap(([key, value]): readonly PatchOperation[] =>
      Object.hasOwn(before, key)
        ? refine(before[key], value, [...path, key])
        : [{ op: 'add', path: [...path, key], value }],
    ),
  ];
}

function refineList(
  before: readonly unknown[],
  after: readonly unknown[],
  path: TemplatePath,
): readonly PatchOperation[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isDeepStrictEqual(before[head], after[head])) head++;
  let tail = 0;
  while (tail < most - head && isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const [old, made] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const shared = Math.min(old.length, made.length);
  return [
    ...made.slice(0, shared).flatMap((value, at) => refine(old[at], value, [...path, head + at])),
    ...old.slice(shared).map((): PatchOperation => ({ op: 'remove', path: [...path, head + shared] })),
    ...made
      .slice(shared)
      .map((value, at): PatchOperation => ({ op: 'add', path: [...path, head + shared + at], value })),
  ];
}

/** An intrinsic function is one thing: it is exchanged as a whole. */
function isFunction(data: Readonly<Record<string, unknown>>): boolean {
  const [key, ...more] = Object.keys(data);
  return more.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}
