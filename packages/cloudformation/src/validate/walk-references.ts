import { checkShape } from './check-function-shape.ts';
import { checkCondition, checkGetAtt, checkMapping, checkRef, replaceAt } from './check-names.ts';
import { checkSub, literalOfSub } from './check-sub.ts';
import { type Context, refused, report } from './context.ts';
import { callOf, isObject, listOf, type Path, within } from './json.ts';
import { didYouMean, nearestOf } from './nearest.ts';
import { extensions, functions, legal, type Place } from './places.ts';

/** Checks every function inside `data`, and what it refers to. */
export function walkReferences(context: Context, data: unknown, at: Path, place: Place): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    for (let index = 0; index < data.length; index += 1) {
      at.push(index);
      walkReferences(context, data[index], at, place);
      at.pop();
    }
    return;
  }
  if (!isObject(data)) return;
  const keys = Object.keys(data);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only !== undefined && isCall(only, data[only], place)) {
    walkCall(context, only, data[only], at, place);
    return;
  }
  for (const key of keys) {
    at.push(key);
    const inner = data[key];
    if (key.startsWith('Fn::ForEach::')) walkLoop(context, inner, at, place);
    else walkReferences(context, inner, at, place);
    at.pop();
  }
}

/** A name that is put together: it uses that parameter, or any. */
function markAll(context: Context, name: string | undefined): void {
  for (const each of name === undefined ? Object.keys(context.parameters) : [name])
    context.used.parameters.add(each);
}

function isCall(name: string, argument: unknown, place: Place): boolean {
  if (name === 'Ref') return true;
  if (name === 'Condition')
    return place.kind === 'condition' || (place.kind === 'rule' && typeof argument === 'string');
  return name.startsWith('Fn::') && !name.startsWith('Fn::ForEach::');
}

function walkCall(context: Context, name: string, argument: unknown, at: Path, place: Place): void {
  if (!checkLegal(context, name, at, place)) return;
  if (!checkShape(context, name, argument, at)) return;
  const list = listOf(argument);
  const inside = (data: unknown, deeper: Place, ...steps: Path) => {
    at.push(name, ...steps);
    walkReferences(context, data, at, deeper);
    at.length -= steps.length + 1;
  };
  switch (name) {
    case 'Ref':
      if (typeof argument === 'string') {
        checkRef(context, argument, at, place, replaceAt(at, 'Ref'));
        return;
      }
      markAll(context, literalOfSub(callOf(argument)?.[1]));
      inside(argument, place);
      return;
    case 'Condition':
      checkCondition(context, argument, at, 'Condition');
      return;
    case 'Fn::GetAtt':
      checkGetAtt(context, argument, at, place);
      inside(list[1], place, 1);
      return;
    case 'Fn::Sub':
      checkSub(context, argument, at, place);
      inside(list[1], place, 1);
      return;
    case 'Fn::If': {
      checkCondition(context, list[0], at, name, 0);
      const under = (holds: boolean): Place => ({
        ...place,
        assumptions: [...place.assumptions, { condition: String(list[0]), holds }],
      });
      inside(list[1], under(true), 1);
      inside(list[2], under(false), 2);
      return;
    }
    case 'Fn::FindInMap':
      checkMapping(context, list, at);
      inside(argument, place);
      return;
    case 'Fn::ImportValue':
      inside(argument, { ...place, resourceFree: 'an import is resolved before any resource exists' });
      return;
    case 'Fn::Equals':
      inside(argument, place.kind === 'condition' ? { ...place, kind: 'comparison' } : place);
      return;
    case 'Fn::ValueOf':
    case 'Fn::ValueOfAll':
      if (typeof list[0] === 'string') context.used.parameters.add(list[0]);
      return;
    default:
      inside(argument, place);
  }
}

function walkLoop(context: Context, argument: unknown, at: Path, place: Place): void {
  const [variable, collection, body] = listOf(argument);
  if (!context.extended) needsExtensions(context, 'Fn::ForEach', at);
  within(at, 1, () => walkReferences(context, collection, at, place));
  const locals = [...(place.locals ?? []), ...(typeof variable === 'string' ? [variable] : [])];
  within(at, 2, () => walkReferences(context, body, at, { ...place, locals }));
}

function checkLegal(context: Context, name: string, at: Path, place: Place): boolean {
  if (name === 'Condition' || legal[place.kind].has(name)) {
    if (extensions.has(name) && !context.extended) needsExtensions(context, name, at);
    return true;
  }
  if (place.kind === 'metadata' || context.macro !== undefined) return false;
  const known = functions.has(name);
  const near = known ? undefined : nearestOf(context, name, functions);
  report(context, at, {
    id: known ? 'FunctionNotAllowed' : 'UnknownFunction',
    severity: 'error',
    message: known
      ? `${name} is not allowed here.`
      : `${name} is no function of CloudFormation.${didYouMean(near)}`,
    cause: refused,
    fix: known
      ? `Here it takes ${[...legal[place.kind]].join(', ')} only.`
      : `Write ${near ?? 'one of its functions'}.`,
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html',
  });
  return false;
}

/** Reports what is there without the transform that it needs. */
export function needsExtensions(context: Context, what: string, at: Path): void {
  if (context.macro !== undefined) return;
  report(context, at, {
    id: 'MissingTransform',
    severity: 'error',
    message: `${what} needs the transform AWS::LanguageExtensions.`,
    cause: 'Without that transform CloudFormation refuses the function.',
    fix: 'Add "Transform": "AWS::LanguageExtensions" to the template.',
    ...(Object.hasOwn(context.template, 'Transform')
      ? {}
      : { patch: [{ op: 'add', path: ['Transform'], value: 'AWS::LanguageExtensions' }] }),
  });
}
