/** Describes CloudFormation templates. Resource types are in `@wayleave/cloudformation/aws/<service>`. */

export { and, equals, not, type Operand, or } from './conditions.ts';
export type { Plain, PlainObject } from './data.ts';
export { TemplateError, type TemplateErrorCode, type TemplateErrorDetails } from './error.ts';

export type {
  ConditionHandle,
  Handle,
  MapKey,
  MappingHandle,
  ParameterHandle,
  Referable,
} from './handles.ts';
export {
  base64,
  cidr,
  findInMap,
  getAtt,
  getAZs,
  if_,
  importValue,
  join,
  plain,
  ref,
  select,
  split,
} from './intrinsics.ts';
export type { ParameterOptions, ParameterType, ParameterValue } from './parameter.ts';
export {
  allow,
  deny,
  type PolicyConditions,
  type PolicyDocument,
  type PolicyStatement,
  type Principals,
  policyDocument,
  type StatementOptions,
} from './policy.ts';
export {
  AccountId,
  NotificationARNs,
  NoValue,
  Partition,
  Region,
  StackId,
  StackName,
  URLSuffix,
} from './pseudo-parameters.ts';
export { type AttributeNames, type Resource, resource } from './resource.ts';
export { type SubPart, sub } from './sub.ts';
export {
  type OutputOptions,
  type ResourceOptions,
  type Template,
  type TemplateOptions,
  template,
} from './template.ts';
export type {
  DeletionPolicy,
  OutputJson,
  ResourceJson,
  TemplateJson,
  UpdateReplacePolicy,
} from './template-json.ts';
export type {
  Arn,
  ArnOf,
  ArnOrNameOf,
  In,
  Json,
  JsonObject,
  Name,
  NameOf,
  Tag,
  Test,
  Text,
  Value,
} from './types.ts';
