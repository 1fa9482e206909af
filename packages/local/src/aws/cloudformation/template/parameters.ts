import { formatError, notBuilt, validationError } from './errors.ts';
import { isList, isObject, type Json, type JsonObject, member, scalarText } from './json.ts';

export interface ParameterDeclaration {
  readonly type: 'String' | 'Number' | 'CommaDelimitedList' | 'List<Number>';
  readonly default?: string;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly noEcho: boolean;
  readonly description?: string;
  readonly constraintDescription?: string;
}

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean;
}

const MEMBERS = new Set([
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'NoEcho',
  'Description',
  'ConstraintDescription',
]);

export function readParameter(name: string, value: Json): ParameterDeclaration {
  if (!isObject(value)) throw formatError('Any Parameters member must be an object.');
  const unknown = Object.keys(value).find((key) => !MEMBERS.has(key));
  if (unknown !== undefined) throw validationError(`Invalid template parameter property '${unknown}'`);
  const type = member(value, 'Type');
  if (typeof type !== 'string') throw formatError('Every Parameters object must contain a Type member.');
  const text = (key: string) => scalarMember(name, value, key);
  const fallback = Object.hasOwn(value, 'Default') ? text('Default') : undefined;
  const allowedValues = member(value, 'AllowedValues');
  const limits = ['MinLength', 'MaxLength', 'MinValue', 'MaxValue'].map((key) => {
    const limit = text(key);
    if (limit !== undefined && !Number.isFinite(Number(limit))) {
      throw formatError(`Parameter '${name}' ${key} must be a number.`);
    }
    return limit === undefined ? undefined : Number(limit);
  });
  const [minLength, maxLength, minValue, maxValue] = limits;
  const allowedPattern = text('AllowedPattern');
  if (allowedPattern !== undefined) patternOf(name, allowedPattern);
  const description = text('Description');
  const constraintDescription = text('ConstraintDescription');
  return {
    type: typeOf(type),
    noEcho: text('NoEcho')?.toLowerCase() === 'true',
    ...(fallback !== undefined && { default: fallback }),
    ...(isList(allowedValues) && { allowedValues: allowedValues.map((one) => scalarText(one) ?? '') }),
    ...(allowedPattern !== undefined && { allowedPattern }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minValue !== undefined && { minValue }),
    ...(maxValue !== undefined && { maxValue }),
    ...(description !== undefined && { description }),
    ...(constraintDescription !== undefined && { constraintDescription }),
  };
}

function scalarMember(name: string, declaration: JsonObject, key: string): string | undefined {
  const value = member(declaration, key);
  if (value === undefined) return undefined;
  const text = scalarText(value);
  if (text === undefined) throw formatError(`Every ${key} member must be a string. (Parameter ${name})`);
  return text;
}

function typeOf(type: string): ParameterDeclaration['type'] {
  if (type === 'String' || type === 'Number' || type === 'CommaDelimitedList' || type === 'List<Number>')
    return type;
  // These types make CloudFormation look the value up in the account.
  if (/^(?:List<)?AWS::/.test(type)) throw notBuilt(`Parameter type ${type}`);
  throw formatError(`Unrecognized parameter type: ${type}`);
}

/**
 * The values of all declared parameters. `previous` are the values of the stack as it is, for
 * UsePreviousValue. Fails with ValidationError.
 */
export function resolveParameters(
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  given: readonly GivenParameter[],
  previous: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const strangers = given
    .map(({ ParameterKey = '' }) => ParameterKey)
    .filter((key) => !declarations.has(key));
  if (strangers.length > 0) {
    throw validationError(`Parameters: [${strangers.join(', ')}] do not exist in the template`);
  }
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, declaration] of declarations) {
    const input = given.find(({ ParameterKey }) => ParameterKey === name);
    if (input?.UsePreviousValue === true && input.ParameterValue !== undefined) {
      throw validationError(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    const value =
      input?.UsePreviousValue === true ? previous.get(name) : (input?.ParameterValue ?? declaration.default);
    if (value === undefined) missing.push(name);
    else values.set(name, checked(name, value, declaration));
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

/** A parameter as Ref sees it: lists are split. */
export function parameterValue({ type }: ParameterDeclaration, value: string): Json {
  if (type === 'String' || type === 'Number') return value;
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function checked(name: string, value: string, declaration: ParameterDeclaration): string {
  const fail = (constraint: string): never => {
    const { constraintDescription } = declaration;
    throw validationError(
      constraintDescription === undefined
        ? `Parameter '${name}' ${constraint}`
        : `Parameter ${name} failed to satisfy constraint: ${constraintDescription}`,
    );
  };
  const { type, allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration;
  if (Buffer.byteLength(value) > 4096) fail('must contain at most 4096 bytes');
  const items = type === 'CommaDelimitedList' || type === 'List<Number>' ? value.split(',') : [value];
  for (const item of items.map((one) => (items.length > 1 ? one.trim() : one))) {
    if (type === 'Number' || type === 'List<Number>') {
      if (item.trim() === '' || !Number.isFinite(Number(item))) fail('must be a number.');
      if (minValue !== undefined && Number(item) < minValue)
        fail(`must be a number not less than ${minValue}`);
      if (maxValue !== undefined && Number(item) > maxValue)
        fail(`must be a number not greater than ${maxValue}`);
    }
    if (allowedValues !== undefined && !allowedValues.includes(item)) fail('must be one of AllowedValues');
  }
  if (minLength !== undefined && value.length < minLength)
    fail(`must contain at least ${minLength} characters`);
  if (maxLength !== undefined && value.length > maxLength)
    fail(`must contain at most ${maxLength} characters`);
  if (allowedPattern !== undefined && !patternOf(name, allowedPattern).test(value)) {
    fail(`must match pattern ${allowedPattern}`);
  }
  return value;
}

/** AllowedPattern has to match the whole value. */
function patternOf(name: string, pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    throw formatError(`Parameter '${name}' AllowedPattern is not a valid regular expression.`);
  }
}
