import { templateError } from './errors.ts';
import { isList, isObject, type Json, type JsonObject, onlyEntry, scalarText } from './json.ts';
import { parseSub, subReference } from './sub.ts';

/** A value that is known only after a resource was created. */
export const UNKNOWN: unique symbol = Symbol('known after apply');

/** What a node comes to; `undefined` is AWS::NoValue and takes its member away. */
export type Value = string | number | boolean | undefined | typeof UNKNOWN | readonly Value[] | ValueObject;

export interface ValueObject {
  readonly [key: string]: Value;
}

/** What names mean while a template is evaluated. */
export interface Scope {
  /** A parameter, pseudo parameter or resource; throws for what does not exist. */
  ref(name: string): Value;
  attribute(logicalId: string, attribute: string): Value;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): Json;
  importValue(name: string): string;
  readonly region: string;
}

type Evaluator = (argument: Json, scope: Scope) => Value;

/** Evaluates intrinsic functions; fails with ValidationError in CloudFormation's words. */
export function evaluate(node: Json, scope: Scope): Value {
  if (node === null || typeof node !== 'object') return node ?? undefined;
  if (isList(node)) {
    return node.map((item) => evaluate(item, scope)).filter((item) => item !== undefined);
  }
  const call = functionCall(node as JsonObject);
  if (call !== undefined) return call.run(call.argument, scope);
  return Object.fromEntries(
    Object.entries(node)
      .map(([key, item]) => [key, evaluate(item, scope)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

function functionCall(node: JsonObject): { readonly run: Evaluator; readonly argument: Json } | undefined {
  const entry = onlyEntry(node);
  if (entry === undefined) {
    const stray = Object.keys(node).find((key) => key.startsWith('Fn::'));
    if (stray !== undefined) throw unsupported(stray);
    return undefined;
  }
  const [name, argument] = entry;
  if (Object.hasOwn(FUNCTIONS, name)) return { run: FUNCTIONS[name] as Evaluator, argument };
  if (name.startsWith('Fn::')) throw unsupported(name);
  return undefined;
}

/** Condition functions are not here: they have a place only in Conditions and are evaluated there. */
const FUNCTIONS: Readonly<Record<string, Evaluator>> = {
  Ref(argument, scope) {
    if (typeof argument !== 'string')
      throw templateError('every Ref object must have a single String value.');
    return scope.ref(argument);
  },
  'Fn::GetAtt'(argument, scope) {
    const [logicalId, attribute] = attributeArguments(argument, scope);
    return attribute === UNKNOWN ? UNKNOWN : scope.attribute(logicalId, attribute);
  },
  'Fn::Sub': sub,
  'Fn::Join'(argument, scope) {
    const [delimiter, list] = isList(argument) && argument.length === 2 ? argument : [];
    const items = list === undefined ? undefined : evaluate(list, scope);
    if (items === UNKNOWN) return UNKNOWN;
    if (typeof delimiter !== 'string' || !Array.isArray(items)) {
      throw templateError(
        'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
      );
    }
    return texts('Fn::Join', items)?.join(delimiter) ?? UNKNOWN;
  },
  'Fn::Split'(argument, scope) {
    const [delimiter, source] = isList(argument) && argument.length === 2 ? argument : [];
    const text = source === undefined ? undefined : evaluate(source, scope);
    if (text === UNKNOWN) return UNKNOWN;
    if (typeof delimiter !== 'string' || delimiter === '' || scalarText(text) === undefined) {
      throw templateError(
        'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
      );
    }
    return (scalarText(text) ?? '').split(delimiter);
  },
  'Fn::Select'(argument, scope) {
    const [at, from] = isList(argument) && argument.length === 2 ? argument : [];
    const index = at === undefined ? undefined : evaluate(at, scope);
    const list = from === undefined ? undefined : evaluate(from, scope);
    if (index === UNKNOWN || list === UNKNOWN) return UNKNOWN;
    if (!Array.isArray(list) || !/^\d+$/.test(scalarText(index) ?? '')) {
      throw templateError(
        'Fn::Select requires a list argument with two elements: an integer index and a list',
      );
    }
    const item: Value = list[Number(index)];
    if (item === undefined)
      throw templateError(`Fn::Select cannot select nonexistent value at index ${scalarText(index)}`);
    return item;
  },
  'Fn::If'(argument, scope) {
    const [name, yes, no] = isList(argument) && argument.length === 3 ? argument : [];
    if (typeof name !== 'string' || yes === undefined || no === undefined) {
      throw templateError('Fn::If requires a list argument with three elements');
    }
    return evaluate(scope.condition(name) ? yes : no, scope);
  },
  'Fn::FindInMap'(argument, scope) {
    if (!isList(argument) || argument.length !== 3) {
      throw templateError(
        'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
      );
    }
    const keys = argument.map((item) => evaluate(item, scope));
    if (keys.includes(UNKNOWN)) return UNKNOWN;
    const [map = '', first = '', second = ''] = keys.map((key) => scalarText(key));
    return scope.mapping(map, first, second) as Value;
  },
  'Fn::Base64'(argument, scope) {
    const text = evaluate(argument, scope);
    if (text === UNKNOWN) return UNKNOWN;
    if (scalarText(text) === undefined) {
      throw templateError('every Fn::Base64 object must have a String-typed value.');
    }
    return Buffer.from(scalarText(text) ?? '').toString('base64');
  },
  'Fn::GetAZs'(argument, scope) {
    const asked = evaluate(argument, scope);
    const region = asked === '' || asked === undefined ? scope.region : asked;
    if (typeof region !== 'string')
      throw templateError('every Fn::GetAZs object must have a String-typed value.');
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::ImportValue'(argument, scope) {
    const name = evaluate(argument, scope);
    if (typeof name !== 'string') {
      throw templateError(
        'the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
      );
    }
    return scope.importValue(name);
  },
};

function sub(argument: Json, scope: Scope): Value {
  const { parts, variables } = parseSub(argument);
  const pieces = parts.map((part) => {
    if ('text' in part) return part.text;
    const { id, attribute } = subReference(part.name);
    const local = Object.hasOwn(variables, part.name) ? variables[part.name] : undefined;
    const value =
      local !== undefined
        ? evaluate(local, scope)
        : attribute === undefined
          ? scope.ref(id)
          : scope.attribute(id, attribute);
    if (value === UNKNOWN) return UNKNOWN;
    const text = scalarText(value);
    if (text === undefined) {
      throw templateError(`variable ${part.name} in Fn::Sub expression does not resolve to a string`);
    }
    return text;
  });
  return pieces.includes(UNKNOWN) ? UNKNOWN : pieces.join('');
}

/** Both arguments of Fn::GetAtt; the attribute may be a Ref to a parameter. */
function attributeArguments(argument: Json, scope: Scope): readonly [string, string | typeof UNKNOWN] {
  const parts = typeof argument === 'string' ? splitOnce(argument) : isList(argument) ? argument : [];
  const [logicalId, ...rest] = parts;
  const attribute = rest.length === 1 && isObject(rest[0]) ? evaluate(rest[0], scope) : dotted(rest);
  if (
    typeof logicalId !== 'string' ||
    logicalId === '' ||
    typeof attribute !== 'string' ||
    attribute === ''
  ) {
    throw templateError(
      'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  }
  return [logicalId, attribute];
}

/** Attribute names with dots may come in pieces. */
function dotted(parts: readonly Json[]): string | undefined {
  const names = parts.filter((part) => typeof part === 'string');
  return names.length === parts.length ? names.join('.') : undefined;
}

function splitOnce(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** The items as text, or undefined when one is not known yet. */
function texts(name: string, items: readonly Value[]): readonly string[] | undefined {
  const result: string[] = [];
  for (const item of items) {
    if (item === UNKNOWN) return undefined;
    const text = scalarText(item);
    if (text === undefined) throw templateError(`every value of the list of ${name} must be a string.`);
    result.push(text);
  }
  return result;
}

const SUPPORTED = [
  'Fn::Base64',
  'Fn::GetAtt',
  'Fn::GetAZs',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Split',
  'Fn::FindInMap',
  'Fn::Select',
  'Fn::Sub',
  'Ref',
  'Fn::Equals',
  'Fn::If',
  'Fn::Not',
  'Condition',
  'Fn::And',
  'Fn::Or',
];

export function unsupported(name: string): Error {
  return templateError(
    `Encountered unsupported function: ${name} Supported functions are: [${SUPPORTED.join(', ')}]`,
  );
}
