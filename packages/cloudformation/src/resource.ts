import { freezeData, type PlainObject } from './data.ts';

declare const shape: unique symbol;

/** The names `Fn::GetAtt` may ask a resource for; `'any'` where only the provider knows (custom resources). */
export type AttributeNames = readonly string[] | 'any';

/**
 * A resource that is not yet in a template: its type and properties, and for the compiler its attributes `A`
 * and what `Ref` yields, `R`.
 */
export interface Resource<out A extends object, out R> {
  readonly type: string;
  readonly attributes: AttributeNames;
  /** Frozen; values are still inside. */
  readonly properties: PlainObject;
  readonly [shape]?: { readonly attributes: A; readonly ref: R };
}

/**
 * Makes a resource of any type, also of one that has no module under `aws/`.
 *
 * Throws {@link TemplateError} `NotTemplateData` when a property cannot be written as JSON.
 *
 * @example
 * const ticker = resource<{ Time: string }, string>('Custom::Ticker', ['Time'], { ServiceToken: fn.Arn });
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html
 */
export function resource<A extends object = Record<never, never>, R = string>(
  type: string,
  attributes: AttributeNames,
  properties: object = {},
): Resource<A, R> {
  return Object.freeze({
    type,
    attributes: attributes === 'any' ? attributes : Object.freeze([...attributes]),
    // freezeData has just made sure that it is one.
    properties: freezeData(properties, `${type} properties`) as PlainObject,
  });
}
