import { freezeHandle, languageExtensions, type Origin, originsOf, value } from './data.ts';
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
  /** With a `default` for keys that are not there, the template gets `AWS::LanguageExtensions`. */
  find(topLevelKey: MapKey, secondLevelKey: MapKey): Value<T>;
  find<const D>(topLevelKey: MapKey, secondLevelKey: MapKey, options: FindOptions<D>): Value<T | Found<D>>;
}

/** What `Fn::FindInMap` yields for keys that are not in the mapping. */
export interface FindOptions<D> {
  readonly default: D;
}

/** What a default yields. */
export type Found<D> = D extends Value<infer R> ? R : D;

/** A key to look up in a mapping: text, a parameter's `Ref`, a pseudo parameter, another `find`. */
export type MapKey = string | Value<string>;

/** A name that CloudFormation has still to make in a loop: `Topic${Name}`, by `Fn::Sub`. */
export type LogicalName = string | { readonly 'Fn::Sub': string };

export function resourceHandle<A extends object, R>(
  logicalId: string,
  attributes: AttributeNames,
  origin: Origin,
  name: LogicalName = logicalId,
): Handle<A, R> {
  const from = typeof name === 'string' ? [origin] : [origin, languageExtensions];
  const fields: Record<string, unknown> = { logicalId, ref: value<R>({ Ref: name }, from) };
  for (const attribute of attributes === 'any' ? [] : attributes)
    fields[attribute] = value({ 'Fn::GetAtt': Object.freeze([name, attribute]) }, from);
  // The attribute list and A are generated from the same table.
  return freezeHandle(fields) as Handle<A, R>;
}

/** The name by which a handle's `Ref` calls its resource. */
export function nameOf(target: Referable): LogicalName {
  return (target.ref as unknown as { readonly Ref: LogicalName }).Ref;
}

export function originsOfHandle(target: Referable): readonly Origin[] {
  return originsOf(target.ref) ?? [];
}
