import type { Handle } from './handles.ts';
import type { Resource } from './resource.ts';
import type { OutputOptions, ResourceOptions } from './resource-options.ts';
import type { In, Text, Value } from './types.ts';

/** The body of a loop, while it is written. */
export interface Loop<T extends string = string> {
  /** What stands for the item in names: `` `Topic${each.key}` ``. */
  readonly key: string;
  /** The item as a value. */
  readonly item: Value<string>;
  /** Adds a resource for each item; its name has to hold `key`. */
  add<A extends object, R>(
    logicalId: string,
    resource: Resource<A, R>,
    options?: ResourceOptions,
  ): LoopHandle<A, R, T>;
  /** Declares an output for each item; its name has to hold `key`. */
  output(name: string, value: Text | In<number> | In<boolean>, options?: OutputOptions): void;
}

/** The resource of the item at hand; `at` is the one of an item by its name, for use after the loop. */
export type LoopHandle<A extends object, R, T extends string> = Handle<A, R> & { at(item: T): Handle<A, R> };

/** The names that a loop makes: what its identifier is called, and which names come of one with a key. */
export function loopNames(loop: string, items: readonly string[] | undefined) {
  const identifier = `${loop}Item`;
  const key = `\${${identifier}}`;
  return {
    identifier,
    key,
    of: (name: string, item: string) => name.replaceAll(key, item),
    all: (name: string) => (items ?? []).map((item) => name.replaceAll(key, item)),
  };
}
