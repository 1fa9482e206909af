import type { Plain, PlainObject } from './data.ts';

/** What happens to a resource that leaves the stack. `Snapshot` is for the types that can. */
export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

/** What happens to the old resource when an update replaces it. */
export type UpdateReplacePolicy = 'Delete' | 'Retain' | 'Snapshot';

/** A parameter as CloudFormation reads it. */
export interface ParameterJson {
  readonly Type: string;
  readonly Default?: Plain;
  readonly AllowedValues?: readonly Plain[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly Description?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
  readonly NoEcho?: boolean | string;
}

/** A rule over parameters as CloudFormation reads it. */
export interface RuleJson {
  readonly RuleCondition?: PlainObject;
  readonly Assertions: readonly { readonly Assert: PlainObject; readonly AssertDescription?: string }[];
}

/** A resource as CloudFormation reads it. */
export interface ResourceJson {
  readonly Type: string;
  readonly Condition?: string;
  /** One logical id or several. */
  readonly DependsOn?: string | readonly string[];
  /** A word, or with `AWS::LanguageExtensions` a function that yields one. */
  readonly DeletionPolicy?: DeletionPolicy | PlainObject;
  readonly UpdateReplacePolicy?: UpdateReplacePolicy | PlainObject;
  readonly CreationPolicy?: PlainObject;
  readonly UpdatePolicy?: PlainObject;
  readonly Metadata?: PlainObject;
  /** Of a custom resource. */
  readonly Version?: string | number;
  /** Of a serverless application. */
  readonly Connectors?: PlainObject;
  readonly IgnoreGlobals?: Plain;
  readonly Properties?: PlainObject;
}

/** An output as CloudFormation reads it. */
export interface OutputJson {
  readonly Description?: string;
  readonly Condition?: string;
  readonly Value: Plain;
  readonly Export?: { readonly Name: Plain };
}

/**
 * A whole template as CloudFormation reads it.
 *
 * Sections can also hold `Fn::ForEach::…` (a list) and `Fn::Transform`, which are neither resource nor output:
 * ask {@link resourcesOf} for the resources alone.
 */
export interface TemplateJson {
  readonly AWSTemplateFormatVersion?: '2010-09-09';
  readonly Description?: string;
  readonly Metadata?: PlainObject;
  readonly Parameters?: { readonly [name: string]: ParameterJson };
  readonly Rules?: { readonly [name: string]: RuleJson };
  readonly Mappings?: { readonly [name: string]: PlainObject };
  readonly Conditions?: { readonly [name: string]: PlainObject };
  readonly Transform?: string | PlainObject | readonly (string | PlainObject)[];
  /** Of a serverless application. */
  readonly Globals?: PlainObject;
  readonly Hooks?: PlainObject;
  readonly Resources: { readonly [logicalId: string]: ResourceJson };
  readonly Outputs?: { readonly [name: string]: OutputJson };
}

/**
 * The resources of a template with their logical ids, without loops and macros.
 *
 * @example for (const [logicalId, { Type }] of resourcesOf(t.toJson())) console.log(logicalId, Type);
 */
export function resourcesOf(template: TemplateJson): readonly (readonly [string, ResourceJson])[] {
  return Object.entries(template.Resources).filter(([, each]: [string, unknown]) => {
    if (typeof each !== 'object' || each === null) return false;
    return typeof (each as { readonly Type?: unknown }).Type === 'string';
  });
}
