import { callOf, isObject, listOf as itemsOf } from '../validate/json.ts';
import { type Code, call, member, name, object, string } from './code.ts';
import { later, type Reference } from './scope.ts';
import {
  any,
  bareText,
  boolean,
  json,
  listOf,
  number,
  objectOf,
  oneOf,
  plainText,
  type Slot,
  text,
  type Yield,
} from './slot.ts';
import { writeSub } from './write-sub.ts';
import type { Writer, Written } from './writer.ts';

const texts: readonly Yield[] = [{ list: ['text'] }];
const textList = listOf(bareText);
const stackOutput = objectOf({ 'StackName!': text, 'OutputName!': text, Region: text, RoleArn: text }, true);

/**
 * Writes a call of an intrinsic function by the builder's function of it, with what it yields. Undefined where the
 * builder has none that would make the same JSON.
 */
export function writeFunction(
  writer: Writer,
  named: string,
  argument: unknown,
  key: string,
): Written | undefined {
  const list = itemsOf(argument);
  switch (named) {
    case 'Ref':
      return typeof argument === 'string' ? known(writer.scope.ref(argument)) : undefined;
    case 'Fn::GetAtt':
      return list.length === 2 ? writeGetAtt(writer, list[0], list[1], key) : undefined;
    case 'Fn::Sub':
      return writeSub(writer.scope, argument);
    case 'Fn::Join':
      return list.length === 2 ? writeJoin(writer, list[0], list[1], key) : undefined;
    case 'Fn::Select':
      return list.length === 2 ? writeSelect(writer, list[0], list[1], key) : undefined;
    case 'Fn::Split': {
      const [delimiter, source] = list;
      if (list.length !== 2 || typeof delimiter !== 'string') return undefined;
      const from = writer.write(source, text, key);
      return made('split', [plainly(string(delimiter)), from], texts);
    }
    case 'Fn::FindInMap':
      return writeFind(writer, list, key);
    case 'Fn::Base64':
      return made('base64', [writer.write(argument, text, key)], ['text']);
    case 'Fn::ImportValue':
      return made('importValue', [writer.write(argument, text, key)], ['text']);
    case 'Fn::GetAZs':
      return made('getAZs', argument === '' ? [] : [writer.write(argument, text, key)], texts);
    case 'Fn::Cidr': {
      if (list.length < 2 || list.length > 3) return undefined;
      const slots = [text, number, number];
      return made(
        'cidr',
        list.map((each, at) => writer.write(each, slots[at] ?? any, key)),
        texts,
      );
    }
    case 'Fn::GetStackOutput':
      return isObject(argument)
        ? made('getStackOutput', [writer.write(argument, stackOutput, key)], ['text'])
        : undefined;
    case 'Fn::Transform':
      return writeTransform(writer, argument);
    case 'Fn::Length':
      return writer.scope.extended && (Array.isArray(argument) || callOf(argument) !== undefined)
        ? made('length', [writer.write(argument, lengthOf, key)], ['number'])
        : undefined;
    case 'Fn::ToJsonString':
      return writer.scope.extended && (Array.isArray(argument) || isObject(argument))
        ? writeToJson(writer, argument, key)
        : undefined;
    default:
      return undefined;
  }
}

const lengthOf = oneOf(listOf(json), textList);

function known({ code, yields }: Reference): Written {
  return { code, yields, notes: [], faults: 0 };
}

/** What a call is written with. */
interface Argument {
  readonly code: Code;
  readonly notes: readonly string[];
  readonly faults: number;
}

function plainly(code: Code): Argument {
  return { code, notes: [], faults: 0 };
}

function made(named: string, args: readonly Argument[], yields: readonly Yield[]): Written {
  const code = call(
    name(`core ${named}`),
    args.map((each) => each.code),
  );
  return called(code, args, yields);
}

function called(code: Code, args: readonly Argument[], yields: readonly Yield[]): Written {
  return { code, yields, notes: args.flatMap(({ notes }) => notes), faults: faultsOf(args) };
}

function faultsOf(args: readonly Argument[]): number {
  return args.reduce((sum, { faults }) => sum + faults, 0);
}

