declare const result: unique symbol;
declare const arn: unique symbol;
declare const name: unique symbol;
declare const test: unique symbol;
declare const ruleTest: unique symbol;

/**
 * Something CloudFormation will work out: a `Ref`, a `Fn::GetAtt`, a `Fn::Sub` … that yields a `T`.
 *
 * At run time it is the frozen JSON of the intrinsic function and nothing else; `T` exists for the compiler.
 */
export interface Value<out T> {
  readonly [result]: T;
}

/** The result of a value that is the ARN of a `K`: `Arn<'sns:topic'>`. Never a plain string to the compiler. */
export interface Arn<out K extends string> {
  readonly [arn]: K;
}

/** The result of a value that is a `K`'s name or id and not its ARN: `Name<'iam:role'>`. */
export interface Name<out K extends string> {
  readonly [name]: K;
}

/** What a rule asserts: `contains(…)`, `eachMemberIn(…)`, or a condition's expression. Legal only in rules. */
export interface RuleTest {
  readonly [ruleTest]: true;
}

/** A condition's expression: `equals(…)`, `and(…)`. Legal only where conditions are, and in rules. */
export interface Test extends RuleTest {
  readonly [test]: true;
}

/** What a property of type `T` takes: a `T`, or a value that yields one. */
export type In<T> = T | Value<T>;

/** What a text property takes: any text, ARN or name. */
export type Text = string | Value<string | Arn<string> | Name<string>>;

/** What a property takes that must be the ARN of a `K`: such an ARN, or text of unknown meaning. */
export type ArnOf<K extends string> = string | Value<string | Arn<K>>;

/** What a property takes that must be the name or id of a `K`: such a name, or text of unknown meaning. */
export type NameOf<K extends string> = string | Value<string | Name<K>>;

/** What a property takes that is the ARN of an `A` or the name of an `N`. */
export type ArnOrNameOf<A extends string, N extends string> = string | Value<string | Arn<A> | Name<N>>;

/** Free-form data with values inside: a filter policy, metadata. */
export type Json = string | number | boolean | null | Value<unknown> | readonly Json[] | JsonObject;

/** An object of free-form data. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A resource's tag. */
export interface Tag {
  readonly Key: Text;
  readonly Value: Text;
}
