/** Reading order: the tables' shape, the look-up, the runtimes. */

export { type LambdaRuntime, lambdaRuntimes, runtimesAsOf } from './lambda-runtimes.ts';
export type {
  AttributeSchema,
  Held,
  ListSchema,
  NumberSchema,
  ObjectSchema,
  PropertySchema,
  ResourceSchema,
  SchemaLookup,
  TextSchema,
  ValueSchema,
} from './schema.ts';
export { resourceTypes, schemaOf } from './schema-of.ts';
