import { isDeepStrictEqual } from 'node:util';
import type { ResourceType } from '../resources/resource-type.ts';
import { notBuilt, templateError } from '../template/errors.ts';
import { evaluate, type Scope, UNKNOWN, type Value } from '../template/functions.ts';
import { isObject } from '../template/json.ts';
import { createScope, type ResourceValues } from '../template/scope.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import type { Engine } from './deployment.ts';
import { exportsOf, type Stack, type StackResource, type Tag, type Target } from './stack.ts';

/** References to resources that all exist; fails with ValidationError for an attribute that there is not. */
export function made(resources: ReadonlyMap<string, StackResource>): ResourceValues {
  const known = existing(resources);
  const sure = (value: Value, refusal: () => Error): Value => {
    if (value === UNKNOWN) throw refusal();
    return value;
  };
  return {
    ref: (id) => sure(known.ref(id), () => templateError(`resource ${id} does not exist`)),
    attribute: (id, name) =>
      sure(known.attribute(id, name), () =>
        templateError(`resource ${id} does not support attribute type ${name} in Fn::GetAtt`),
      ),
  };
}

/** References to resources of which some may not exist yet. */
export function existing(resources: ReadonlyMap<string, StackResource>): ResourceValues {
  return {
    ref(id) {
      const resource = resources.get(id)?.resource;
      return resource === undefined ? UNKNOWN : (resource.ref ?? resource.physicalId);
    },
    attribute: (id, name) => resources.get(id)?.resource?.attributes[name] ?? UNKNOWN,
  };
}

/** The scope of a target within a stack; `masked` hides the values of NoEcho parameters. */
export function scopeOf(
  engine: Engine,
  stack: Pick<Stack, 'id' | 'name'>,
  target: Target,
  resources: ResourceValues,
  options: { readonly masked?: boolean; readonly imported?: (name: string) => void } = {},
): Scope {
  const { accountId, region, partition } = engine.kernel;
  return createScope({
    template: target.template,
    parameters: options.masked === true ? maskedParameters(target) : target.parameters,
    around: { accountId, region, partition, stackId: stack.id, stackName: stack.name },
    resources,
    exports(name) {
      options.imported?.(name);
      return exportsOf(engine.stacks).get(name)?.value;
    },
  });
}

/** Parameters as they may be shown. */
export function maskedParameters({ template, parameters }: Target): ReadonlyMap<string, string> {
  return new Map(
    [...parameters].map(([name, value]) => [
      name,
      template.parameters.get(name)?.noEcho === true ? '****' : value,
    ]),
  );
}

/** The evaluated properties of a resource, with the stack's tags where the type has tags. */
export function desiredProperties(
  declaration: ResourceDeclaration,
  type: ResourceType,
  tags: readonly Tag[],
  scope: Scope,
): Readonly<Record<string, Value>> {
  const value = evaluate(declaration.properties, scope);
  refuseDynamicReferences(value);
  const properties =
    typeof value === 'object' && isObject(value) ? (value as Readonly<Record<string, Value>>) : {};
  if (!type.taggable || tags.length === 0) return properties;
  const own = Array.isArray(properties['Tags']) ? (properties['Tags'] as readonly Value[]) : [];
  const named = new Set(own.map((tag) => (isObject(tag) ? tag['Key'] : undefined)));
  return {
    ...properties,
    Tags: [...own, ...tags.filter(({ Key }) => !named.has(Key)).map((tag) => ({ ...tag }))],
  };
}

/** Equality of evaluated values; what is not known yet equals nothing. */
export function sameValue(left: unknown, right: unknown): boolean {
  return !hasUnknown(left) && !hasUnknown(right) && isDeepStrictEqual(left, right);
}

export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasUnknown);
}

/** Names of the properties that differ. */
export function changedProperties(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !sameValue(before[name], after[name]),
  );
}

/** `{{resolve:ssm:…}}` would otherwise reach the service as it stands. */
export function refuseDynamicReferences(value: Value): void {
  if (typeof value === 'string' && /\{\{resolve:(?:ssm|ssm-secure|secretsmanager):/.test(value)) {
    throw notBuilt('A dynamic reference');
  }
  if (typeof value === 'object')
    for (const item of Object.values(value)) refuseDynamicReferences(item as Value);
}
