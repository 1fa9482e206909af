import { conditionOrigin } from './conditions.ts';
import { freezeData, languageExtensions, mergeOrigins, type Origin, value } from './data.ts';
import type { ConditionHandle, FindOptions, Found, MapKey } from './handles.ts';
import type { Arn, ArnOf, In, Json, JsonObject, Name, Text, Value } from './types.ts';

/** What a value yields; anything else stands for itself. */
export type Yield<T> = T extends Value<infer R> ? R : T;

/** Text that was written down, as text. */
export type Widened<T> = T extends string ? string : T extends number ? number : T;

function fn<T>(name: string, argument: unknown, from: readonly Origin[] = []): Value<T> {
  const frozen = freezeData(argument, name);
  return value<T>({ [name]: frozen }, [...mergeOrigins([frozen]), ...from]);
}

/**
 * `Fn::Join`: texts, or the items of a list, with `delimiter` in between.
 *
 * @example join('\n', ['import json', 'def handler(event, context):', '    return json.dumps(event)'])
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html
 */
export function join(
  delimiter: string,
  parts: readonly (Text | In<number>)[] | Value<readonly string[]>,
): Value<string> {
  return fn('Fn::Join', [delimiter, parts]);
}

/**
 * `Fn::Select`: the item at `index`, from 0. Past the end of a list that is written down `toJson()` throws
 * `MalformedFunction`.
 *
 * @example select(0, getAZs())
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html
 */
export function select<T extends string | number | Value<unknown>>(
  index: In<number>,
  list: readonly T[] | Value<readonly T[]>,
): Value<Widened<Yield<T>>> {
  return fn('Fn::Select', [index, list]);
}

/**
 * `Fn::Split`: the parts of a text between its delimiters, as a list.
 *
 * @example select(5, split(':', topic.TopicArn)) // the topic's name
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html
 */
export function split(delimiter: string, text: Text): Value<readonly string[]> {
  return fn('Fn::Split', [delimiter, text]);
}

/**
 * `Fn::If`: the one or the other, by a condition of the same template; adding another template's throws
 * `ForeignReference`. Give `NoValue` for a property that is to be absent.
 *
 * @example Topic({ TracingConfig: if_(isProduction, 'Active', NoValue) })
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function if_<const A, const B>(
  condition: ConditionHandle,
  then: A,
  otherwise: B,
): Value<Yield<A> | Yield<B>> {
  const branches = [then, otherwise].map((branch) => freezeData(branch, 'Fn::If'));
  const from = [...conditionOrigin(condition), ...mergeOrigins(branches)];
  return value({ 'Fn::If': Object.freeze([condition.conditionName, ...branches]) }, from);
}

/**
 * `Fn::FindInMap` by the mapping's name; prefer `mapping.find`, which knows its type. With a `default`, the
 * template gets `AWS::LanguageExtensions`. `toJson()` throws `UnknownMapping` and `UnknownMappingKey`.
 *
 * @example findInMap('Sizes', Region, 'memory')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
 */
export function findInMap(mapping: string, topLevelKey: MapKey, secondLevelKey: MapKey): Value<string>;
export function findInMap<const D>(
  mapping: string,
  topLevelKey: MapKey,
  secondLevelKey: MapKey,
  options: FindOptions<D>,
): Value<string | Found<D>>;
export function findInMap(
  mapping: string,
  topLevelKey: MapKey,
  secondLevelKey: MapKey,
  options?: FindOptions<unknown>,
): Value<string> {
  const keys = [mapping, topLevelKey, secondLevelKey];
  if (options === undefined) return fn('Fn::FindInMap', keys);
  return fn('Fn::FindInMap', [...keys, { DefaultValue: options.default }], [languageExtensions]);
}

/**
 * `Fn::ImportValue`: another stack's export, of the same account and Region. Its name can name no resource:
 * `toJson()` throws `ReferenceNotAllowed`.
 *
 * @example importValue(sub`${network.ref}-VpcId`)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html
 */
export function importValue(exportName: Text): Value<string> {
  return fn('Fn::ImportValue', exportName);
}

/** An output of another stack: of another account or Region, where those are given. */
export interface StackOutput {
  readonly StackName: Text;
  readonly OutputName: Text;
  readonly Region?: Text;
  /** The role that may read the other account's stack. */
  readonly RoleArn?: ArnOf<'iam:role'>;
}

/**
 * `Fn::GetStackOutput`: another stack's output as it is when this stack is created or updated. It needs no
 * export, and does not keep the other stack from being deleted; it stays in its partition.
 *
 * @example getStackOutput({ StackName: 'network', OutputName: 'VpcId', Region: 'eu-west-1' })
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
export function getStackOutput(output: StackOutput): Value<string> {
  return fn('Fn::GetStackOutput', output);
}

/**
 * `Fn::Transform`: what a macro makes in this place. Only the macro knows what that is, so it fits everywhere.
 *
 * @example transform('AWS::Include', { Location: 's3://bucket/part.yaml' })
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-transform.html
 */
export function transform(name: string, parameters?: JsonObject): Value<never> {
  return fn(
    'Fn::Transform',
    parameters === undefined ? { Name: name } : { Name: name, Parameters: parameters },
  );
}

/**
 * `Fn::Length`: how many items a list has. The template gets `AWS::LanguageExtensions`.
 *
 * @example length(subnets.ref)
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html
 */
export function length(list: readonly Json[] | Value<readonly unknown[]>): Value<number> {
  return fn('Fn::Length', list, [languageExtensions]);
}

/**
 * `Fn::ToJsonString`: an object or a list as JSON text. The template gets `AWS::LanguageExtensions`.
 *
 * @example toJsonString({ widgets: [{ type: 'metric', region: Region }] })
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html
 */
export function toJsonString(data: JsonObject | readonly Json[]): Value<string> {
  return fn('Fn::ToJsonString', data, [languageExtensions]);
}

/**
 * `Fn::Base64`: the text, encoded, as the user data of an instance is.
 *
 * @example base64('#!/bin/bash\necho started\n')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html
 */
export function base64(text: Text): Value<string> {
  return fn('Fn::Base64', text);
}

/**
 * `Fn::Cidr`: `count` address blocks (1 to 256) of `cidrBits` subnet bits each inside `ipBlock`.
 *
 * @example select(0, cidr(vpc.CidrBlock, 6, 8)) // of 10.0.0.0/16 the first of six /24
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidr(ipBlock: Text, count: In<number>, cidrBits?: In<number>): Value<readonly string[]> {
  return fn('Fn::Cidr', cidrBits === undefined ? [ipBlock, count] : [ipBlock, count, cidrBits]);
}

/**
 * `Fn::GetAZs`: the Availability Zones of `region`, by default the stack's.
 *
 * @example select(0, getAZs())
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 */
export function getAZs(region: Text = ''): Value<readonly string[]> {
  return fn('Fn::GetAZs', region);
}

/**
 * The same value, typed as text of unknown meaning: the way past a kind of ARN or name that the types refuse, and for
 * numbers as text. `toJson()` still throws `WrongKind` for what it knows to be of another kind.
 *
 * @example Topic({ DisplayName: plain(year.ref) }) // a parameter of type Number
 */
export function plain(text: Value<string | number | Arn<string> | Name<string>>): Value<string> {
  // Only the compiler's idea of the value changes.
  return text as Value<Json> as Value<string>;
}
