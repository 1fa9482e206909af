import type { Plain, PlainObject } from './data.ts';

/** What happens to a resource that leaves the stack. `Snapshot` is for the types that can. */
export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

/** What happens to the old resource when an update replaces it. */
export type UpdateReplacePolicy = 'Delete' | 'Retain' | 'Snapshot';

/** A resource as CloudFormation reads it. */
export interface ResourceJson {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: DeletionPolicy;
  readonly UpdateReplacePolicy?: UpdateReplacePolicy;
  readonly Metadata?: PlainObject;
  readonly Properties?: PlainObject;
}

/** An output as CloudFormation reads it. */
export interface OutputJson {
  readonly Description?: string;
  readonly Condition?: string;
  readonly Value: Plain;
  readonly Export?: { readonly Name: Plain };
}

/** A whole template as CloudFormation reads it. */
export interface TemplateJson {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description?: string;
  readonly Metadata?: PlainObject;
  readonly Parameters?: { readonly [name: string]: PlainObject };
  readonly Mappings?: { readonly [name: string]: PlainObject };
  readonly Conditions?: { readonly [name: string]: PlainObject };
  readonly Resources: { readonly [logicalId: string]: ResourceJson };
  readonly Outputs?: { readonly [name: string]: OutputJson };
}
