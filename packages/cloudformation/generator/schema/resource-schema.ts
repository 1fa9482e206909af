import type { Property, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';
import type {
  AttributeSchema,
  ObjectSchema,
  PropertySchema,
  ResourceSchema,
} from '../../src/schemas/schema.ts';
import { heldByAttribute, heldByRef } from '../held.ts';
import { compare } from '../names.ts';
import { alternativesByHand } from '../overlay/bounds.ts';
import { type Constraints, constraintsOf } from './constraints.ts';
import type { JoinCounts } from './counts.ts';
import type { ProviderSchema } from './provider-schema.ts';
import { attributeType, valueSchema } from './value-schema.ts';

export { type JoinCounts, noCounts } from './counts.ts';

/** What the tables hold of a resource type: the specification, joined with the provider's schema where there is one. */
export function resourceSchema(
  db: SpecDatabase,
  resource: Resource,
  provider: ProviderSchema | undefined,
  counts: JoinCounts,
): ResourceSchema {
  const type = resource.cloudFormationType;
  const constraints = constraintsOf(db, resource, provider, counts);
  const definitions = db
    .follow('usesType', resource)
    .map(({ entity }) => entity)
    .sort((a, b) => compare(a.name, b.name));
  const ref = heldByRef(db, resource);
  return {
    type,
    ...objectSchema(db, resource, type, '', constraints),
    ...(definitions.length === 0
      ? {}
      : {
          definitions: Object.fromEntries(
            definitions.map((each) => [
              each.name,
              objectSchema(db, each, `${type}.${each.name}`, each.name, constraints, resource),
            ]),
          ),
        }),
    attributes: attributes(db, resource),
    ...(ref === undefined ? {} : { ref }),
    ...(constraints.readOnly.length === 0 ? {} : { readOnly: constraints.readOnly }),
    ...(resource.arnTemplate === undefined ? {} : { arn: resource.arnTemplate }),
    ...(resource.cloudFormationTransform === undefined
      ? {}
      : { transform: resource.cloudFormationTransform }),
  };
}

function objectSchema(
  db: SpecDatabase,
  owner: Resource | TypeDefinition,
  path: string,
  definition: string,
  constraints: Constraints,
  resource = owner as Resource,
): ObjectSchema {
  const entries = Object.entries(owner.properties)
    .filter(([, property]) => property.deprecated !== 'IGNORE')
    .sort(([a], [b]) => compare(a, b));
  const required = entries.filter(([, property]) => property.required === true).map(([name]) => name);
  return {
    properties: Object.fromEntries(
      entries.map(([name, property]) => [
        name,
        propertySchema(db, resource, property, `${path}.${name}`, constraints.of(definition, name)),
      ]),
    ),
    ...(required.length === 0 ? {} : { required }),
    ...constraints.alternatives(definition),
    ...alternativesByHand[path],
  };
}

function propertySchema(
  db: SpecDatabase,
  resource: Resource,
  property: Property,
  path: string,
  constraint: ReturnType<Constraints['of']>,
): PropertySchema {
  const { causesReplacement } = property;
  return {
    ...valueSchema(db, resource, property, path, constraint),
    ...(causesReplacement === 'yes' || causesReplacement === 'maybe' ? { replaces: causesReplacement } : {}),
    ...(property.deprecated === 'WARN' ? { deprecated: true as const } : {}),
  };
}

function attributes(db: SpecDatabase, resource: Resource): Readonly<Record<string, AttributeSchema>> {
  const names = Object.keys(resource.attributes).sort(compare);
  return Object.fromEntries(
    names.map((name) => {
      const type = attributeType(resource.attributes[name]?.type);
      const held = type === 'string' ? heldByAttribute(db, resource, name) : undefined;
      return [name, { type, ...(held === undefined ? {} : { held }) }];
    }),
  );
}
