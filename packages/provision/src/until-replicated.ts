import { EntraError } from '@wayleave/dataverse/entra';
import { ProvisionError } from './errors.ts';

/** Refusals that a new app, service principal or secret can meet until Entra has replicated it. */
const replicating: ReadonlySet<number> = new Set([700016, 700038, 7000215, 7000229]);

export interface PatienceOptions {
  /** How long to go on asking, in milliseconds; 120,000 by default. */
  readonly patienceMs?: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Asks until Entra or Graph accepts, at growing intervals; what does not look like replication is thrown at once. */
export async function untilReplicated<T>(ask: () => Promise<T>, options: PatienceOptions): Promise<T> {
  const { patienceMs = 120_000, now, sleep } = options;
  const giveUpAt = now() + patienceMs;
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, 15_000)) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error) || now() + pauseMs > giveUpAt) throw error;
      await sleep(pauseMs);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof EntraError) return error.codes.some((code) => replicating.has(code));
  if (!(error instanceof ProvisionError)) return false;
  // Graph knows no code of its own for an application that another replica has just made.
  return (
    error.graphCode === 'Request_ResourceNotFound' ||
    /does not reference a valid application object/i.test(error.message)
  );
}
