import type { Json, JsonObject } from './json.ts';
import type { ParameterDeclaration } from './parameters.ts';

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: 'Delete' | 'Retain';
  readonly metadata?: Json;
}

export interface OutputDeclaration {
  readonly value: Json;
  readonly description?: string;
  readonly condition?: string;
  readonly exportName?: Json;
}

export type Mapping = ReadonlyMap<string, ReadonlyMap<string, Json>>;

/** A template whose structure and references are known to be good. */
export interface Template {
  readonly body: string;
  readonly version?: string;
  readonly description?: string;
  readonly metadata?: Json;
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly mappings: ReadonlyMap<string, Mapping>;
  readonly conditions: ReadonlyMap<string, Json>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

/** What the template checks must know of resource types. */
export interface ResourceTypes {
  has(type: string): boolean;
  /** Attributes that Fn::GetAtt may name. */
  attributesOf(type: string): readonly string[];
}
