import { freezeHandle, type Origin, value } from './data.ts';
import type { AttributeNames } from './resource.ts';
import type { Value } from './types.ts';

/** What every handle of a resource or parameter has. */
export interface Referable<out R = unknown> {
  readonly logicalId: string;
  /** `Ref`. */
  readonly ref: Value<R>;
}

/** A resource in a template: its `Ref`, its logical id, and each attribute by its own name. */
export type Handle<A extends object, R> = Referable<R> & { readonly [K in keyof A]: Value<A[K]> };

/** A parameter of a template. */
export interface ParameterHandle<out R = unknown> extends Referable<R> {
  readonly noEcho: boolean;
}

/** A condition of a template, to be given to `if_`, `and`, `or`, `not` and to resources. */
export interface ConditionHandle {
  readonly conditionName: string;
}

/** A mapping of a template; `find` is `Fn::FindInMap`. */
export interface MappingHandle<T> {
  readonly mappingName: string;
  find(topLevelKey: MapKey, secondLevelKey: MapKey): Value<T>;
}

/** A key to look up in a mapping: text, a parameter's `Ref`, a pseudo parameter, another `find`. */
export type MapKey = string | Value<string>;

export function resourceHandle<A extends object, R>(
  logicalId: string,
  attributes: AttributeNames,
  origin: Origin,
): Handle<A, R> {
  const fields: Record<string, unknown> = { logicalId, ref: value<R>({ Ref: logicalId }, [origin]) };
  for (const attribute of attributes === 'any' ? [] : attributes)
    fields[attribute] = value({ 'Fn::GetAtt': Object.freeze([logicalId, attribute]) }, [origin]);
  // The attribute list and A are generated from the same table.
  return freezeHandle(fields) as Handle<A, R>;
}
