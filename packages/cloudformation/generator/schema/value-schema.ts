import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { AttributeSchema, ValueSchema } from '../../src/schemas/schema.ts';
import { boundsByHand } from '../overlay/bounds.ts';
import { allowedValues } from '../overlay/words.ts';
import { isPolicyDocument } from '../policies.ts';
import { wantedBy } from '../wanted.ts';
import type { Constraint } from './constraint.ts';

/** The schema of a property's value. */
export function valueSchema(
  db: SpecDatabase,
  resource: Resource,
  property: Property,
  path: string,
  constraint: Constraint,
): ValueSchema {
  return schemaOf(property.type, { ...constraint, ...boundsByHand[path] });

  function schemaOf(type: PropertyType, more: Constraint): ValueSchema {
    switch (type.type) {
      case 'string':
        return text(type.allowedValues, more);
      case 'date-time':
        return { type: 'timestamp' };
      case 'integer':
      case 'number': {
        const closed = 'allowedValues' in type ? type.allowedValues : undefined;
        return {
          type: type.type,
          ...(closed === undefined || closed.length === 0 ? {} : { enum: [...closed] }),
          ...pick(more, ['minimum', 'maximum']),
        };
      }
      case 'boolean':
      case 'tag':
      case 'null':
        return { type: type.type };
      case 'json':
        return { type: isPolicyDocument(resource, path) ? 'policy' : 'json' };
      case 'array':
        return {
          type: 'list',
          items: schemaOf(type.element, more.items ?? {}),
          ...pick(more, ['minItems', 'maxItems', 'unique']),
        };
      case 'map':
        return {
          type: 'map',
          items: schemaOf(type.element, more.items ?? {}),
          ...pick(more, ['keyPattern']),
        };
      case 'ref':
        return { type: 'object', definition: db.get('typeDefinition', type.reference).name };
      case 'union':
        return { type: 'union', of: type.types.map((each) => schemaOf(each, {})) };
    }
  }

  function text(closed: readonly string[] | undefined, more: Constraint): ValueSchema {
    const words = closed !== undefined && closed.length > 0 ? closed : (allowedValues[path] ?? more.enum);
    if (words !== undefined) return { type: 'string', enum: [...new Set(words)].sort() };
    const wants = wantedBy(db, path, property);
    return {
      type: 'string',
      ...pick(more, ['pattern', 'minLength', 'maxLength']),
      ...(wants === undefined || (wants.arns ?? []).length + (wants.names ?? []).length === 0
        ? {}
        : { wants }),
    };
  }
}

function pick<K extends keyof Constraint>(constraint: Constraint, names: readonly K[]): Pick<Constraint, K> {
  const entries = names
    .filter((name) => constraint[name] !== undefined)
    .map((name) => [name, constraint[name]]);
  // fromEntries forgets the names.
  return Object.fromEntries(entries) as Pick<Constraint, K>;
}

/** The type of what an attribute yields. */
export function attributeType(type: PropertyType | undefined): AttributeSchema['type'] {
  if (type === undefined) return 'json';
  switch (type.type) {
    case 'array':
      return 'list';
    case 'date-time':
      return 'timestamp';
    case 'ref':
      return 'object';
    default:
      return type.type;
  }
}
