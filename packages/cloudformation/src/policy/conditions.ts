import type { In, Text, Value } from '../types.ts';
import type { KnownConditionKeys } from './generated/condition-keys.ts';

/**
 * Condition keys with values of one type: the global ones, those of services, and those of identity providers' tokens
 * (`token.actions.githubusercontent.com:sub`). A misspelt key is refused; a new one is written `[unlisted('…')]`.
 */
export interface ConditionKeys<V> extends KnownConditionKeys<V | readonly V[]> {
  readonly [key: `${string}.${string}:${string}`]: V | readonly V[];
}

type TextOperator =
  | `String${'Equals' | 'NotEquals' | 'EqualsIgnoreCase' | 'NotEqualsIgnoreCase' | 'Like' | 'NotLike'}`
  | `Arn${'Equals' | 'NotEquals' | 'Like' | 'NotLike'}`
  | 'IpAddress'
  | 'NotIpAddress'
  | 'BinaryEquals';

type NumberOperator =
  `${'Numeric' | 'Date'}${'Equals' | 'NotEquals' | 'LessThan' | 'LessThanEquals' | 'GreaterThan' | 'GreaterThanEquals'}`;

/** An operator for every value or for any, and only if the key is there. */
type Written<O extends string> = `${'' | 'ForAllValues:' | 'ForAnyValue:'}${O}${'' | 'IfExists'}`;

/** `true` or `false`, as such or as text. */
type Truth = In<boolean> | 'true' | 'false' | Value<string>;

/**
 * Condition operators, each with the condition keys it tests: `{ ArnLike: { 'aws:SourceArn': topic.ref } }`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export type PolicyConditions = {
  readonly [O in Written<TextOperator>]?: ConditionKeys<Text>;
} & {
  readonly [O in Written<NumberOperator>]?: ConditionKeys<Text | In<number>>;
} & {
  readonly [O in Written<'Bool'> | 'Null']?: ConditionKeys<Truth>;
};
