import { randomUUID } from 'node:crypto';
import { pauseBeforeRetry, type RetryLimits } from '../backoff.ts';
import type { Seams } from '../seams.ts';
import { readText } from '../transport/read-body.ts';
import type { Transport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { EntraError } from './entra-error.ts';
import { type IssuedToken, readTokenAnswer } from './token-answer.ts';

/** One question to a token endpoint. */
export interface TokenQuestion {
  readonly endpoint: string;
  /** What is asked, of whom, for messages; without the credential. */
  readonly subject: string;
  readonly form: Readonly<Record<string, string>>;
}

const LIMITS: RetryLimits = { attempts: 4, maxDelayMs: 60_000 };
const TIMEOUT_MS = 30_000;

/** Asks until there is a token or a refusal that will not pass by itself. Rejects with `EntraError`. */
export async function requestToken(
  question: TokenQuestion,
  transport: Transport,
  { now, sleep, random }: Required<Seams>,
  signal: AbortSignal,
): Promise<IssuedToken> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await ask(question, transport, now(), signal);
    if (!(outcome instanceof EntraError)) return outcome;
    const pause = isPassing(outcome)
      ? pauseBeforeRetry(attempt, outcome.retryAfterMs, LIMITS, random)
      : undefined;
    if (pause === undefined) throw outcome;
    try {
      await sleep(pause, signal);
      signal.throwIfAborted();
    } catch (cause) {
      throw new EntraError('ERR_ENTRA_ABORTED', `${question.subject}: ended by the caller's signal.`, {
        cause,
      });
    }
  }
}

async function ask(
  { endpoint, subject, form }: TokenQuestion,
  transport: Transport,
  askedAt: number,
  signal: AbortSignal,
): Promise<IssuedToken | EntraError> {
  try {
    const response = await transport({
      method: 'POST',
      url: endpoint,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'client-request-id': randomUUID(),
      },
      body: new URLSearchParams(form).toString(),
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    const { status, headers } = response;
    return readTokenAnswer({ status, headers, text: await readText(response) }, subject, askedAt);
  } catch (cause) {
    if (cause instanceof TransportError && cause.code === 'ERR_TRANSPORT_ABORTED') {
      return new EntraError('ERR_ENTRA_ABORTED', `${subject}: ended by the caller's signal.`, { cause });
    }
    const why = cause instanceof Error ? cause.message : 'the transport failed';
    return new EntraError('ERR_ENTRA_UNREACHABLE', `${subject}: ${why}`, { cause });
  }
}

function isPassing(error: EntraError): boolean {
  if (error.code === 'ERR_ENTRA_UNREACHABLE') {
    return error.cause instanceof TransportError && error.cause.code === 'ERR_TRANSPORT_NETWORK';
  }
  const { status = 0 } = error;
  return (
    status === 429 ||
    status >= 500 ||
    error.error === 'temporarily_unavailable' ||
    error.error === 'server_error'
  );
}
