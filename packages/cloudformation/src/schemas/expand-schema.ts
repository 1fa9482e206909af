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
  for (const value of Object.values(object['properties'] as Json)) expandValue(value as Json);
}

function expandValue(value: Json): void {
  if ('items' in value) expandValue(value['items'] as Json);
  for (const each of (value['of'] ?? []) as readonly Json[]) expandValue(each);
  value['type'] ??=
    'definition' in value ? 'object' : 'of' in value ? 'union' : 'items' in value ? 'list' : 'string';
}

function attribute(text: string): AttributeSchema {
  const [form = '', kind] = text.split(' ');
  if (kind !== undefined) return { type: 'string', held: { form: form as Held['form'], kind } };
  return { type: form as AttributeSchema['type'] };
}
