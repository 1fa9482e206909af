/** Describes CloudFormation templates. Resource types are in `@wayleave/cloudformation/aws/<service>`. */

export { and, equals, not, type Operand, or, type RuleOperand } from './conditions.ts';
export type { Plain, PlainObject } from './data.ts';
export { TemplateError, type TemplateErrorCode, type TemplateErrorDetails } from './error.ts';
export type { Finding, PatchOperation, Severity, SourceLocation, TemplatePath } from './finding.ts';
export type {
  ConditionHandle,
  FindOptions,
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
  getAZs,
  getStackOutput,
  if_,
  importValue,
  join,
  length,
  plain,
  type StackOutput,
  select,
  split,
  toJsonString,
  transform,
} from './intrinsics.ts';
export type { Loop, LoopHandle } from './loop.ts';
export type { AwsParameterType, ParameterOptions, ParameterType, ParameterValue } from './parameter.ts';
export { type ParsedTemplate, type ParseOptions, parseTemplate } from './parse/parse-template.ts';
export type { Position } from './parse/positions.ts';
export { pathText } from './path-text.ts';
export { type Action, type Unlisted, unlisted } from './policy/actions.ts';
export type { ConditionKeys, PolicyConditions } from './policy/conditions.ts';
export { type PolicyDocument, type PolicyStatement, policyDocument } from './policy/document.ts';
export type { AwsPrincipal, Principals, ServicePrincipal } from './policy/principals.ts';
export { allow, deny, type ResourceArn, type StatementOptions } from './policy/statement.ts';
export { toYaml } from './print/to-yaml.ts';
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
export { getAtt, later, ref } from './references.ts';
export { type AttributeNames, type Resource, resource } from './resource.ts';
export type {
  CreationPolicy,
  Macro,
  OutputOptions,
  ParameterInterface,
  ResourceOptions,
  TemplateOptions,
  UpdatePolicy,
} from './resource-options.ts';
export {
  type Assertion,
  contains,
  eachMemberEquals,
  eachMemberIn,
  type RuleOptions,
  refAll,
  valueOf,
  valueOfAll,
} from './rules.ts';
export type { SectionName } from './sections.ts';
export { type SubPart, sub } from './sub.ts';
export { type PrintOptions, Template, template, type ValidateOptions } from './template.ts';
export {
  type DeletionPolicy,
  type OutputJson,
  type ParameterJson,
  type ResourceJson,
  type RuleJson,
  resourcesOf,
  type TemplateJson,
  type UpdateReplacePolicy,
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
  RuleTest,
  Tag,
  Test,
  Text,
  Value,
} from './types.ts';
