import { freezeData, mergeOrigins, value } from './data.ts';
import type { Referable } from './handles.ts';
import type { RuleTest, Text, Value } from './types.ts';

/** One thing that the parameters have to satisfy, and what CloudFormation says if they do not. */
export interface Assertion {
  readonly Assert: RuleTest;
  readonly AssertDescription?: string;
}

/** A rule over the parameters' values, tested before anything is created. */
export interface RuleOptions {
  /** When the assertions count; always, if there is none. */
  readonly RuleCondition?: RuleTest;
  readonly Assertions: readonly [Assertion, ...Assertion[]];
}

type ListOfText = readonly Text[] | Value<readonly string[]>;

function test(name: string, argument: readonly unknown[]): RuleTest {
  const frozen = freezeData(argument, name);
  // A rule's test is a value to the machinery; its own type keeps it out of properties and conditions.
  return value({ [name]: frozen }, mergeOrigins([frozen])) as unknown as RuleTest;
}

/**
 * `Fn::Contains`: whether the list has this value. In rules only, as all functions here.
 *
 * @example t.rule('Sizes', { Assertions: [{ Assert: contains(['t3.micro', 't3.small'], size.ref) }] });
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
export function contains(list: ListOfText, text: Text): RuleTest {
  return test('Fn::Contains', [list, text]);
}

/**
 * `Fn::EachMemberEquals`: whether each value of the list is this one.
 *
 * @example eachMemberEquals(valueOfAll('AWS::EC2::VPC::Id', 'Tags.Stage'), 'production')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
export function eachMemberEquals(list: ListOfText, text: Text): RuleTest {
  return test('Fn::EachMemberEquals', [list, text]);
}

/**
 * `Fn::EachMemberIn`: whether each value of the first list is in the second.
 *
 * @example eachMemberIn(valueOfAll('AWS::EC2::Subnet::Id', 'VpcId'), refAll('AWS::EC2::VPC::Id'))
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
export function eachMemberIn(list: ListOfText, others: ListOfText): RuleTest {
  return test('Fn::EachMemberIn', [list, others]);
}

/**
 * `Fn::RefAll`: the values of all parameters of a type.
 *
 * @example refAll('AWS::EC2::VPC::Id')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
export function refAll(parameterType: string): Value<readonly string[]> {
  return value({ 'Fn::RefAll': parameterType });
}

/**
 * `Fn::ValueOf`: an attribute of what a parameter names.
 *
 * @example valueOf(vpc, 'Tags.Department')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: it is CloudFormation's name for it.
export function valueOf(parameter: Referable, attribute: string): Value<string> {
  return value(
    { 'Fn::ValueOf': Object.freeze([parameter.logicalId, attribute]) },
    mergeOrigins([parameter.ref]),
  );
}

/**
 * `Fn::ValueOfAll`: that attribute of what all parameters of a type name.
 *
 * @example valueOfAll('AWS::EC2::VPC::Id', 'Tags.Department')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
export function valueOfAll(parameterType: string, attribute: string): Value<readonly string[]> {
  return value({ 'Fn::ValueOfAll': Object.freeze([parameterType, attribute]) });
}
