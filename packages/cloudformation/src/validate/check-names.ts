import type { PatchOperation } from '../finding.ts';
import { pseudoParameters } from '../pseudo-parameters.ts';
import { hasPlaceholder } from '../written-names.ts';
import { type Context, refused, refusedFor, report } from './context.ts';
import { listOf, member, objectOf, type Path, shown } from './json.ts';
import { didYouMean, nearestOf } from './nearest.ts';
import type { Place } from './places.ts';
import { attributesOf } from './type-names.ts';

/** Makes the change that puts the right name in the place of a wrong one. */
export type Rename = (near: string) => PatchOperation;

/** The change of the value at a path. */
export function replaceAt(at: Path, ...steps: Path): Rename {
  return (near) => ({ op: 'replace', path: [...at, ...steps], value: near });
}

/** Checks that a name is a parameter, pseudo parameter or resource that can be referred to here. */
export function checkRef(context: Context, name: string, at: Path, place: Place, rename: Rename): void {
  if (pseudoParameters.has(name) || isLocal(name, place)) return;
  if (Object.hasOwn(context.parameters, name)) {
    context.used.parameters.add(name);
    return;
  }
  if (context.resources.has(name)) {
    checkResource(context, name, at, place);
    return;
  }
  if (isMade(context, name)) return;
  const near = nearestOf(context, name, namesOf(context, place));
  report(context, at, {
    id: 'UnknownReference',
    severity: 'error',
    message: `${shown(name)} is neither a resource nor a parameter of this template.${didYouMean(near)}`,
    cause: refusedFor('Unresolved resource dependencies'),
    fix: near === undefined ? 'Add it, or refer to one that is there.' : `Write ${near}.`,
    ...patched(rename, near),
  });
}

/** Checks the resource and the attribute of `Fn::GetAtt`. */
export function checkGetAtt(context: Context, argument: unknown, at: Path, place: Place): void {
  if (typeof argument === 'string') {
    const [id, attribute] = splitDot(argument);
    const whole = replaceAt(at, 'Fn::GetAtt');
    checkAttribute(context, id, attribute, at, place, {
      id: (near) => whole(attribute === undefined ? near : `${near}.${attribute}`),
      attribute: (near) => whole(`${id}.${near}`),
    });
    return;
  }
  const [id, attribute] = listOf(argument);
  if (typeof id !== 'string') return;
  checkAttribute(context, id, typeof attribute === 'string' ? attribute : undefined, at, place, {
    id: replaceAt(at, 'Fn::GetAtt', 0),
    attribute: replaceAt(at, 'Fn::GetAtt', 1),
  });
}

/** Checks a resource and its attribute, as `Fn::GetAtt` or `Fn::Sub` name them. */
export function checkAttribute(
  context: Context,
  id: string,
  attribute: string | undefined,
  at: Path,
  place: Place,
  rename: { readonly id: Rename; readonly attribute: Rename },
): void {
  if (isLocal(id, place)) return;
  if (!context.resources.has(id)) {
    if (isMade(context, id)) return;
    const near = nearestOf(context, id, context.resources.keys());
    report(context, at, {
      id: 'UnknownReference',
      severity: 'error',
      message: `${shown(id)} is no resource of this template.${didYouMean(near)}`,
      cause: refused,
      fix: near === undefined ? 'Add it, or refer to one that is there.' : `Write ${near}.`,
      ...patched(rename.id, near),
    });
    return;
  }
  checkResource(context, id, at, place);
  if (attribute === undefined || isLocal(attribute, place)) return;
  const { type, names } = attributesOf(context, id);
  if (names === undefined || names.has(attribute) || names.open(attribute)) return;
  const near = nearestOf(context, attribute, names.all);
  report(context, at, {
    id: 'UnknownAttribute',
    severity: 'error',
    message: `${id} (${type}) has no attribute ${attribute}.${didYouMean(near)}`,
    cause: refusedFor('Requested attribute does not exist in schema'),
    fix:
      names.all.length === 0
        ? 'Use Ref: the type has no attributes.'
        : `Use ${names.all.slice(0, 12).join(', ')}.`,
    ...patched(rename.attribute, near),
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html',
  });
}

/** Checks a condition's name and counts it as used. */
export function checkCondition(context: Context, name: unknown, at: Path, ...steps: Path): void {
  if (typeof name !== 'string') return;
  context.used.conditions.add(name);
  if (context.conditions.has(name) || context.macro !== undefined || context.open || name.includes('{'))
    return;
  const near = nearestOf(context, name, context.conditions.keys());
  report(context, at, {
    id: 'UnknownCondition',
    severity: 'error',
    message: `There is no condition ${shown(name)}.${didYouMean(near)}`,
    cause: refused,
    fix: near === undefined ? 'Declare it under Conditions.' : `Write ${near}.`,
    ...patched(replaceAt(at, ...steps), near),
  });
}

