import type { ParameterType } from '../parameter.ts';
import type { AttributeSchema, Held } from '../schemas/schema.ts';
import { isObject } from '../validate/json.ts';
import type { Yield } from './slot.ts';

/** What `Ref` of a resource yields, by its table. */
export function heldYield(held: Held | undefined): Yield {
  if (held === undefined) return 'text';
  return held.form === 'Arn' ? { arn: held.kind } : { name: held.kind };
}

/** What an attribute yields. */
export function attributeYield({ type, held }: AttributeSchema): Yield {
  switch (type) {
    case 'string':
    case 'timestamp':
      return heldYield(held);
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'list':
      return { list: ['unknown'] };
    default:
      return 'unknown';
  }
}

const awsTypes =
  /^AWS::(?:EC2::(?:AvailabilityZone::Name|Image::Id|Instance::Id|KeyPair::KeyName|SecurityGroup::(?:GroupName|Id)|Subnet::Id|VPC::Id|Volume::Id)|Route53::HostedZone::Id)$/;

/** The parameter's type, if it is one that the builder knows. */
export function parameterTypeOf(type: unknown): ParameterType | undefined {
  if (typeof type !== 'string') return undefined;
  const inSsm = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
  const inList = /^List<(.+)>$/.exec(inSsm ?? type)?.[1];
  const item = inList ?? inSsm ?? type;
  const known =
    awsTypes.test(item) ||
    (inSsm === undefined
      ? inList === undefined
        ? ['String', 'Number', 'CommaDelimitedList', 'AWS::SSM::Parameter::Name'].includes(item)
        : item === 'Number'
      : item === 'String' || (inList === undefined && item === 'CommaDelimitedList'));
  // It is spelt as one of them.
  return known ? (type as ParameterType) : undefined;
}

/** What a parameter's `Ref` yields; a type that is not known counts as text. */
export function parameterYield(type: unknown): Yield {
  const known = parameterTypeOf(type);
  if (known === undefined) return 'text';
  if (known === 'Number') return 'number';
  if (known === 'List<Number>') return { list: ['number'] };
  return /CommaDelimitedList|List</.test(known) ? { list: ['text'] } : 'text';
}

/** Whether a mapping has the two levels, and the values, that the compiler takes. */
export function isMapping(
  entries: unknown,
): entries is Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return (
    isObject(entries) &&
    Object.values(entries).every(
      (second) => isObject(second) && Object.values(second).every((each) => leafYield(each) !== undefined),
    )
  );
}

/** What `find` yields: each kind that is among the mapping's values. */
export function mappingYields(entries: unknown): readonly Yield[] {
  if (!isMapping(entries)) return ['unknown'];
  const leaves = Object.values(entries).flatMap((second) => Object.values(second).map(leafYield));
  const kinds = new Map(leaves.map((each) => [JSON.stringify(each), each]));
  const found = [...kinds.values()].filter((each) => each !== undefined);
  return found.length === 0 ? ['unknown'] : found;
}

/** The type of a mapping's values, where the compiler would not find it by itself: of lists, and of several kinds. */
export function mappingType(yields: readonly Yield[]): string | undefined {
  const [only] = yields;
  if (yields.length === 1 && typeof only === 'string') return undefined;
  const names = yields.map((each) =>
    typeof each === 'object' ? 'readonly string[]' : each === 'text' ? 'string' : each,
  );
  return names.join(' | ');
}

function leafYield(leaf: unknown): Yield | undefined {
  if (typeof leaf === 'string') return 'text';
  if (typeof leaf === 'number') return 'number';
  if (typeof leaf === 'boolean') return 'boolean';
  const isTexts = Array.isArray(leaf) && leaf.every((each) => typeof each === 'string');
  return isTexts ? { list: ['text'] } : undefined;
}
