import type { ResourceSchema } from '../schemas/schema.ts';
import type { Context } from './context.ts';
import { member, objectOf } from './json.ts';

/** The attributes of a type. */
export interface Attributes {
  readonly all: readonly string[];
  has(name: string): boolean;
  /** Whether a name that is not listed can be right: of stacks' outputs, and inside attributes that are objects. */
  open(name: string): boolean;
}

/** How far a resource type is known. */
type TypeKind = 'aws' | 'custom' | 'module' | 'thirdParty' | 'sam' | 'malformed';

export function kindOfType(type: string): TypeKind {
  // What the CDK adds for its statistics: CloudFormation knows it, the specification does not have it.
  if (type === 'AWS::CDK::Metadata') return 'thirdParty';
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return 'custom';
  if (type.endsWith('::MODULE')) return 'module';
  if (type.startsWith('AWS::Serverless::')) return 'sam';
  if (type.startsWith('AWS::') || type.startsWith('Alexa::')) return 'aws';
  return /^[A-Za-z0-9]{2,64}(?:::[A-Za-z0-9]{2,64}){2,3}$/.test(type) ? 'thirdParty' : 'malformed';
}

export function typeOf(context: Context, id: string): string {
  const type = member(objectOf(context.resources.get(id)?.data), 'Type');
  return typeof type === 'string' ? type : '';
}

/** What is known of the type of a resource. */
export function schemaOfResource(context: Context, id: string): ResourceSchema | undefined {
  const type = typeOf(context, id);
  const kind = kindOfType(type);
  return kind === 'aws' ? context.schemas(type) : undefined;
}

const known = new WeakMap<ResourceSchema, Attributes>();

/** The attributes of a resource; no names where only its provider knows them. */
export function attributesOf(
  context: Context,
  id: string,
): { readonly type: string; readonly names: Attributes | undefined } {
  const schema = schemaOfResource(context, id);
  if (schema === undefined) return { type: typeOf(context, id), names: undefined };
  let names = known.get(schema);
  if (names === undefined) {
    names = makeAttributes(schema);
    known.set(schema, names);
  }
  return { type: schema.type, names };
}

const outputs = new Set([
  'AWS::CloudFormation::Stack',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
]);

function makeAttributes(schema: ResourceSchema): Attributes {
  const { attributes } = schema;
  return {
    all: Object.keys(attributes),
    has: (name) => Object.hasOwn(attributes, name),
    open: (name) => {
      if (outputs.has(schema.type) && name.startsWith('Outputs.')) return true;
      const dot = name.indexOf('.');
      if (dot < 0) return false;
      const head = name.slice(0, dot);
      const type = Object.hasOwn(attributes, head) ? attributes[head]?.type : undefined;
      return type === 'json' || type === 'map' || type === 'object';
    },
  };
}
