import { describe, expect, it } from 'vitest';
import { compactSchema } from '../../generator/schema/compact-schema.ts';
import { isCostly } from '../../generator/schema/costly-pattern.ts';
import { expandSchema } from '../../src/schemas/expand-schema.ts';
import {
  type ObjectSchema,
  type ResourceSchema,
  resourceTypes,
  schemaOf,
  type ValueSchema,
} from '../../src/schemas/index.ts';
import { linearPattern } from '../../src/validate/linear-pattern.ts';
import { repeatsOnce } from '../../src/validate/patterns.ts';

const schemas = resourceTypes().map((type) => {
  const schema = schemaOf(type);
  if (schema === undefined) throw new Error(`${type} is in the list and has no schema.`);
  return schema;
});

function objects({ definitions = {}, ...schema }: ResourceSchema): readonly ObjectSchema[] {
  return [schema, ...Object.values(definitions)];
}

function values(schema: ResourceSchema): readonly ValueSchema[] {
  return objects(schema).flatMap(({ properties }) => Object.values(properties).flatMap(nested));
}

function nested(value: ValueSchema): readonly ValueSchema[] {
  if ('items' in value) return [value, ...nested(value.items)];
  return 'of' in value ? [value, ...value.of.flatMap(nested)] : [value];
}

describe('the tables', () => {
  it('have every resource type there is', () => {
    expect(schemas.length).toBeGreaterThanOrEqual(1828);
  });

  it('define every property type that they name', () => {
    for (const schema of schemas)
      for (const value of values(schema))
        if (value.type === 'object')
          expect(schema.definitions, schema.type).toHaveProperty([value.definition]);
  });

  it('require only members that there are', () => {
    for (const schema of schemas)
      for (const { properties, required = [], oneOfRequired = [], anyOfRequired = [] } of objects(schema))
        for (const name of [...required, ...oneOfRequired.flat(), ...anyOfRequired.flat()])
          expect(name in properties, `${schema.type} ${name}`).toBe(true);
  });

  it('have only patterns that compile and that take no exponential time', () => {
    const patterns = new Set<string>();
    for (const value of schemas.flatMap(values)) {
      if ('pattern' in value && value.pattern !== undefined) patterns.add(value.pattern);
      if ('keyPattern' in value && value.keyPattern !== undefined) patterns.add(value.keyPattern);
    }
    expect(patterns.size).toBeGreaterThan(1000);
    for (const pattern of patterns) {
      expect(() => new RegExp(pattern, 'u'), pattern).not.toThrow();
      expect(isCostly(pattern), pattern).toBe(false);
      if (repeatsOnce(pattern)) expect(linearPattern(pattern)?.ways(200) ?? 0, pattern).toBeLessThan(50_000);
    }
  });

  it('have bounds that something can keep', () => {
    for (const schema of schemas)
      for (const value of values(schema)) {
        const { minLength, maxLength, minimum, maximum, minItems, maxItems }: Record<string, unknown> = {
          ...value,
        };
        for (const [least, most] of [
          [minLength, maxLength],
          [minimum, maximum],
          [minItems, maxItems],
        ])
          if (typeof least === 'number' && typeof most === 'number')
            expect(least, `${schema.type} ${JSON.stringify(value)}`).toBeLessThanOrEqual(most);
      }
  });

  it('want only what some Ref or attribute holds', () => {
    const held = new Set<string>();
    for (const { ref, attributes } of schemas)
      for (const each of [ref, ...Object.values(attributes).map((attribute) => attribute.held)])
        if (each !== undefined) held.add(`${each.form} ${each.kind}`);
    const wanted = schemas
      .flatMap(values)
      .flatMap((value) => ('wants' in value && value.wants ? [value.wants] : []));
    expect(wanted.length).toBeGreaterThan(600);
    for (const { arns = [], names = [] } of wanted) {
      for (const kind of arns) expect(held).toContain(`Arn ${kind}`);
      for (const kind of names) expect(held).toContain(`Name ${kind}`);
    }
  });

  it('are put back as they were from the short form of the files', () => {
    for (const schema of schemas) expect(expandSchema(compactSchema(schema))).toEqual(schema);
  });
});
