import { asText, isObject, type Json, text } from './json.ts';
import { hasToken, type Tokens } from './tokens.ts';

/** What a property set to `AWS::NoValue` resolves to: it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

export type Resolved = Json | typeof NO_VALUE;

/** What intrinsic functions refer to, in one scenario. */
export interface Scope {
  readonly tokens: Tokens;
  /** A pseudo parameter, a parameter or a resource. */
  readonly ref: (name: string) => Resolved;
  readonly attribute: (logicalId: string, attribute: string) => Json;
  /** Undefined for a condition that does not exist. */
  readonly condition: (name: string) => boolean | undefined;
  readonly mapping: (name: string, top: string, second: string) => unknown;
}

/** CloudFormation refuses templates of such depth long before. */
const DEEPEST = 100;
/** Texts made of texts could double with each step; nothing of AWS's takes one of this length. */
const LONGEST = 100_000;
const DYNAMIC = /\{\{resolve:[^{}]*\}\}/g;

/**
 * Resolves every intrinsic function in a value. What cannot be known becomes a stand-in that is equal for equal
 * sources; it never throws. What has no function in it is returned as it is: most of a template is plain.
 */
export function resolve(value: unknown, scope: Scope, depth = 0): Resolved {
  if (typeof value === 'string') return dynamic(value, scope);
  if (value === undefined) return NO_VALUE;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (depth > DEEPEST || typeof value !== 'object')
    return unknown(scope, 'value', 'a value too deep to read');
  // Both loops are here, in one function: engines would put each into the other, over and over.
  if (Array.isArray(value)) {
    let changed: Json[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const each: unknown = value[index];
      const found = isPlain(each) ? each : resolve(each, scope, depth + 1);
      if (changed === undefined && found === each) continue;
      changed ??= value.slice(0, index) as Json[];
      if (found !== NO_VALUE) changed.push(found);
    }
    return changed ?? (value as readonly Json[]);
  }
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(members);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only !== undefined && (only === 'Ref' || only.startsWith('Fn::')))
    return call(only, members[only], scope, depth + 1);
  let changed: [string, Json][] | undefined;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? '';
    const each = members[key];
    const found = isPlain(each) ? each : resolve(each, scope, depth + 1);
    if (changed === undefined && found === each) continue;
    changed ??= plainUpTo(key, members);
    if (found !== NO_VALUE) changed.push([key, found]);
  }
  return changed === undefined ? (members as Json) : Object.fromEntries(changed);
}

/** The members before one: what is as it was is plain JSON. */
function plainUpTo(key: string, members: Readonly<Record<string, unknown>>): [string, Json][] {
  const entries: [string, unknown][] = Object.entries(members);
  return entries.slice(
    0,
    entries.findIndex(([name]) => name === key),
  ) as [string, Json][];
}

/** What nothing can be resolved in: most of what there is. */
function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string'
    ? !value.includes('{{')
    : typeof value === 'number' || typeof value === 'boolean';
}

/** The same where `AWS::NoValue` means nothing: as null. */
export function resolveValue(value: unknown, scope: Scope, depth = 0): Json {
  const found = resolve(value, scope, depth);
  return found === NO_VALUE ? null : found;
}

type Call = (argument: unknown, scope: Scope, depth: number, name: string) => Resolved;

const FUNCTIONS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['Ref', reference],
  ['Fn::GetAtt', getAtt],
  ['Fn::If', choose],
  ['Fn::Sub', substitute],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Select', select],
  ['Fn::FindInMap', findInMap],
  ['Fn::ToJsonString', (argument, scope, depth) => JSON.stringify(resolveValue(argument, scope, depth))],
  ['Fn::Length', length],
  ['Fn::Cidr', (argument, scope, depth, name) => [underived(name, argument, scope, depth)]],
  ['Fn::GetAZs', (argument, scope, depth, name) => [underived(name, argument, scope, depth)]],
]);

function call(name: string, argument: unknown, scope: Scope, depth: number): Resolved {
  const known = FUNCTIONS.get(name);
  return known === undefined ? underived(name, argument, scope, depth) : known(argument, scope, depth, name);
}

function length(argument: unknown, scope: Scope, depth: number): Json {
  const found = resolveValue(argument, scope, depth);
  return Array.isArray(found) && !isOpen(found, scope)
    ? found.length
    : underived('Fn::Length', argument, scope, depth);
}

/** A function whose result only AWS knows: the same for the same arguments. */
function underived(name: string, argument: unknown, scope: Scope, depth: number): string {
  const resolved = resolveValue(argument, scope, depth);
  const key = JSON.stringify(resolved);
  const short = name.replace('Fn::', '');
  const label = typeof resolved === 'string' ? `${short} ${scope.tokens.show(resolved)}` : short;
  return unknown(scope, `${name}:${key}`, label);
}

function unknown(scope: Scope, key: string, label: string): string {
  return scope.tokens.make(key, 'given', label);
}

function dynamic(value: string, scope: Scope): string {
  if (!value.includes('{{resolve:')) return value;
  return value.replace(DYNAMIC, (found) => unknown(scope, found, `dynamic reference ${found.slice(10, -2)}`));
}

/** A name; with `AWS::LanguageExtensions` also a function that yields one. */
function reference(argument: unknown, scope: Scope, depth: number): Resolved {
  const name = typeof argument === 'object' ? resolveValue(argument, scope, depth) : argument;
  return typeof name === 'string' ? scope.ref(name) : underived('Ref', argument, scope, depth);
}

