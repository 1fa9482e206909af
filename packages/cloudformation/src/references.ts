import { freezeData, isHandle, languageExtensions, mergeOrigins, originsOf, value } from './data.ts';
import { nameOf, originsOfHandle, type Referable } from './handles.ts';
import type { Value } from './types.ts';

/** What a function takes that takes handles; to the compiler's message, what to do with a name. */
type ByHandle<H, F extends string> = H extends string
  ? `the handle that t.add() returned; by name, later.${F}()`
  : H;

/** What a handle's `Ref` yields. */
type RefOf<H> = H extends Referable<infer R> ? Value<R> : never;

/** The attributes of a handle, without what every handle has. */
type Attributes<H> = { readonly [K in keyof H as Exclude<K, keyof Referable>]: H[K] };

/**
 * `Ref` of a handle: the same as `handle.ref`. By a name, for what is added later: {@link later}. Adding it to another
 * template throws `ForeignReference`.
 *
 * @example t.output('TopicArn', ref(uploads));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html
 */
export function ref<const H extends Referable | string>(handle: ByHandle<H, 'ref'>): RefOf<H> {
  return (handle as Referable).ref as RefOf<H>;
}

/**
 * `Fn::GetAtt` of a handle: the same as `handle.Attribute`. The compiler knows the attributes; for names that it
 * cannot know, {@link later}.
 *
 * @example getAtt(fn, 'Arn')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
 */
export function getAtt<const H extends Referable | string, const K extends keyof Attributes<H> & string>(
  handle: ByHandle<H, 'getAtt'>,
  attribute: K,
): Attributes<H>[K] {
  // The compiler has let no text through; a resource with open attributes has no field for them.
  const target = handle as Referable & Readonly<Record<string, Value<string> | undefined>>;
  return (target[attribute] ?? attributeOf(target, attribute)) as Attributes<H>[K];
}

function attributeOf(target: Referable | string, attribute: string | Value<string>): Value<string> {
  const frozen = freezeData(attribute, 'Fn::GetAtt');
  const name = typeof target === 'string' ? target : nameOf(target);
  const from = [
    ...(typeof target === 'string' ? [] : originsOfHandle(target)),
    ...mergeOrigins([frozen]),
    ...(typeof frozen === 'string' || isRef(frozen) ? [] : [languageExtensions]),
  ];
  return value({ 'Fn::GetAtt': Object.freeze([name, frozen]) }, from);
}

function isRef(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'Ref' in data;
}

/**
 * References that the compiler cannot check: to what is added later, by its logical id, and to attributes that
 * only a provider knows. Validation still does: `UnknownReference`, `UnknownAttribute`.
 *
 * @example
 * t.add('Publisher', Role({ … , Tags: [{ Key: 'topic', Value: later.ref('Uploads') }] }));
 * t.add('Uploads', Topic());
 * later.getAtt(nested, 'Outputs.QueueUrl')
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
 */
export const later: {
  /** `Ref` by logical id. */
  ref(logicalId: string): Value<string>;
  /** `Fn::GetAtt` by name. A computed attribute adds `AWS::LanguageExtensions`, unless it is a parameter's `Ref`. */
  getAtt(target: Referable | string, attribute: string | Value<string>): Value<string>;
} = Object.freeze({
  ref: (logicalId: string) => value<string>({ Ref: logicalId }),
  getAtt: attributeOf,
});

/** The reference that a `sub` text can hold in its braces, or undefined. */
export function placeholderOf(target: object): string | undefined {
  const json = target as { readonly Ref?: unknown; readonly 'Fn::GetAtt'?: unknown };
  if (typeof json.Ref === 'string') return json.Ref;
  const attribute = json['Fn::GetAtt'];
  if (!Array.isArray(attribute) || !attribute.every((part) => typeof part === 'string')) return undefined;
  return attribute.join('.');
}

/** The value that stands for a handle or a value in text, or undefined. */
export function valueIn(part: object): object | undefined {
  const target = isHandle(part) && 'ref' in part ? part.ref : part;
  return typeof target === 'object' && target !== null && originsOf(target) !== undefined
    ? target
    : undefined;
}
