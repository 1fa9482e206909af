import { readFileSync } from 'node:fs';
import { packageFolder } from '../package-folder.ts';
import { expandSchema } from './expand-schema.ts';
import type { ResourceSchema, SchemaLookup } from './schema.ts';

const folder = `${packageFolder}schemas/`;
const read = new Map<string, ResourceSchema | undefined>();

/**
 * What is known of a resource type: its properties, attributes, and what `Ref` yields.
 *
 * Reads one small file the first time that a type is asked for and keeps what it read. Undefined for a type that
 * the published specification does not have; custom resources and modules are among these.
 *
 * @example schemaOf('AWS::SNS::Topic')?.ref // { form: 'Arn', kind: 'sns:topic' }
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const schemaOf: SchemaLookup = (type) => {
  if (read.has(type)) return read.get(type);
  const schema = load(type);
  read.set(type, schema);
  return schema;
};

let types: readonly string[] | undefined;

/**
 * The names of all resource types that have a schema, sorted; read once.
 *
 * @example resourceTypes().includes('AWS::SNS::Topic')
 */
export function resourceTypes(): readonly string[] {
  // The file is generated with the schemas.
  types ??= Object.freeze(JSON.parse(readFileSync(`${folder}index.json`, 'utf8')) as readonly string[]);
  return types;
}

function load(type: string): ResourceSchema | undefined {
  // Anything else cannot be a type and must not become part of a path.
  if (type.length > 200 || !/^\w+::\w+::\w+$/.test(type)) return undefined;
  const text = readIfThere(`${folder}${type.replaceAll('::', '-').toLowerCase()}.json`);
  if (text === undefined) return undefined;
  const schema = expandSchema(text);
  // `aws::sns::topic` finds the same file and is no type.
  return schema.type === type ? schema : undefined;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
