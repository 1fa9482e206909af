import { isObject, listOf as itemsOf, type JsonObject } from '../validate/json.ts';
import { array, type Code, call, cast, type Member, object, type Part, string } from './code.ts';
import { literal } from './literal.ts';
import {
  any,
  bareBoolean,
  bareNumber,
  bareText,
  boolean,
  number,
  objectOf,
  oneOf,
  type Slot,
  text,
} from './slot.ts';
import { writeShape } from './write-shape.ts';
import { writeTest } from './write-test.ts';
import type { Writer } from './writer.ts';
import { isMapping, mappingType, mappingYields, parameterTypeOf } from './yields.ts';

const t = (method: string): Code => ({ doc: `t.${method}`, kind: 'member' });

function part(code: Code, notes: readonly string[] = []): Part {
  return { code, notes };
}

function shapeOf(members: Readonly<Record<string, Slot>>) {
  const slot = objectOf(members, true);
  if (slot.is !== 'object') throw new TypeError('objectOf makes objects.');
  return slot.shape;
}

const bareList = (items: Slot): Slot => ({ is: 'list', items, bare: true });

function parameterShape(type: unknown) {
  const isNumber = type === 'Number';
  return shapeOf({
    'Type!': any,
    Default: isNumber ? bareNumber : bareText,
    AllowedValues: bareList(isNumber || type === 'List<Number>' ? bareNumber : bareText),
    AllowedPattern: bareText,
    ConstraintDescription: bareText,
    Description: bareText,
    MinLength: bareNumber,
    MaxLength: bareNumber,
    MinValue: bareNumber,
    MaxValue: bareNumber,
    NoEcho: bareBoolean,
  });
}

/** `t.parameter('Stage', { … })`. */
export function writeParameter(writer: Writer, id: string, data: JsonObject): Part {
  const { Type: type, ...rest } = data;
  const written = writeShape(writer, { Type: type, ...rest }, parameterShape(type), id);
  if (parameterTypeOf(type) !== undefined)
    return part(call(t('parameter'), [string(id), written.code]), written.notes);
  const note = `${String(type)} is no type of a parameter that is known here.`;
  return part(call(t("parameter<'String'>"), [string(id), cast(writer.write(data, any, id).code)]), [note]);
}

/** `t.mapping('RegionMap', { … })`. */
export function writeMapping(_writer: Writer, id: string, data: JsonObject): Part {
  const code = literal(data);
  const type = mappingType(mappingYields(data));
  if (isMapping(data))
    return part(call(t(type === undefined ? 'mapping' : `mapping<${type}>`), [string(id), code]));
  return part(call(t('mapping'), [string(id), cast(code)]), [
    'a mapping takes text, numbers, booleans and lists of text.',
  ]);
}

/** `t.condition('IsProduction', equals(…))`. */
export function writeCondition(writer: Writer, id: string, data: JsonObject): Part {
  const test = writeTest(writer, data, id);
  return part(call(t('condition'), [string(id), test.code]), test.notes);
}

/** `t.rule('Sizes', { Assertions: [{ Assert: contains(…) }] })`. */
export function writeRule(writer: Writer, id: string, data: JsonObject): Part {
  const { RuleCondition: condition, Assertions: assertions, ...rest } = data;
  const list = itemsOf(assertions);
  const isKnown = Object.keys(rest).length === 0 && list.length > 0 && list.every(isAssertion);
  if (!isKnown) {
    const written = writer.write(data, any, id);
    return part(call(t('rule'), [string(id), cast(written.code)]), ['this is not the form of a rule.']);
  }
  const members: Member[] = [];
  if (condition !== undefined)
    members.push({ key: 'RuleCondition', ...writeTest(writer, condition, id, true) });
  const parts = list.map((each) => {
    const { Assert: test, AssertDescription: description } = each as JsonObject;
    const own: Member[] = [{ key: 'Assert', ...writeTest(writer, test, id, true) }];
    if (description !== undefined)
      own.push({ key: 'AssertDescription', ...writer.write(description, bareText, 'AssertDescription') });
    return part(object(own));
  });
  members.push({ key: 'Assertions', ...part(array(parts)) });
  return part(call(t('rule'), [string(id), object(members)]));
}

function isAssertion(data: unknown): boolean {
  return (
    isObject(data) &&
    'Assert' in data &&
    Object.keys(data).every((key) => /^Assert(?:Description)?$/.test(key))
  );
}

const outputShape = shapeOf({ Description: bareText, Export: objectOf({ 'Name!': text }, true) });
const outputValue = oneOf(text, number, boolean);

/** `t.output('TopicArn', topic.ref, { … })`. */
export function writeOutput(writer: Writer, id: string, data: JsonObject): Part {
  const { Value: value, Condition: condition, ...rest } = data;
  const result = writer.write(value, outputValue, id);
  const members: Member[] = [];
  if (typeof condition === 'string')
    members.push({ key: 'Condition', notes: [], code: writer.scope.condition(condition) });
  const { Description, Export } = rest;
  for (const [key, each] of Object.entries({ Description, Export }))
    if (each !== undefined) members.push({ key, ...writer.write(each, outputShape.slot(key) ?? any, key) });
  const args = [string(id), result.code, ...(members.length === 0 ? [] : [object(members)])];
  return part(call(t('output'), args), result.notes);
}
