import { pauseBeforeRetry } from '../backoff.ts';
import { type Seams, withDefaults } from '../seams.ts';
import { readText } from '../transport/read-body.ts';
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.ts';
import { EntraError } from './entra-error.ts';
import { type Redact, redacter } from './redact.ts';

/** A request without its limits, and what it holds that no message may show. */
type Question = readonly [
  request: Omit<TransportRequest, 'signal' | 'timeoutMs' | 'stream'>,
  secrets: readonly string[],
];

export interface Answer extends Omit<TransportResponse, 'body'> {
  readonly text: string;
  readonly askedAt: number;
  /** What was asked, of whom. */
  readonly subject: string;
  readonly redact: Redact;
}

/**
 * Asks until there is an answer, or a refusal that will not pass by itself. `prepare` makes each question anew; `read`
 * throws `EntraError` when the answer is not what was asked for. Rejects with `EntraError`.
 */
export async function exchange<T>(
  subject: string,
  transport: Transport,
  signal: AbortSignal,
  seams: Seams,
  prepare: () => Promise<Question>,
  read: (answer: Answer) => T | Promise<T>,
): Promise<T> {
  const { now, sleep, random } = withDefaults(seams);
  for (let attempt = 1; ; attempt += 1) {
    const [request, secrets] = await prepare();
    const redact = redacter(secrets);
    const askedAt = now();
    try {
      const response = await transport({ ...request, signal, timeoutMs: 3e4 });
      const text = await readText(response);
      return await read({ ...response, text, askedAt, subject, redact });
    } catch (thrown) {
      const cause = thrown as EntraError | Partial<NodeJS.ErrnoException>; // in practice
      const why = `${cause.message}`;
      const error =
        cause instanceof EntraError
          ? cause
          : new EntraError('ERR_ENTRA_UNREACHABLE', `${subject}: ${redact(why)}`, {
              // Others may hold the request, and with it the secret.
              cause: cause.name === 'TransportError' && redact(why) === why ? cause : undefined,
            });
      const { status = 0, retryAfterMs } = error;
      const isPassing =
        status === 429 ||
        status > 499 ||
        retryAfterMs !== undefined ||
        cause.code === 'ERR_TRANSPORT_NETWORK' ||
        /^(temporarily_una|server_e|Throttl)/.test(`${error.error}`);
      const pause = isPassing
        ? pauseBeforeRetry(attempt, retryAfterMs, { attempts: 4, maxDelayMs: 6e4 }, random)
        : undefined;
      if (pause === undefined) throw error;
      await sleep(pause, signal);
    }
  }
}
