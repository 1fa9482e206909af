import { callOf, isObject, listOf as itemsOf } from '../validate/json.ts';
import type { Scope } from './scope.ts';
import { accepts, any, isBare, type Slot, type Yield } from './slot.ts';

/** How deep data is looked into: choosing has to cost little, however deep it nests. */
const deepest = 3;

/**
 * Of the ways in which a place can take data, the one that it fits best: the first with the fewest members that are out
 * of place. For values, `forBranches` leaves out what takes none.
 */
export function chooseSlot(scope: Scope, data: readonly unknown[], slot: Slot, forBranches = false): Slot {
  const open = alternatives(slot).filter((each) => !(forBranches && isBare(each)));
  let best: Slot | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const each of open) {
    const faults = data.reduce((sum: number, one) => sum + misfit(scope, one, each, deepest), 0);
    if (faults < least) [best, least] = [each, faults];
  }
  return best ?? any;
}

function alternatives(slot: Slot): readonly Slot[] {
  return slot.is === 'union' ? slot.of.flatMap(alternatives) : [slot];
}

function misfit(scope: Scope, data: unknown, slot: Slot, left: number): number {
  if (left === 0 || slot.is === 'any' || slot.is === 'json') return 0;
  if (slot.is === 'union') return Math.min(...slot.of.map((each) => misfit(scope, data, each, left - 1)));
  const called = callOf(data);
  if (called !== undefined) return misfitOfCall(scope, called, slot, left);
  if (Array.isArray(data))
    return slot.is === 'list'
      ? total(data.slice(0, 8), (each) => misfit(scope, each, slot.items, left - 1))
      : 10;
  if (!isObject(data)) return fits(data, slot) ? 0 : 1;
  if (slot.is === 'policy' || slot.is === 'map') return 0;
  if (slot.is !== 'object') return 10;
  const lacking = slot.shape.required.filter((each) => !Object.hasOwn(data, each)).length;
  return (
    lacking +
    total(Object.entries(data), ([key, each]) => {
      const own = slot.shape.slot(key);
      return own === undefined ? 1 : misfit(scope, each, own, left - 1);
    })
  );
}

function misfitOfCall(
  scope: Scope,
  [named, argument]: readonly [string, unknown],
  slot: Slot,
  left: number,
): number {
  const list = itemsOf(argument);
  if (named === 'Fn::If')
    return isBare(slot) ? 1 : total(list.slice(1, 3), (each) => misfit(scope, each, slot, left - 1));
  return accepts(slot, yieldsOf(scope, named, argument, list)) ? 0 : 1;
}

/** What a call yields, as far as it can be told without a look at its arguments. */
function yieldsOf(
  scope: Scope,
  named: string,
  argument: unknown,
  list: readonly unknown[],
): readonly Yield[] {
  const [first, second] = list;
  if (named === 'Ref' && typeof argument === 'string') return scope.ref(argument).yields;
  if (named === 'Fn::GetAtt' && typeof first === 'string' && typeof second === 'string')
    return scope.getAtt(first, second).yields;
  if (named === 'Fn::FindInMap' && typeof first === 'string') return scope.mapping(first)?.yields ?? ['text'];
  if (named === 'Fn::Transform') return [];
  if (named === 'Fn::Length') return ['number'];
  return ['Fn::Split', 'Fn::GetAZs', 'Fn::Cidr'].includes(named) ? [{ list: ['text'] }] : ['text'];
}

function total<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, each) => sum + count(each), 0);
}

/** Whether text, a number, true, false or null may stand in a place as it is. */
export function fits(data: unknown, slot: Slot): boolean {
  switch (slot.is) {
    case 'any':
    case 'json':
      return true;
    case 'text':
      return typeof data === 'string' && slot.words?.includes(data) !== false;
    case 'number':
      return typeof data === 'number' && slot.words?.includes(data) !== false;
    case 'boolean':
      return typeof data === 'boolean';
    case 'null':
      return data === null;
    default:
      return false;
  }
}
