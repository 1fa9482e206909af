/** Says what is being done and, when it is done, how long it took. */
export interface Progress {
  stage<T>(id: string, title: string, work: () => Promise<T>): Promise<T>;
  /** A line of detail under the present stage. */
  note(text: string): void;
  /** Milliseconds by stage id. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export function createProgress(
  output: ProgressOutput,
  now: () => number = () => performance.now(),
): Progress {
  const timings: Record<string, number> = {};
  const live = output.isTTY === true;
  return {
    timings,
    async stage(id, title, work) {
      const startedAt = now();
      // On a terminal the line is rewritten when the stage ends; in a log each stage is one line.
      if (live) output.write(`  … ${title}`);
      try {
        const result = await work();
        timings[id] = Math.round(now() - startedAt);
        output.write(`${live ? '\r' : ''}  ✓ ${title.padEnd(56)} ${seconds(timings[id])}\n`);
        return result;
      } catch (error) {
        timings[id] = Math.round(now() - startedAt);
        output.write(`${live ? '\r' : ''}  ✗ ${title.padEnd(56)} ${seconds(timings[id])}\n`);
        throw error;
      }
    },
    note(text) {
      output.write(`      ${text}\n`);
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`.padStart(8);
}
