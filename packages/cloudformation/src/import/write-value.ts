import { callOf, isObject, type JsonObject } from '../validate/json.ts';
import { chooseSlot, fits } from './choose-slot.ts';
import { array, type Code, call, name, object, scalar, string } from './code.ts';
import type { Scope } from './scope.ts';
import { accepts, any, isBare, type Slot, wanted, type Yield } from './slot.ts';
import { writeFunction } from './write-function.ts';
import { writePolicy } from './write-policy.ts';
import { writeShape } from './write-shape.ts';
import { faultsOf, refuse, unique, type Writer, type Written } from './writer.ts';

export function makeWriter(scope: Scope): Writer {
  const writer: Writer = { scope, write: (data, slot, key) => writeData(writer, data, slot, key) };
  return writer;
}

function writeData(writer: Writer, data: unknown, slot: Slot, key: string): Written {
  const called = callOf(data);
  if (called !== undefined) return writeCall(writer, called, slot, key);
  if (slot.is === 'union') return writer.write(data, chooseSlot(writer.scope, [data], slot), key);
  if (Array.isArray(data)) return writeList(writer, data, slot, key);
  if (isObject(data)) return writeObject(writer, data, slot, key);
  return writeScalar(data, slot, key);
}

function takes(key: string, slot: Slot): string {
  return `${key} takes ${wanted(slot)}.`;
}

function writeCall(writer: Writer, called: readonly [string, unknown], slot: Slot, key: string): Written {
  const [named, argument] = called;
  const made =
    named === 'Fn::If' ? writeIf(writer, argument, slot, key) : writeFunction(writer, named, argument, key);
  if (made === undefined) {
    const { notes, faults, ...inner } = writer.write(argument, any, key);
    const raw = { code: object([{ key: named, code: inner.code, notes: [] }]), notes, faults };
    if (slot.is === 'any' || slot.is === 'json') return { ...raw, yields: ['unknown'] };
    return refuse(raw, `${named} is written as it is: the builder has no function for this form of it.`);
  }
  if (named === 'Fn::If' && !isBare(slot)) return made;
  if (accepts(slot, made.yields)) return made;
  const isText = made.yields.every(
    (each) => each === 'text' || (typeof each === 'object' && !('list' in each)),
  );
  if (isText && accepts(slot, ['text'])) {
    const note = `${key} takes ${wanted(slot)}, which this is not known to be.`;
    const code = call(name('core plain'), [made.code]);
    return { code, notes: unique([...made.notes, note]), yields: ['text'], faults: made.faults + 1 };
  }
  return refuse(made, takes(key, slot));
}

/** Each branch is written for the place itself, because what fits there makes a value that fits. */
function writeIf(writer: Writer, argument: unknown, slot: Slot, key: string): Written | undefined {
  if (!Array.isArray(argument) || argument.length !== 3) return undefined;
  const [condition, ...branches] = argument as readonly unknown[];
  if (typeof condition !== 'string') return undefined;
  const chosen = relaxed(chooseSlot(writer.scope, branches, slot, true));
  const best = branches.map((branch) => writer.write(branch, chosen, key));
  const code = call(name('core if_'), [writer.scope.condition(condition), ...best.map((each) => each.code)]);
  const notes = unique(best.flatMap((each) => each.notes));
  return { code, notes, yields: best.flatMap((each) => each.yields), faults: faultsOf(best) };
}

/** Inside a value, any text may stand where words are listed: only written down directly are they compared. */
function relaxed(slot: Slot): Slot {
  if (slot.is === 'text' && slot.words !== undefined) return { is: 'text', wants: {} };
  if (slot.is === 'number' && slot.words !== undefined) return { is: 'number' };
  return slot;
}

function writeList(writer: Writer, data: readonly unknown[], slot: Slot, key: string): Written {
  const items = slot.is === 'list' ? slot.items : slot.is === 'json' ? slot : any;
  const parts = data.map((each) => writer.write(each, items, key));
  const written = { code: array(parts), notes: [], faults: faultsOf(parts) };
  const yields: readonly Yield[] = [{ list: parts.flatMap((each) => each.yields) }];
  if (slot.is === 'list' || slot.is === 'any' || slot.is === 'json') return { ...written, yields };
  return refuse(written, takes(key, slot));
}

function writeObject(writer: Writer, data: JsonObject, slot: Slot, key: string): Written {
  if (slot.is === 'policy') return writePolicy(writer, data, key);
  if (slot.is === 'object') return writeShape(writer, data, slot.shape, key);
  const inner = slot.is === 'map' ? slot.items : slot.is === 'json' ? slot : any;
  const members = Object.entries(data).map(([own, each]) => ({
    key: own,
    ...writer.write(each, inner, own),
  }));
  const written = { code: object(members), notes: [], faults: faultsOf(members) };
  if (slot.is === 'map' || slot.is === 'any' || slot.is === 'json')
    return { ...written, yields: ['unknown'] };
  return refuse(written, takes(key, slot));
}

function writeScalar(data: unknown, slot: Slot, key: string): Written {
  const code: Code = typeof data === 'string' ? string(data) : scalar(data as number | boolean | null);
  const yields: readonly Yield[] =
    typeof data === 'string'
      ? ['text']
      : typeof data === 'number'
        ? ['number']
        : typeof data === 'boolean'
          ? ['boolean']
          : ['unknown'];
  if (fits(data, slot)) return { code, notes: [], yields, faults: 0 };
  return refuse({ code, notes: [] }, takes(key, slot));
}
