import type { Surroundings } from '../surroundings.ts';

/** What Ctrl-C came to so far. */
export interface Interrupts {
  /** Aborted at the first press: stop waiting, put things in order. */
  readonly first: AbortSignal;
  /** Aborted at the second: leave at once. */
  readonly second: AbortSignal;
}

export function watchInterrupts({ interrupted }: Pick<Surroundings, 'interrupted'>): Interrupts {
  const first = new AbortController();
  const second = new AbortController();
  const watch = async () => {
    await interrupted();
    first.abort();
    await interrupted();
    second.abort();
  };
  void watch();
  return { first: first.signal, second: second.signal };
}