function writeGetAtt(writer: Writer, id: unknown, attribute: unknown, key: string): Written | undefined {
  if (typeof id !== 'string') return undefined;
  if (typeof attribute === 'string') return known(writer.scope.getAtt(id, attribute));
  const isRef = callOf(attribute)?.[0] === 'Ref';
  if (!isObject(attribute) || !(isRef || writer.scope.extended)) return undefined;
  const target = writer.scope.handle(id) ?? string(id);
  const computed = writer.write(attribute, plainText, key);
  return called(later('getAtt', target, computed.code), [computed], ['text']);
}

function writeJoin(writer: Writer, delimiter: unknown, parts: unknown, key: string): Written | undefined {
  if (typeof delimiter !== 'string') return undefined;
  const first = plainly(string(delimiter));
  if (Array.isArray(parts))
    return made('join', [first, writer.write(parts, listOf(oneOf(text, number)), key)], ['text']);
  return callOf(parts) === undefined
    ? undefined
    : made('join', [first, writer.write(parts, textList, key)], ['text']);
}

function writeSelect(writer: Writer, index: unknown, list: unknown, key: string): Written | undefined {
  const at = () => writer.write(index, number, key);
  if (Array.isArray(list)) {
    // The compiler takes text, numbers and values.
    const isItem = (each: unknown) =>
      ['number', 'string'].includes(typeof each) || callOf(each) !== undefined;
    if (!list.every(isItem)) return undefined;
    const items = writer.write(list, listOf(oneOf(text, number, boolean)), key);
    return made('select', [at(), items], itemsYield(items.yields));
  }
  if (callOf(list) === undefined) return undefined;
  const from = writer.write(list, textList, key);
  // Of a list that was cast, the compiler has to be told what is in it.
  const isKnown = from.yields.length > 0;
  const callee = isKnown ? name('core select') : withType(name('core select'), 'string');
  const args = [at(), from];
  const code = call(
    callee,
    args.map((each) => each.code),
  );
  return called(code, args, isKnown ? itemsYield(from.yields) : ['text']);
}

function withType({ doc }: Code, argument: string): Code {
  return { doc: [doc, `<${argument}>`], kind: 'name' };
}

function itemsYield(yields: readonly Yield[]): readonly Yield[] {
  const items = yields.flatMap((each) =>
    typeof each === 'object' && 'list' in each ? each.list : ['unknown' as const],
  );
  return items.length === 0 ? ['unknown'] : items;
}

function writeFind(writer: Writer, list: readonly unknown[], key: string): Written | undefined {
  const [mapping, top, second, options, ...more] = list;
  if (typeof mapping !== 'string' || list.length < 3 || more.length > 0) return undefined;
  const fallback = isObject(options) && Object.keys(options).join() === 'DefaultValue' ? options : undefined;
  if (list.length === 4 && (fallback === undefined || !writer.scope.extended)) return undefined;
  const keys = [top, second].map((each) => writer.write(each, plainText, key));
  const byDefault = fallback && writer.write(fallback['DefaultValue'], any, key);
  const args: Argument[] = [...keys];
  if (byDefault !== undefined)
    args.push({ ...byDefault, code: object([{ key: 'default', code: byDefault.code, notes: [] }]) });
  const found = writer.scope.mapping(mapping);
  const yields = [...(found?.yields ?? ['text' as const]), ...(byDefault?.yields ?? [])];
  if (found === undefined) return made('findInMap', [plainly(string(mapping)), ...args], yields);
  const code = call(
    member(found.code, 'find'),
    args.map((each) => each.code),
  );
  return called(code, args, yields);
}

function writeTransform(writer: Writer, argument: unknown): Written | undefined {
  if (!isObject(argument)) return undefined;
  const { Name: macro, Parameters: parameters, ...rest } = argument;
  if (typeof macro !== 'string' || Object.keys(rest).length > 0) return undefined;
  if ('Parameters' in argument && (!isObject(parameters) || callOf(parameters) !== undefined))
    return undefined;
  const given = 'Parameters' in argument ? [writer.write(parameters, json, macro)] : [];
  return made('transform', [plainly(string(macro)), ...given], []);
}

function writeToJson(writer: Writer, argument: unknown, key: string): Written | undefined {
  const slot: Slot = json;
  return callOf(argument) === undefined
    ? made('toJsonString', [writer.write(argument, slot, key)], ['text'])
    : undefined;
}