/** Checks the mapping of `Fn::FindInMap` and its keys, as far as they are literal. */
export function checkMapping(context: Context, list: readonly unknown[], at: Path): void {
  const [name, first, second, options] = list;
  if (typeof name !== 'string') {
    for (const each of Object.keys(context.mappings)) context.used.mappings.add(each);
    return;
  }
  context.used.mappings.add(name);
  if (context.macro !== undefined || name.includes('{') || hasInclude(context.mappings)) return;
  if (!Object.hasOwn(context.mappings, name)) {
    const near = nearestOf(context, name, Object.keys(context.mappings));
    report(context, at, {
      id: 'UnknownMapping',
      severity: 'error',
      message: `There is no mapping ${shown(name)}.${didYouMean(near)}`,
      cause: refused,
      fix: near === undefined ? 'Declare it under Mappings.' : `Write ${near}.`,
      ...patched(replaceAt(at, 'Fn::FindInMap', 0), near),
    });
    return;
  }
  if (Object.hasOwn(objectOf(options), 'DefaultValue')) return;
  const mapping = objectOf(member(context.mappings, name));
  if (hasInclude(mapping)) return;
  if (isKey(first) && !Object.hasOwn(mapping, first)) reportKey(context, name, String(first), mapping, 1, at);
  if (!isKey(second)) return;
  const rows = isKey(first) ? [member(mapping, String(first))] : Object.values(mapping);
  const known = rows.filter((row) => row !== undefined).map(objectOf);
  if (known.length > 0 && !known.some((row) => Object.hasOwn(row, second) || hasInclude(row)))
    reportKey(context, name, String(second), Object.assign({}, ...known), 2, at);
}

function isKey(data: unknown): data is string | number {
  return typeof data === 'number' || (typeof data === 'string' && !data.includes('{'));
}

function hasInclude(data: object): boolean {
  return Object.keys(data).some((key) => key.startsWith('Fn::'));
}

function reportKey(
  context: Context,
  name: string,
  key: string,
  known: object,
  index: number,
  at: Path,
): void {
  const near = nearestOf(context, key, Object.keys(known));
  report(context, at, {
    id: 'UnknownMappingKey',
    severity: 'error',
    message: `The mapping ${name} has no key ${shown(key)}${index === 2 ? ' of the second level' : ''}.${didYouMean(near)}`,
    cause: refusedFor('Unable to get mapping'),
    fix: `Use one of: ${Object.keys(known).slice(0, 12).join(', ')}.`,
    ...patched(replaceAt(at, 'Fn::FindInMap', index), near),
  });
}

/** A resource that exists: notes the dependency, and whether it may be absent. */
function checkResource(context: Context, id: string, at: Path, place: Place): void {
  if (place.resourceFree !== undefined) {
    report(context, at, {
      id: 'ReferenceNotAllowed',
      severity: 'error',
      message: `The resource ${id} cannot be referred to here: ${place.resourceFree}.`,
      cause: refused,
      fix: 'Use parameters, pseudo parameters and mappings only.',
    });
    return;
  }
  if (place.owner !== undefined) {
    const edges = context.edges.get(place.owner) ?? new Set();
    context.edges.set(place.owner, edges.add(id));
  }
  const condition = member(objectOf(context.resources.get(id)?.data), 'Condition');
  if (typeof condition !== 'string') return;
  if (context.solver([...place.assumptions, { condition, holds: false }]) !== 'yes') return;
  report(context, at, {
    id: 'ConditionalReference',
    severity: 'warning',
    message: `${id} exists only if ${condition} holds, which is not certain here.`,
    cause:
      'Where the condition does not hold, CloudFormation refuses the template (Unresolved resource dependencies).',
    fix: `Put the reference into Fn::If of ${condition}, or give this the same condition.`,
  });
}

/** Whether a macro or SAM may make a resource of this name, or a loop's variable is in it. */
export function isMade(context: Context, name: string): boolean {
  if (context.macro !== undefined || context.open || hasPlaceholder(name)) return true;
  if (context.sam && name.startsWith('Serverless')) return true;
  // `Function.Version` and `FunctionRole` of SAM, `ModuleBucket` and `Module.Bucket` of a module.
  for (const id of context.makers) if (name.startsWith(id)) return true;
  return false;
}

function isLocal(name: string, place: Place): boolean {
  return place.locals !== undefined && (place.locals.includes(name) || hasPlaceholder(name));
}

function* namesOf(context: Context, place: Place): Iterable<string> {
  yield* Object.keys(context.parameters);
  if (place.resourceFree === undefined) yield* context.resources.keys();
  yield* pseudoParameters;
}

export function splitDot(text: string): readonly [string, string | undefined] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}

function patched(rename: Rename, near: string | undefined) {
  return near === undefined ? {} : { patch: [rename(near)] };
}
