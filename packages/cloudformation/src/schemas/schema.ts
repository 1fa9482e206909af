/** What a resource type takes and yields, as the generated tables hold it. Plain JSON. */
export interface ResourceSchema extends ObjectSchema {
  readonly type: string;
  /** The property types, by the names that `definition` uses. */
  readonly definitions?: Readonly<Record<string, ObjectSchema>>;
  /** What `Fn::GetAtt` knows; nested ones are dotted: `Endpoint.Address`. */
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  /** What `Ref` yields, where that is known to be an ARN or a name. */
  readonly ref?: Held;
  /** Properties that only AWS sets, as dotted paths. */
  readonly readOnly?: readonly string[];
  /** The ARN's form: `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`. */
  readonly arn?: string;
  /** The macro without which the type does not exist: `AWS::Serverless-2016-10-31`. */
  readonly transform?: string;
}

/** An ARN of a kind, or a name of one: `{ form: 'Arn', kind: 'sns:topic' }`. */
export interface Held {
  readonly form: 'Arn' | 'Name';
  readonly kind: string;
}

/** An attribute: its type, and of text what it holds. */
export interface AttributeSchema {
  readonly type: ValueSchema['type'];
  readonly held?: Held;
}

/** An object with named members. */
export interface ObjectSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
  /** Exactly one of these sets of members has to be there. */
  readonly oneOfRequired?: readonly (readonly string[])[];
  /** At least one of these sets of members has to be there. */
  readonly anyOfRequired?: readonly (readonly string[])[];
}

/** A member: what it takes, and what a change of it does. */
export type PropertySchema = ValueSchema & {
  /** Whether a change replaces the resource. */
  readonly replaces?: 'yes' | 'maybe';
  readonly deprecated?: true;
};

/** What a value may be. */
export type ValueSchema =
  | TextSchema
  | NumberSchema
  | { readonly type: 'boolean' | 'json' | 'tag' | 'null' | 'policy' }
  | ListSchema
  | { readonly type: 'map'; readonly items: ValueSchema; readonly keyPattern?: string }
  /** A property type of this resource. */
  | { readonly type: 'object'; readonly definition: string }
  | { readonly type: 'union'; readonly of: readonly ValueSchema[] };

/** Text; `wants` are the kinds of ARN and name that it can be. */
export interface TextSchema {
  readonly type: 'string' | 'timestamp';
  readonly enum?: readonly string[];
  /** An ECMAScript regular expression, unanchored. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly wants?: { readonly arns?: readonly string[]; readonly names?: readonly string[] };
}

/** A number, bounds included. */
export interface NumberSchema {
  readonly type: 'integer' | 'number';
  readonly enum?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A list. */
export interface ListSchema {
  readonly type: 'list';
  readonly items: ValueSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly unique?: true;
}

/** Finds what is known of a resource type; undefined for a type that is not in the tables. */
export type SchemaLookup = (type: string) => ResourceSchema | undefined;
