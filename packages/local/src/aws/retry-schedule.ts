import type { Clock } from '../clock.ts';
import type { Kernel } from './service.ts';

/** Work that is to be tried again later. */
export interface RetrySchedule {
  /** Runs `work` in `delay` milliseconds, unless the schedule has been stopped by then. */
  again(delay: number, work: () => Promise<void>): void;
  /** Forgets what has been scheduled and takes nothing more. */
  stop(): void;
  isStopped(): boolean;
}

/** A scheduled retry is not in flight: the kernel hears of it when it runs, and nobody waits for it before. */
export function createRetrySchedule(kernel: Pick<Kernel, 'track'>, clock: Clock): RetrySchedule {
  const scheduled = new Set<() => void>();
  let stopped = false;
  return {
    again(delay, work) {
      if (stopped) return;
      const cancel = clock.after(delay, () => {
        scheduled.delete(cancel);
        void kernel.track(work());
      });
      scheduled.add(cancel);
    },
    stop() {
      stopped = true;
      for (const cancel of scheduled) cancel();
      scheduled.clear();
    },
    isStopped: () => stopped,
  };
}
