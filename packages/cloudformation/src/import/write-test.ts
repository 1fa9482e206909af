import { isObject, listOf as itemsOf } from '../validate/json.ts';
import { call, name, string } from './code.ts';
import { any, bareText, boolean, listOf, number, oneOf, type Slot, text } from './slot.ts';
import { faultsOf, refuse, type Writer, type Written } from './writer.ts';

const compared = oneOf(text, number, boolean);
const listOfText: Slot = oneOf({ is: 'list', items: text, bare: true }, listOf(bareText));

// Maps, for a template may hold any name, `constructor` among them.
const ofRules = new Map<string, readonly [string, readonly [Slot, Slot]]>([
  ['Fn::Contains', ['contains', [listOfText, text]]],
  ['Fn::EachMemberEquals', ['eachMemberEquals', [listOfText, text]]],
  ['Fn::EachMemberIn', ['eachMemberIn', [listOfText, listOfText]]],
]);

const logicals = new Map([
  ['Fn::And', 'and'],
  ['Fn::Or', 'or'],
  ['Fn::Not', 'not'],
]);

/** Writes the expression of a condition, or with `rule` what a rule asserts. */
export function writeTest(writer: Writer, data: unknown, key: string, rule = false): Written {
  const made = writeKnown(writer, data, key, rule);
  if (made !== undefined) return made;
  return refuse(writer.write(data, any, key), 'the builder has no function for this form of a condition.');
}

function writeKnown(writer: Writer, data: unknown, key: string, rule: boolean): Written | undefined {
  if (!isObject(data)) return undefined;
  const [named, ...more] = Object.keys(data);
  if (named === undefined || more.length > 0) return undefined;
  const list = itemsOf(data[named]);
  const parts = (slots: readonly Slot[]) =>
    list.map((each, at) => write(writer, each, slots[at] ?? any, key));
  if (named === 'Fn::Equals')
    return list.length === 2 ? made('equals', parts([compared, compared])) : undefined;
  const logical = logicals.get(named);
  if (logical !== undefined) {
    const wrong = named === 'Fn::Not' ? list.length !== 1 : list.length < 2;
    return wrong
      ? undefined
      : made(
          logical,
          list.map((each) => operand(writer, each, key, rule)),
        );
  }
  const ofRule = rule ? ofRules.get(named) : undefined;
  return ofRule === undefined || list.length !== 2 ? undefined : made(ofRule[0], parts(ofRule[1]));
}

function operand(writer: Writer, data: unknown, key: string, rule: boolean): Written {
  const only = isObject(data) && Object.keys(data).join() === 'Condition' ? data['Condition'] : undefined;
  if (typeof only !== 'string' || rule) return writeTest(writer, data, key, rule);
  return { code: writer.scope.condition(only), notes: [], yields: [], faults: 0 };
}

/** Values, and the lists of values that only rules know. */
function write(writer: Writer, data: unknown, slot: Slot, key: string): Written {
  const [named, argument] = isObject(data) ? (Object.entries(data)[0] ?? []) : [];
  const list = itemsOf(argument);
  if (slot === listOfText && named === 'Fn::RefAll' && typeof argument === 'string')
    return made('refAll', [literal(argument)]);
  const [first, attribute] = list;
  if (list.length !== 2 || typeof first !== 'string' || typeof attribute !== 'string')
    return writer.write(data, slot, key);
  if (slot === listOfText && named === 'Fn::ValueOfAll')
    return made('valueOfAll', [literal(first), literal(attribute)]);
  const handle = writer.scope.handle(first);
  if (slot !== listOfText && named === 'Fn::ValueOf' && handle !== undefined)
    return made('valueOf', [{ ...literal(''), code: handle }, literal(attribute)]);
  return writer.write(data, slot, key);
}

function literal(data: string): Written {
  return { code: string(data), notes: [], yields: ['text'], faults: 0 };
}

function made(named: string, args: readonly Written[]): Written {
  const code = call(
    name(`core ${named}`),
    args.map((each) => each.code),
  );
  return { code, notes: args.flatMap(({ notes }) => notes), yields: [], faults: faultsOf(args) };
}
