import type { PatchOperation, TemplatePath } from '../finding.ts';
import { PatchError } from './patch-error.ts';

/**
 * Applies operations to plain JSON, one after the other, and returns the changed copy. What does not change is
 * shared with the original, which stays as it is.
 *
 * Throws {@link PatchError} `PathNotFound`, `BadIndex` or `NotAContainer`.
 *
 * @example
 * applyPatch({ Resources: {} }, [{ op: 'add', path: ['Resources', 'Q', 'Type'], value: 'AWS::SQS::Queue' }]);
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function applyPatch(json: unknown, operations: readonly PatchOperation[]): unknown {
  return operations.reduce((data, operation) => change(data, operation, 0), json);
}

function change(data: unknown, operation: PatchOperation, depth: number): unknown {
  const { op, path } = operation;
  const key = path[depth];
  if (key === undefined) {
    if (op === 'remove')
      throw new PatchError('PathNotFound', path, 'a template cannot be removed from itself.');
    return operation.value;
  }
  const last = depth === path.length - 1;
  if (Array.isArray(data)) return changeList(data, key, operation, depth, last);
  if (typeof data !== 'object' || data === null)
    throw new PatchError(
      'NotAContainer',
      path.slice(0, depth),
      `this is no object or list, so it has no ${key}.`,
    );
  if (typeof key === 'number')
    throw new PatchError('NotAContainer', path.slice(0, depth), `this is no list, so it has no item ${key}.`);
  const known = Object.hasOwn(data, key);
  if (!known && op !== 'add') throw notFound(path, depth);
  if (last && op === 'remove')
    return Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));
  // The entry is there: it has been looked up by hasOwn.
  const before = known ? (data as Record<string, unknown>)[key] : emptyParent(path, depth + 1);
  const after = last && op !== 'remove' ? operation.value : change(before, operation, depth + 1);
  return known
    ? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, name === key ? after : value]))
    : Object.fromEntries([...Object.entries(data), [key, after]]);
}

function changeList(
  list: readonly unknown[],
  key: string | number,
  operation: PatchOperation,
  depth: number,
  last: boolean,
): unknown {
  const { op, path } = operation;
  if (last && op === 'add') {
    const at = key === '-' ? list.length : key;
    if (!isIndex(at) || at > list.length) throw badIndex(path, depth, list.length);
    return list.toSpliced(at, 0, operation.value);
  }
  if (key === '-' && op === 'add')
    return [...list, change(emptyParent(path, depth + 1), operation, depth + 1)];
  if (!isIndex(key)) throw badIndex(path, depth, list.length);
  if (key >= list.length) throw notFound(path, depth);
  if (last && op === 'remove') return list.toSpliced(key, 1);
  return list.with(key, last && op !== 'remove' ? operation.value : change(list[key], operation, depth + 1));
}

/** What stands for a parent that is not there: a list where the path goes on with a place in one. */
export function emptyParent(path: TemplatePath, depth: number): unknown {
  const next = path[depth];
  return next === '-' || typeof next === 'number' ? [] : {};
}

function isIndex(key: string | number): key is number {
  return typeof key === 'number' && Number.isInteger(key) && key >= 0;
}

function notFound(path: TemplatePath, depth: number): PatchError {
  return new PatchError('PathNotFound', path.slice(0, depth + 1), 'there is no such place in the template.');
}

function badIndex(path: TemplatePath, depth: number, length: number): PatchError {
  return new PatchError('BadIndex', path.slice(0, depth + 1), `this is no place in a list of ${length}.`);
}
