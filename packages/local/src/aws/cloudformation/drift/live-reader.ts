import type { Resource, Work } from '../resources/resource-type.ts';
import { found } from '../resources/service-error.ts';
import type { JsonObject } from '../template/json.ts';

/** What a reader may know of the other resources of the stack: they put things into one another. */
export interface Sibling {
  readonly type: string;
  readonly properties: JsonObject;
}

export interface LiveResource extends Resource {
  /** The properties that the stack gave it. */
  readonly expected: JsonObject;
  readonly siblings: readonly Sibling[];
}

/**
 * Reads what a resource is now, in the form of its properties; undefined if it is gone. What a service does
 * not tell is left out by the readers of its type and then not compared.
 */
export type LiveReader = (resource: LiveResource, work: Work) => Promise<LiveProperties | undefined>;

export type LiveProperties = Readonly<Record<string, unknown>>;

/** The answer to a call, or undefined where the thing is not there. */
export async function answer<O>(
  work: Work,
  service: string,
  operation: string,
  input: object,
): Promise<O | undefined> {
  return found(() => work.call<O>(service, operation, input));
}

/** Tags in the form of templates; AWS's own are not of the template. */
export function tagList(
  tags: Readonly<Record<string, string>> | undefined,
): readonly { Key: string; Value: string }[] {
  return Object.entries(tags ?? {})
    .filter(([Key]) => !Key.startsWith('aws:'))
    .map(([Key, Value]) => ({ Key, Value }));
}
