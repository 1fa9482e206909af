import type { PlainObject } from './data.ts';
import type { ConditionHandle, Referable } from './handles.ts';
import type { DeletionPolicy, UpdateReplacePolicy } from './template-json.ts';
import type { In, JsonObject, Text, Value } from './types.ts';

/** What a resource has besides its type and properties. */
export interface ResourceOptions {
  /** Handles, or logical ids of what is added later. */
  readonly DependsOn?: Referable | string | readonly (Referable | string)[];
  readonly Condition?: ConditionHandle;
  /** A function in its place, such as a mapping's word, adds `AWS::LanguageExtensions`. */
  readonly DeletionPolicy?: DeletionPolicy | Value<string>;
  readonly UpdateReplacePolicy?: UpdateReplacePolicy | Value<string>;
  readonly CreationPolicy?: CreationPolicy;
  readonly UpdatePolicy?: UpdatePolicy;
  readonly Metadata?: JsonObject;
  /** Of a custom resource: `1.0`. */
  readonly Version?: string;
}

/**
 * What CloudFormation waits for before a resource counts as created.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html
 */
export interface CreationPolicy {
  readonly AutoScalingCreationPolicy?: { readonly MinSuccessfulInstancesPercent?: In<number> };
  /** `Timeout` is an ISO 8601 duration: `PT15M`. */
  readonly ResourceSignal?: { readonly Count?: In<number>; readonly Timeout?: Text };
  /** Of an AppStream fleet. */
  readonly StartFleet?: In<boolean>;
}

/**
 * How an update of the resource is carried out.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export interface UpdatePolicy {
  readonly AutoScalingReplacingUpdate?: { readonly WillReplace?: In<boolean> };
  readonly AutoScalingRollingUpdate?: {
    readonly MaxBatchSize?: In<number>;
    readonly MinActiveInstancesPercent?: In<number>;
    readonly MinInstancesInService?: In<number>;
    readonly MinSuccessfulInstancesPercent?: In<number>;
    /** An ISO 8601 duration: `PT5M`. */
    readonly PauseTime?: Text;
    readonly SuspendProcesses?: In<readonly Text[]>;
    readonly WaitOnResourceSignals?: In<boolean>;
  };
  readonly AutoScalingScheduledAction?: { readonly IgnoreUnmodifiedGroupSizeProperties?: In<boolean> };
  /** Of a Lambda alias. */
  readonly CodeDeployLambdaAliasUpdate?: {
    readonly ApplicationName: Text;
    readonly DeploymentGroupName: Text;
    readonly AfterAllowTrafficHook?: Text;
    readonly BeforeAllowTrafficHook?: Text;
  };
  /** Of an OpenSearch or Elasticsearch domain. */
  readonly EnableVersionUpgrade?: In<boolean>;
  /** Of an ElastiCache replication group. */
  readonly UseOnlineResharding?: In<boolean>;
  /** Of an AppStream fleet. */
  readonly StopBeforeUpdate?: In<boolean>;
  readonly StartAfterUpdate?: In<boolean>;
}

/** What an output has besides its value. */
export interface OutputOptions {
  readonly Description?: string;
  readonly Condition?: ConditionHandle;
  readonly Export?: { readonly Name: Text };
}

/** A macro by its name, or with what it is given. */
export type Macro = string | { readonly Name: string; readonly Parameters?: PlainObject };

/** What a template has besides its description. */
export interface TemplateOptions {
  readonly Metadata?: PlainObject;
  /** The macros, in the order in which they run. `AWS::LanguageExtensions` comes by itself where it is needed. */
  readonly Transform?: Macro | readonly Macro[];
}

/** How consoles group and name the parameters: `AWS::CloudFormation::Interface`. */
export interface ParameterInterface {
  readonly groups: readonly { readonly label: string; readonly parameters: readonly Referable[] }[];
  /** Labels by the parameters' names. */
  readonly labels?: { readonly [parameter: string]: string };
}
