import type { TemplatePath } from '../../../finding.ts';
import { isObject } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';

/**
 * What stands in the template at a path below a resource, functions and all; undefined where a function is on the way,
 * so that the path of what was read need not be the path of what is written.
 */
export function writtenPlace({ written, path: own }: WorldResource, path: TemplatePath): unknown {
  let found: unknown = written;
  // Below the resource comes `Properties`.
  for (const key of path.slice(own.length + 1)) {
    if (Array.isArray(found)) {
      if (hasFunction(found)) return undefined;
      found = found[Number(key)];
    } else {
      found = isObject(found) && !isFunction(found) ? found[key] : undefined;
    }
  }
  return found;
}

/** A statement as it is written, where its elements can be changed one by one. */
export function writtenStatement(
  resource: WorldResource,
  path: TemplatePath,
): { readonly [key: string]: unknown } | undefined {
  const found = writtenPlace(resource, path);
  return isObject(found) && !isFunction(found) && found['Effect'] === 'Allow' ? found : undefined;
}

/** A policy of many statements is asked about for each of them. */
const known = new WeakMap<object, boolean>();

function hasFunction(list: readonly unknown[]): boolean {
  const found = known.get(list) ?? list.some(isFunction);
  known.set(list, found);
  return found;
}

function isFunction(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [only, ...more] = Object.keys(value);
  return only !== undefined && more.length === 0 && (only === 'Ref' || only.startsWith('Fn::'));
}
