import type { AttributeSchema, Held, ResourceSchema } from './schema.ts';

type Json = Record<string, unknown>;

/**
 * The schema that a generated file's text stands for.
 *
 * Files leave out what the rest of a value implies: `definition` is of an `object`, `of` of a `union`, `items` of a
 * `list`, and a value without a type is text. An attribute is its type, or what it holds: `Arn sns:topic`.
 */
export function expandSchema(text: string): ResourceSchema {
  const schema = JSON.parse(text) as Json;
  expandMembers(schema);
  for (const definition of Object.values((schema['definitions'] ?? {}) as Json))
    expandMembers(definition as Json);
  const attributes = schema['attributes'] as Json;
  for (const name of Object.keys(attributes)) attributes[name] = attribute(attributes[name] as string);
  // The generator wrote it so.
  return schema as unknown as ResourceSchema;
}

function expandMembers(object: Json): void {
  const properties = object['properties'] as Json;
  for (const name in properties) expandValue(properties[name] as Json);
}

function expandValue(value: Json): void {
  const { items, of, definition } = value;
  if (items !== undefined) expandValue(items as Json);
  if (of !== undefined) for (const each of of as readonly Json[]) expandValue(each);
  if (value['type'] !== undefined) return;
  value['type'] =
    definition !== undefined
      ? 'object'
      : of !== undefined
        ? 'union'
        : items !== undefined
          ? 'list'
          : 'string';
}

function attribute(text: string): AttributeSchema {
  const at = text.indexOf(' ');
  if (at < 0) return { type: text as AttributeSchema['type'] };
  return { type: 'string', held: { form: text.slice(0, at) as Held['form'], kind: text.slice(at + 1) } };
}
