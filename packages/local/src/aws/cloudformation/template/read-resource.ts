import { formatError, notBuilt, validationError } from './errors.ts';
import { isList, isObject, type Json, type JsonObject, member } from './json.ts';
import type { DeletionPolicy, ResourceDeclaration } from './template.ts';

const ATTRIBUTES = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
]);

/** Reads one member of Resources; fails with ValidationError. */
export function readResource(name: string, value: Json): ResourceDeclaration {
  if (!isObject(value)) throw formatError('Any Resources member must be an object.');
  const type = member(value, 'Type');
  if (typeof type !== 'string') {
    throw formatError(`[/Resources/${name}] Every Resources object must contain a Type member.`);
  }
  const unknown = Object.keys(value).find((key) => !ATTRIBUTES.has(key));
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  for (const attribute of ['CreationPolicy', 'UpdatePolicy']) {
    if (Object.hasOwn(value, attribute)) throw notBuilt(`${attribute} of resource ${name}`);
  }
  const properties = member(value, 'Properties') ?? {};
  if (!isObject(properties)) throw formatError('Properties of a resource must be an object.');
  const condition = member(value, 'Condition');
  if (condition !== undefined && typeof condition !== 'string') {
    throw formatError('Every Condition member must be a string.');
  }
  const metadata = member(value, 'Metadata');
  return {
    type,
    properties,
    dependsOn: dependenciesOf(value),
    ...(condition !== undefined && { condition }),
    deletionPolicy: policyOf(value, 'DeletionPolicy', ['Delete', 'Retain', 'RetainExceptOnCreate']),
    updateReplacePolicy: policyOf(value, 'UpdateReplacePolicy', ['Delete', 'Retain']) as 'Delete' | 'Retain',
    ...(metadata !== undefined && { metadata }),
  };
}

function dependenciesOf(resource: JsonObject): readonly string[] {
  const value = member(resource, 'DependsOn') ?? [];
  const names = isList(value) ? value : [value];
  return names.map((name) => {
    if (typeof name !== 'string') throw formatError('Every DependsOn value must be a string.');
    return name;
  });
}

function policyOf(
  resource: JsonObject,
  attribute: string,
  allowed: readonly DeletionPolicy[],
): DeletionPolicy {
  const value = member(resource, attribute) ?? 'Delete';
  const policy = allowed.find((one) => one === value);
  if (policy !== undefined) return policy;
  if (value === 'Snapshot') throw notBuilt(`${attribute} Snapshot`);
  throw formatError(`Unrecognized ${attribute} ${JSON.stringify(value)}`);
}
