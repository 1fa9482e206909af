import { freezeData, mergeOrigins, type Origin, originsOf, value } from './data.ts';
import type { ConditionHandle } from './handles.ts';
import type { In, RuleTest, Test, Text } from './types.ts';

/** What a condition function takes: another expression, or a condition of the template. */
export type Operand = Test | ConditionHandle;

/** What a condition function takes in a rule. Rules do not know the conditions of the template. */
export type RuleOperand = RuleTest;

const conditionOrigins = Symbol.for('wayleave.condition');

/** Lets a condition's handle remember its template without showing it. */
export function markCondition(handle: ConditionHandle, origin: Origin): void {
  Object.defineProperty(handle, conditionOrigins, { value: [origin] });
}

export function conditionOrigin(handle: ConditionHandle): readonly Origin[] {
  return (handle as { readonly [conditionOrigins]?: readonly Origin[] })[conditionOrigins] ?? [];
}

function test(name: string, argument: readonly unknown[], from: readonly Origin[]): Test {
  // A test is a value to the machinery; its own type keeps it out of properties.
  return value({ [name]: Object.freeze(argument) }, from) as unknown as Test;
}

function logical(name: string, operands: readonly (Operand | RuleOperand)[]): Test {
  const from: Origin[] = [];
  const json = operands.map((operand) => {
    if (!('conditionName' in operand)) {
      from.push(...(originsOf(operand) ?? []));
      return operand;
    }
    from.push(...conditionOrigin(operand));
    return Object.freeze({ Condition: operand.conditionName });
  });
  return test(name, json, from);
}

/**
 * `Fn::Equals`. Only parameters, pseudo parameters and mappings can be compared: `toJson()` throws
 * `ReferenceNotAllowed` for a resource.
 *
 * @example const isProduction = t.condition('IsProduction', equals(stage.ref, 'production'));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function equals(left: Text | In<number | boolean>, right: Text | In<number | boolean>): Test {
  const sides = [left, right].map((side) => freezeData(side, 'Fn::Equals'));
  return test('Fn::Equals', sides, mergeOrigins(sides));
}

/**
 * `Fn::And` of 2 to 10 conditions; of more `toJson()` throws `LimitExceeded`.
 *
 * @example t.condition('InProduction', and(isProduction, not(isTest)));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function and(first: Operand, second: Operand, ...more: readonly Operand[]): Test;
export function and(first: RuleOperand, second: RuleOperand, ...more: readonly RuleOperand[]): RuleTest;
export function and(...operands: readonly (Operand | RuleOperand)[]): Test {
  return logical('Fn::And', operands);
}

/**
 * `Fn::Or` of 2 to 10 conditions; of more `toJson()` throws `LimitExceeded`.
 *
 * @example t.condition('IsKept', or(isProduction, equals(stage.ref, 'staging')));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function or(first: Operand, second: Operand, ...more: readonly Operand[]): Test;
export function or(first: RuleOperand, second: RuleOperand, ...more: readonly RuleOperand[]): RuleTest;
export function or(...operands: readonly (Operand | RuleOperand)[]): Test {
  return logical('Fn::Or', operands);
}

/**
 * `Fn::Not`: whether the condition does not hold.
 *
 * @example t.condition('IsTest', not(isProduction));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function not(operand: Operand): Test;
export function not(operand: RuleOperand): RuleTest;
export function not(operand: Operand | RuleOperand): Test {
  return logical('Fn::Not', [operand]);
}
