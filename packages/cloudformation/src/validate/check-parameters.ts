import { type Context, refused, report } from './context.ts';
import type { ValidationId } from './finding-id.ts';
import { isObject, isScalar, type JsonObject, listOf, member, type Path, shown } from './json.ts';
import { didYouMean, nearestOf } from './nearest.ts';
import { testForeignPattern } from './patterns.ts';

const known = [
  'Type',
  'Default',
  'AllowedPattern',
  'AllowedValues',
  'ConstraintDescription',
  'Description',
  'MaxLength',
  'MaxValue',
  'MinLength',
  'MinValue',
  'NoEcho',
];

const typePattern =
  /^(?:String|Number|CommaDelimitedList|List<(?:String|Number)>|(?:List<)?AWS::[A-Za-z0-9]+::[A-Za-z0-9]+(?:::[A-Za-z0-9]+)*>?|AWS::SSM::Parameter::Value<(?:String|CommaDelimitedList|List<String>|(?:List<)?AWS::[A-Za-z0-9:]+>?)>)$/;

/**
 * Checks the parameters' declarations, and their defaults against what they allow.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function checkParameters(context: Context): void {
  for (const [name, parameter] of Object.entries(context.parameters)) {
    const at: Path = ['Parameters', name];
    if (name.startsWith('Fn::')) continue;
    if (!isObject(parameter))
      bad(context, at, `The parameter ${name} is no object.`, 'Write { "Type": "String" }.');
    else checkParameter(context, name, parameter, at);
  }
}

function checkParameter(context: Context, name: string, parameter: JsonObject, at: Path): void {
  for (const key of Object.keys(parameter)) {
    if (known.includes(key) || key.startsWith('Fn::')) continue;
    const near = nearestOf(context, key, known);
    bad(
      context,
      [...at, key],
      `Parameters have no ${shown(key)}.${didYouMean(near)}`,
      `Use ${known.join(', ')}.`,
    );
  }
  const type = member(parameter, 'Type');
  if (typeof type !== 'string' || !typePattern.test(type)) {
    bad(
      context,
      [...at, 'Type'],
      `${name} has ${type === undefined ? 'no type' : `the unknown type ${shown(type)}`}.`,
      'Use String, Number, CommaDelimitedList, or one of AWS’s types.',
    );
    return;
  }
  const initial = member(parameter, 'Default');
  if (initial !== undefined) checkDefault(context, name, parameter, type, initial, [...at, 'Default']);
}

function checkDefault(
  context: Context,
  name: string,
  parameter: JsonObject,
  type: string,
  initial: unknown,
  at: Path,
): void {
  if (!isScalar(initial)) {
    bad(
      context,
      at,
      `The default of ${name} is no text and no number.`,
      'Write a literal; of lists, the items with commas.',
      'BadDefault',
    );
    return;
  }
  // Of a parameter in Parameter Store the template says the key, not the value.
  if (type.startsWith('AWS::SSM::Parameter::Value')) return;
  const list = type === 'CommaDelimitedList' || type.startsWith('List<');
  const text = String(initial);
  const items = list ? text.split(',').map((each) => each.trim()) : [text];
  const allowed = listOf(member(parameter, 'AllowedValues')).map(String);
  const secret = /^true$/i.test(String(member(parameter, 'NoEcho')));
  const fault = (what: string, fix: string) =>
    bad(
      context,
      at,
      `The default of ${name}${secret ? '' : `, ${shown(text)},`} ${what}.`,
      fix,
      'BadDefault',
    );
  for (const item of items) {
    if (type.includes('Number') && (item.trim() === '' || Number.isNaN(Number(item)))) {
      fault('is no number', 'Write a number.');
      return;
    }
    // Of a list CloudFormation takes what is allowed as a whole, too.
    if (allowed.length > 0 && !allowed.includes(item) && !allowed.includes(text)) {
      fault('is not among its AllowedValues', `Use one of: ${allowed.slice(0, 12).join(', ')}.`);
      return;
    }
    const pattern = member(parameter, 'AllowedPattern');
    if (
      typeof pattern === 'string' &&
      !type.includes('Number') &&
      testForeignPattern(pattern, item, context) === false
    ) {
      fault(`does not match its AllowedPattern ${pattern}`, 'Change one of them.');
      return;
    }
  }
  if (list) return;
  const bound = (key: string, value: number, low: boolean) => {
    const limit = member(parameter, key);
    if (!isScalar(limit) || Number.isNaN(Number(limit))) return;
    if (low ? value < Number(limit) : value > Number(limit))
      fault(`is ${low ? 'under' : 'over'} its ${key} of ${String(limit)}`, 'Change one of them.');
  };
  if (type === 'Number') {
    bound('MinValue', Number(text), true);
    bound('MaxValue', Number(text), false);
  } else {
    bound('MinLength', text.length, true);
    bound('MaxLength', text.length, false);
  }
}

function bad(
  context: Context,
  at: Path,
  message: string,
  fix: string,
  id: ValidationId = 'BadParameter',
): void {
  report(context, at, {
    id,
    severity: 'error',
    message,
    cause: refused,
    fix,
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  });
}
