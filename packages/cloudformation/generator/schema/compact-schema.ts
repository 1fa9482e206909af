import type { ResourceSchema } from '../../src/schemas/schema.ts';

/** The text of a schema's file: what {@link expandSchema} of `src/schemas` puts back is left out. */
export function compactSchema(schema: ResourceSchema): string {
  return `${JSON.stringify({
    ...schema,
    ...membersOf(schema),
    ...(schema.definitions === undefined ? {} : { definitions: mapped(schema.definitions, membersOf) }),
    attributes: mapped(schema.attributes, compactAttribute),
  })}\n`;
}

type Json = Readonly<Record<string, unknown>>;

function membersOf(object: object): object {
  return 'properties' in object
    ? { ...object, properties: mapped(object.properties as object, compactValue) }
    : object;
}

function compactValue(value: Json): unknown {
  const { type, ...rest } = value;
  const inner = {
    ...rest,
    ...('items' in rest ? { items: compactValue(rest['items'] as Json) } : {}),
    ...('of' in rest ? { of: (rest['of'] as readonly Json[]).map(compactValue) } : {}),
  };
  const implied =
    'definition' in rest ? 'object' : 'of' in rest ? 'union' : 'items' in rest ? 'list' : 'string';
  return type === implied ? inner : { type, ...inner };
}

function compactAttribute(attribute: Json): unknown {
  const { type, held } = attribute as {
    readonly type: string;
    readonly held?: { form: string; kind: string };
  };
  if (held !== undefined && type === 'string') return `${held.form} ${held.kind}`;
  return type;
}

function mapped(object: object, change: (value: Json) => unknown): object {
  // Every table here is of objects.
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value as Json)]));
}