/** A list that is a given value, or begins with one, may turn out to have any number of members. */
function isOpen([first]: readonly Json[], { tokens }: Scope): boolean {
  return typeof first === 'string' && tokens.whole(first)?.kind === 'given';
}

function getAtt(argument: unknown, scope: Scope, depth: number): Json {
  const parts = typeof argument === 'string' ? cutAtDot(argument) : argument;
  if (!Array.isArray(parts)) return underived('Fn::GetAtt', argument, scope, depth);
  const [logicalId, ...rest] = parts.map((part) => resolveValue(part, scope, depth));
  if (typeof logicalId !== 'string') return underived('Fn::GetAtt', argument, scope, depth);
  return scope.attribute(logicalId, rest.map(asText).join('.'));
}

function cutAtDot(name: string): readonly string[] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
}

function choose(argument: unknown, scope: Scope, depth: number): Resolved {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string')
    return underived('Fn::If', argument, scope, depth);
  const holds = scope.condition(argument[0]);
  if (holds === undefined) return underived('Fn::If', argument, scope, depth);
  const branch: unknown = argument[holds ? 1 : 2];
  return branch === undefined ? NO_VALUE : resolve(branch, scope, depth);
}

function substitute(argument: unknown, scope: Scope, depth: number): Json {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string') return underived('Fn::Sub', argument, scope, depth);
  let length = pattern.length;
  const filled = pattern.replace(/\$\{([^{}]*)\}/g, (whole, inner: string) => {
    if (length > LONGEST) return '';
    const value = filledWith(whole, inner);
    length += value.length;
    return value;
  });
  return length > LONGEST ? tooLong('Fn::Sub', argument, scope) : dynamic(filled, scope);

  function filledWith(whole: string, inner: string): string {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const found =
      isObject(variables) && Object.hasOwn(variables, name)
        ? resolveValue(variables[name], scope, depth)
        : name.includes('.')
          ? getAtt(name, scope, depth)
          : scope.ref(name);
    if (found === NO_VALUE || found === null) return '';
    return typeof found === 'object'
      ? unknown(scope, `${whole}:${JSON.stringify(found)}`, name)
      : String(found);
  }
}

/** One stand-in for each place: what is in it is not compared, for it would be as long. */
function tooLong(name: string, argument: unknown, scope: Scope): string {
  return unknown(scope, `${name} too long:${JSON.stringify(argument)}`, 'a text too long to read');
}

function join(argument: unknown, scope: Scope, depth: number): Json {
  const [delimiter, parts] = Array.isArray(argument) ? argument : [];
  const found = resolveValue(parts, scope, depth);
  if (typeof delimiter !== 'string' || !Array.isArray(found))
    return underived('Fn::Join', argument, scope, depth);
  const texts = found.map((part) => (typeof part === 'object' ? JSON.stringify(part) : String(part)));
  const length = texts.reduce((sum, each) => sum + each.length + delimiter.length, 0);
  return length > LONGEST ? tooLong('Fn::Join', argument, scope) : texts.join(delimiter);
}

function split(argument: unknown, scope: Scope, depth: number): Json {
  const [delimiter, source] = Array.isArray(argument) ? argument : [];
  const found = resolveValue(source, scope, depth);
  // A list that is passed to a nested stack arrives as a list.
  if (Array.isArray(found)) return found;
  if (typeof delimiter !== 'string' || delimiter === '' || typeof found !== 'string')
    return [underived('Fn::Split', argument, scope, depth)];
  return found.split(delimiter);
}

function select(argument: unknown, scope: Scope, depth: number): Json {
  const [position, from] = Array.isArray(argument) ? argument : [];
  const index = Number(text(resolveValue(position, scope, depth)));
  const found = resolveValue(from, scope, depth);
  if (!Array.isArray(found) || !Number.isInteger(index))
    return underived('Fn::Select', argument, scope, depth);
  const first: Json | undefined = found[0];
  const open = isOpen(found, scope);
  const chosen: Json | undefined = found[index];
  if (open || chosen === undefined) {
    const label =
      typeof first === 'string' && open
        ? `part ${index + 1} of ${scope.tokens.show(first).replace(/[⟨⟩]/g, '')}`
        : 'Select';
    return unknown(scope, `Select:${index}:${JSON.stringify(found)}:${JSON.stringify(from)}`, label);
  }
  return chosen;
}

function isLeaf(value: unknown): boolean {
  const leaves: readonly unknown[] = Array.isArray(value) ? value : [value];
  return value !== undefined && leaves.every((each) => typeof each !== 'object' || each === null);
}

function findInMap(argument: unknown, scope: Scope, depth: number): Json {
  const parts = Array.isArray(argument) ? argument : [];
  const [name, top, second] = parts.slice(0, 3).map((part) => resolveValue(part, scope, depth));
  if (typeof name === 'string' && top !== undefined && second !== undefined) {
    const found = scope.mapping(name, asText(top), asText(second));
    // A mapping holds no functions: what has some would be refused, and could name itself.
    if (isLeaf(found)) return resolveValue(found, scope, depth);
    const known = ![name, asText(top), asText(second)].some(hasToken);
    const fallback: unknown = isObject(parts[3]) ? parts[3]['DefaultValue'] : undefined;
    if (known && fallback !== undefined) return resolveValue(fallback, scope, depth);
  }
  return underived('Fn::FindInMap', argument, scope, depth);
}
