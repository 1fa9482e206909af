import { cast, type Part } from './code.ts';
import type { Scope } from './scope.ts';
import type { Slot, Yield } from './slot.ts';

/** An expression that was written for a place, and what it yields there. */
export interface Written extends Part {
  /** Of data that is no value: of text `['text']`, and so on. Empty if it fits everywhere. */
  readonly yields: readonly Yield[];
  /** How much of it the types do not take, its own members' included. */
  readonly faults: number;
}

/** What writes data for a place; `key` is the nearest member's name, for notes. */
export interface Writer {
  readonly scope: Scope;
  write(data: unknown, slot: Slot, key: string): Written;
}

/** Casts an expression that its place does not take, and says so. */
export function refuse(
  { code, notes, faults = 0 }: Part & { readonly faults?: number },
  note: string,
): Written {
  return { code: cast(code), notes: unique([...notes, note]), yields: [], faults: faults + 1 };
}

export function unique(notes: readonly string[]): readonly string[] {
  return [...new Set(notes)];
}

export function faultsOf(parts: readonly { readonly faults: number }[]): number {
  return parts.reduce((sum, { faults }) => sum + faults, 0);
}
