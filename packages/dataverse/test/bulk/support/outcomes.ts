import type { BulkOutcome } from '../../../src/bulk/report.ts';

/** Keeps outcomes by index; says which came more than once. */
export function outcomes<R>() {
  const all = new Map<number, BulkOutcome<R>>();
  const twice: number[] = [];
  return {
    all,
    twice,
    onOutcome(outcome: BulkOutcome<R>) {
      if (all.has(outcome.index)) twice.push(outcome.index);
      all.set(outcome.index, outcome);
    },
    failed: () =>
      [...all.values()]
        .filter(({ ok }) => !ok)
        .map(({ index }) => index)
        .sort((a, b) => a - b),
  };
}
