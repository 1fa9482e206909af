import { conditionOrigin } from './conditions.ts';
import { freezeData, mergeOrigins, originsOf, value } from './data.ts';
import type { ConditionHandle, MapKey, Referable } from './handles.ts';
import type { Arn, In, Json, Name, Text, Value } from './types.ts';

/** What a value yields; anything else stands for itself. */
export type Yield<T> = T extends Value<infer R> ? R : T;

function fn<T>(name: string, argument: unknown): Value<T> {
  const frozen = freezeData(argument, name);
  return value<T>({ [name]: frozen }, mergeOrigins([frozen]));
}

/**
 * `Ref` by logical id, for what is added later; prefer `handle.ref`, which knows its type.
 *
 * `toJson()` throws `UnknownReference` if nothing of that name is added.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html
 */
export function ref(logicalId: string): Value<string> {
  return fn('Ref', logicalId);
}

/**
 * `Fn::GetAtt` by name, for what is added later or has open attributes; prefer `handle.Attribute`.
 *
 * `toJson()` throws `UnknownReference` or `UnknownAttribute`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
 */
export function getAtt(target: Referable | string, attribute: string): Value<string> {
  if (typeof target === 'string') return fn('Fn::GetAtt', [target, attribute]);
  return value<string>(
    { 'Fn::GetAtt': Object.freeze([target.logicalId, attribute]) },
    originsOf(target.ref) ?? [],
  );
}

/**
 * `Fn::Join`.
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
 * `Fn::Select`: the item at `index`, from 0.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html
 */
export function select(index: number | Value<number>, list: readonly Text[] | Value<readonly string[]>) {
  return fn<string>('Fn::Select', [index, list]);
}

/**
 * `Fn::Split`.
 *
 * @example select(5, split(':', topic.TopicArn)) // the topic's name
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html
 */
export function split(delimiter: string, text: Text): Value<readonly string[]> {
  return fn('Fn::Split', [delimiter, text]);
}

/**
 * `Fn::If`. Give `NoValue` for a property that is to be absent.
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
 * `Fn::FindInMap` by the mapping's name; prefer `mapping.find`, which knows its type.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
 */
export function findInMap(mapping: string, topLevelKey: MapKey, secondLevelKey: MapKey): Value<string> {
  return fn('Fn::FindInMap', [mapping, topLevelKey, secondLevelKey]);
}

/**
 * `Fn::ImportValue`: another stack's export, of the same account and Region.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html
 */
export function importValue(exportName: Text): Value<string> {
  return fn('Fn::ImportValue', exportName);
}

/**
 * `Fn::Base64`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html
 */
export function base64(text: Text): Value<string> {
  return fn('Fn::Base64', text);
}

/**
 * `Fn::Cidr`: `count` address blocks (1 to 256) of `cidrBits` subnet bits each inside `ipBlock`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidr(ipBlock: Text, count: In<number>, cidrBits?: In<number>): Value<readonly string[]> {
  return fn('Fn::Cidr', cidrBits === undefined ? [ipBlock, count] : [ipBlock, count, cidrBits]);
}

/**
 * `Fn::GetAZs`: the Availability Zones of `region`, by default the stack's.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 */
export function getAZs(region: Text = ''): Value<readonly string[]> {
  return fn('Fn::GetAZs', region);
}

/** The same value, typed as text of unknown meaning: the way past a kind of ARN or name that the types refuse. */
export function plain(text: Value<string | number | Arn<string> | Name<string>>): Value<string> {
  // Only the compiler's idea of the value changes.
  return text as Value<Json> as Value<string>;
}
