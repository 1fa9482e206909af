/** Counts work that goes on after an answer was given. */
export interface Background {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing tracked is in flight, work that other work started included. */
  settled(): Promise<void>;
}

export function createBackground(): Background {
  const inFlight = new Set<Promise<unknown>>();
  return {
    track(work) {
      const seen = work.then(
        () => undefined,
        () => undefined,
      );
      inFlight.add(seen);
      void seen.then(() => inFlight.delete(seen));
      return work;
    },
    async settled() {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}
