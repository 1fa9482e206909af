/** What became of the steps: those that failed, and those never begun because of it. */
export interface Outcome {
  readonly failed: readonly string[];
  readonly notBegun: readonly string[];
}

/**
 * Runs a step for each id once the steps it needs are done, side by side where nothing keeps them apart.
 * A step says by its result whether it succeeded. After a failure no further step begins, or, with
 * `persist`, only those that do not need a failed one.
 */
export async function inOrder(
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  step: (id: string) => Promise<boolean>,
  persist = false,
): Promise<Outcome> {
  const done = new Set<string>();
  const failed: string[] = [];
  const waiting = new Set(needs.keys());
  const running = new Map<string, Promise<void>>();

  const begin = (id: string): void => {
    waiting.delete(id);
    const run = step(id).then((succeeded) => {
      running.delete(id);
      if (succeeded) done.add(id);
      else failed.push(id);
    });
    running.set(id, run);
  };

  for (;;) {
    if (failed.length === 0 || persist) {
      for (const id of waiting) {
        const ready = [...(needs.get(id) ?? [])].every((need) => done.has(need) || !needs.has(need));
        if (ready) begin(id);
      }
    }
    if (running.size === 0) return { failed, notBegun: [...waiting] };
    await Promise.race(running.values());
  }
}

/** The same edges the other way round, within the ids given. */
export function reversed(
  needs: ReadonlyMap<string, Iterable<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map([...needs.keys()].map((id) => [id, new Set<string>()]));
  for (const [id, list] of needs) for (const need of list) result.get(need)?.add(id);
  return result;
}
