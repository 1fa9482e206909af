import { type Context, refused, report } from './context.ts';
import { callOf, isObject, type Path } from './json.ts';
import { yields } from './places.ts';

type Shape = (argument: unknown, context: Context) => string | undefined;

/** What each function's argument has to look like; what is wrong with it, as a clause. */
const shapes: Readonly<Record<string, Shape>> = {
  Ref: (argument, context) =>
    typeof argument === 'string' || (context.extended && isObject(argument)) ? undefined : 'takes one name',
  Condition: (argument) => (typeof argument === 'string' ? undefined : 'takes the name of a condition'),
  'Fn::GetAtt': getAtt,
  'Fn::If': (argument) => {
    if (!isList(argument, 3, 3)) return 'takes a list of a condition and two values';
    return typeof argument[0] === 'string' ? undefined : 'takes the name of a condition first';
  },
  'Fn::Join': (argument) => {
    if (!isList(argument, 2, 2)) return 'takes a list of a delimiter and a list';
    if (typeof argument[0] !== 'string') return 'takes a literal delimiter';
    if (Array.isArray(argument[1]))
      return argument[1].some(yieldsList) ? 'takes texts, not lists in a list' : undefined;
    return mayBeList(argument[1]) ? undefined : 'takes a list of what it joins';
  },
  'Fn::Select': (argument) => {
    if (!isList(argument, 2, 2)) return 'takes a list of an index and a list';
    const [index, list] = argument;
    if (!Array.isArray(list)) return mayBeList(list) ? undefined : 'takes a list to select from';
    const at = isObject(index) ? undefined : Number(index);
    if (at !== undefined && !(Number.isInteger(at) && at >= 0)) return 'takes a whole number from 0 as index';
    return at !== undefined && at >= list.length && list.length > 0
      ? `has no item ${at} to select`
      : undefined;
  },
  'Fn::Split': (argument) => {
    if (!isList(argument, 2, 2)) return 'takes a list of a delimiter and a text';
    if (typeof argument[0] !== 'string') return 'takes a literal delimiter';
    return Array.isArray(argument[1]) ? 'takes a text to split, not a list' : undefined;
  },
  'Fn::Sub': (argument) => {
    if (typeof argument === 'string') return undefined;
    if (!isList(argument, 2, 2)) return 'takes a text, or a list of a text and its variables';
    if (typeof argument[0] !== 'string') return 'takes a literal text';
    return isObject(argument[1]) ? undefined : 'takes an object of variables second';
  },
  'Fn::FindInMap': (argument, context) => {
    if (isList(argument, 3, 3)) return undefined;
    if (!isList(argument, 4, 4)) return 'takes a list of a mapping and two keys';
    return context.extended
      ? undefined
      : 'takes a default value with the transform AWS::LanguageExtensions only';
  },
  'Fn::Cidr': (argument) =>
    isList(argument, 2, 3) || callOf(argument) ? undefined : 'takes a list of a block, a count and bits',
  'Fn::Base64': (argument) => (Array.isArray(argument) || yieldsList(argument) ? 'takes a text' : undefined),
  'Fn::GetAZs': (argument) => (Array.isArray(argument) ? 'takes the name of a Region' : undefined),
  'Fn::ImportValue': (argument) =>
    Array.isArray(argument) || yieldsList(argument) ? 'takes the name of an export' : undefined,
  'Fn::GetStackOutput': (argument) =>
    isObject(argument) && Object.hasOwn(argument, 'StackName') && Object.hasOwn(argument, 'OutputName')
      ? undefined
      : 'takes an object with StackName and OutputName',
  'Fn::Transform': (argument) =>
    (Array.isArray(argument) ? argument : [argument]).every(
      (each) => isObject(each) && typeof each['Name'] === 'string',
    )
      ? undefined
      : 'takes an object with Name and Parameters',
  'Fn::And': operands,
  'Fn::Or': operands,
  'Fn::Not': (argument) => (isList(argument, 1, 1) ? undefined : 'takes a list of one condition'),
  'Fn::Equals': (argument) => (isList(argument, 2, 2) ? undefined : 'takes a list of two values'),
};

function getAtt(argument: unknown, context: Context): string | undefined {
  if (typeof argument === 'string')
    return argument.includes('.') ? undefined : 'takes a resource and an attribute, such as Function.Arn';
  if (!isList(argument, 2, 2)) return 'takes a list of a resource and an attribute';
  if (typeof argument[0] !== 'string' && !context.extended) return 'takes a literal resource';
  const attribute = argument[1];
  if (typeof attribute === 'string' || context.extended || callOf(attribute)?.[0] === 'Ref') return undefined;
  return 'takes a literal attribute, or Ref to a parameter';
}

function operands(argument: unknown): string | undefined {
  return Array.isArray(argument) ? undefined : 'takes a list of 2 to 10 conditions';
}

function isList(data: unknown, least: number, most: number): data is readonly unknown[] {
  return Array.isArray(data) && data.length >= least && data.length <= most;
}

/** Whether it surely is a list, where a text is meant. */
function yieldsList(data: unknown): boolean {
  const [name] = callOf(data) ?? [];
  return Array.isArray(data) || (name !== undefined && yields.get(name) === 'list');
}

function mayBeList(data: unknown): boolean {
  const [name] = callOf(data) ?? [];
  if (name === undefined) return isObject(data) && Object.keys(data).some((key) => key.startsWith('Fn::'));
  return (yields.get(name) ?? 'list') === 'list';
}

/** Whether a function's argument has the right shape; reports it if not. */
export function checkShape(context: Context, name: string, argument: unknown, at: Path): boolean {
  // What a macro puts in the place of the argument is not known.
  if (callOf(argument)?.[0] === 'Fn::Transform') return true;
  if (name === 'Fn::And' || name === 'Fn::Or') checkCount(context, name, argument, at);
  const wrong = Object.hasOwn(shapes, name) ? shapes[name]?.(argument, context) : undefined;
  if (wrong === undefined) return true;
  if (context.macro !== undefined) return false;
  report(context, at, {
    id: 'MalformedFunction',
    severity: 'error',
    message: `${name} ${wrong}.`,
    cause: refused,
    fix: `Write ${name} as its page shows.`,
    documentation: `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-${page(name)}.html`,
  });
  return false;
}

function checkCount(context: Context, name: string, argument: unknown, at: Path): void {
  if (!Array.isArray(argument) || (argument.length >= 2 && argument.length <= 10)) return;
  report(context, at, {
    id: 'LimitExceeded',
    severity: 'error',
    message: `${name} of ${argument.length} conditions, where CloudFormation takes 2 to 10.`,
    cause: refused,
    fix: argument.length < 2 ? 'Use the condition itself.' : 'Nest it.',
  });
}

function page(name: string): string {
  const short = name.replace('Fn::', '').toLowerCase();
  if (['and', 'or', 'not', 'equals', 'if', 'condition'].includes(short)) return 'conditions';
  return short === 'getazs' ? 'getavailabilityzones' : short;
}
