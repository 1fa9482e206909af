import { EntraError } from '@wayleave/dataverse/entra';

/** Refusals that a new app, service principal or secret can meet until Entra has replicated it. */
const replicating: ReadonlySet<number> = new Set([700016, 700038, 7000215, 7000229]);

export interface PatienceOptions {
  /** How long to go on asking, in milliseconds; 120,000 by default. */
  readonly patienceMs?: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Asks until Entra accepts, at growing intervals; what does not look like replication is thrown at once. */
export async function untilReplicated(ask: () => Promise<unknown>, options: PatienceOptions): Promise<void> {
  const { patienceMs = 120_000, now, sleep } = options;
  const giveUpAt = now() + patienceMs;
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, 15_000)) {
    try {
      await ask();
      return;
    } catch (error) {
      const mayPass = error instanceof EntraError && error.codes.some((code) => replicating.has(code));
      if (!mayPass || now() + pauseMs > giveUpAt) throw error;
      await sleep(pauseMs);
    }
  }
}
