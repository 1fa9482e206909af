import type { PropertyType, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';
import { type Alternatives, alternativesOf } from './alternatives.ts';
import { type Constraint, constraintOf, type Reading } from './constraint.ts';
import type { JoinCounts } from './counts.ts';
import type { ProviderSchema, SchemaNode } from './provider-schema.ts';

/** What a provider's schema adds to the specification of one resource type. */
export interface Constraints {
  /** Of a property: of the resource's own with `''`, and else of that property type's. */
  of(definition: string, property: string): Constraint;
  alternatives(definition: string): Alternatives;
  /** Dotted paths, `*` for each item; only nested ones, as the specification has no others among its properties. */
  readonly readOnly: readonly string[];
}

/**
 * Walks a resource type of the specification and the provider's schema side by side.
 *
 * A property type that is used twice can have two nodes; only what both say is kept.
 */
export function constraintsOf(
  db: SpecDatabase,
  resource: Resource,
  provider: ProviderSchema | undefined,
  counts: JoinCounts,
): Constraints {
  const properties = new Map<string, Constraint>();
  const alternatives = new Map<string, Alternatives>();
  const seen = new Map<string, Set<SchemaNode>>();
  if (provider !== undefined) {
    counts.joined++;
    visit('', resource, provider);
  }
  return {
    of: (definition, property) => properties.get(`${definition}.${property}`) ?? {},
    alternatives: (definition) => alternatives.get(definition) ?? {},
    readOnly: provider === undefined ? [] : readOnlyPaths(db, resource, provider, counts),
  };

  function visit(name: string, owner: Resource | TypeDefinition, node: SchemaNode): void {
    const nodes = seen.get(name) ?? new Set();
    if (nodes.has(node)) return;
    seen.set(name, nodes.add(node));
    const members = membersOf(node, resolve);
    const names = Object.keys(owner.properties);
    const current = names.every((property) => members.has(property));
    const reading: Reading = { counts, current, resolve };
    const found = alternativesOf(node, new Set(names), current, counts);
    const known = alternatives.get(name);
    alternatives.set(name, known === undefined || same(known, found) ? found : {});
    for (const [property, { type }] of Object.entries(owner.properties)) {
      const member = members.get(property);
      const constraint = member === undefined ? {} : constraintOf(type, member, reading);
      const key = `${name}.${property}`;
      const before = properties.get(key);
      properties.set(key, before === undefined ? constraint : both(before, constraint));
      if (member !== undefined) descend(type, member);
    }
  }

  function descend(type: PropertyType, given: SchemaNode): void {
    const node = resolve(given);
    if (type.type === 'array' && node.items !== undefined) descend(type.element, node.items);
    else if (type.type === 'map') {
      for (const each of Object.values(node.patternProperties ?? {})) descend(type.element, each);
    } else if (type.type === 'ref') {
      const definition = db.get('typeDefinition', type.reference);
      visit(definition.name, definition, node);
    }
  }

  function resolve(node: SchemaNode): SchemaNode {
    let current = node;
    for (let steps = 0; current.$ref !== undefined && steps < 10; steps++) {
      const [, section, name] = /^#\/(definitions|properties)\/([^/]+)$/.exec(current.$ref) ?? [];
      const target =
        section === undefined || name === undefined ? undefined : provider?.[section as 'properties']?.[name];
      if (target === undefined) return {};
      current = target;
    }
    return current;
  }
}

/** The members of an object, those of its alternatives included. */
function membersOf(node: SchemaNode, resolve: Reading['resolve']): ReadonlyMap<string, SchemaNode> {
  const members = new Map<string, SchemaNode>();
  for (const part of [...(node.oneOf ?? []), ...(node.anyOf ?? [])])
    for (const [name, member] of Object.entries(resolve(part).properties ?? {})) members.set(name, member);
  for (const [name, member] of Object.entries(node.properties ?? {})) members.set(name, member);
  return members;
}

function both(a: Constraint, b: Constraint): Constraint {
  const shared = Object.entries(a).filter(([name, value]) => same(value, b[name as keyof Constraint]));
  return Object.fromEntries(shared);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `/properties/Code/ImageUri` → `Code.ImageUri`, where the specification has it. */
function readOnlyPaths(
  db: SpecDatabase,
  resource: Resource,
  provider: ProviderSchema,
  counts: JoinCounts,
): readonly string[] {
  const paths = (provider.readOnlyProperties ?? [])
    .map((pointer) =>
      pointer
        .replace(/^\/properties\//, '')
        .split('/')
        .filter((part) => part !== 'properties'),
    )
    // A top-level one that the specification has among its properties can be set today.
    .filter((parts) => parts.length > 1 && reaches(db, resource, parts))
    .map((parts) => parts.join('.'));
  counts.readOnly += paths.length;
  return [...new Set(paths)].sort();
}

function reaches(db: SpecDatabase, owner: Resource | TypeDefinition, parts: readonly string[]): boolean {
  const [name = '', ...rest] = parts;
  let type = owner.properties[name]?.type;
  while (type !== undefined && rest[0] === '*') {
    type = type.type === 'array' || type.type === 'map' ? type.element : undefined;
    rest.shift();
  }
  if (type === undefined || rest.length === 0) return type !== undefined;
  return type.type === 'ref' && reaches(db, db.get('typeDefinition', type.reference), rest);
}
