import { pauseBeforeRetry, type RetryLimits } from './backoff.ts';
import type { Credential } from './credential.ts';
import type { Environment } from './environment.ts';
import { badArgument, ConfigurationError } from './errors/configuration-error.ts';
import type { DataverseError } from './errors/dataverse-error.ts';
import { type AskedFor, type RawAnswer, readError } from './errors/read-error.ts';
import { isSafeToRepeat, type Outgoing, requestBody, requestHeaders } from './outgoing.ts';
import { type Reply, readReply } from './reply.ts';
import type { ImpersonationHeader, RequestOptions } from './request-options.ts';
import type { Seams } from './seams.ts';
import { readText } from './transport/read-body.ts';
import type { Transport } from './transport/transport.ts';
import { TransportError } from './transport/transport-error.ts';

/** All that requests are made with; immutable, shared by the clients derived from one another. */
export interface ConnectionSettings extends RequestOptions {
  readonly environment: Environment;
  readonly credential: Credential;
  readonly transport: Transport;
  readonly seams: Required<Seams>;
  readonly retry: RetryLimits;
  readonly userAgent: string;
  readonly impersonation?: ImpersonationHeader;
}

type Attempt = { readonly answer: RawAnswer; readonly token: string } | TransportError;

/** No row with this id, or with this alternate key. */
const NOT_THERE: ReadonlySet<string> = new Set(['0x80040217', '0x80060891']);

const TIMEOUT_MS = 120_000;
const MAX_URL = 32_768;

/**
 * Sends until there is a success, or an error that will not pass by itself. Rejects with `DataverseError`,
 * `TransportError`, or the credential's own error.
 */
export async function send(settings: ConnectionSettings, outgoing: Outgoing): Promise<Reply> {
  const { environment, seams, retry } = settings;
  const { url, method } = outgoing;
  if (url.href.length > MAX_URL) {
    throw badArgument(`The URL has ${url.href.length} characters; Dataverse takes ${MAX_URL}.`);
  }
  const at = `${method} ${url.pathname}`;
  let isRepeated = false;

  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(settings, outgoing);
    let error: DataverseError | TransportError;
    let isLost: boolean;
    if (outcome instanceof TransportError) {
      error = outcome;
      isLost = outcome.code === 'ERR_TRANSPORT_NETWORK';
    } else {
      const { answer, token } = outcome;
      const asked: AskedFor = {
        at,
        environment: environment.url,
        token,
        now: seams.now(),
        isRepeated,
        ...(settings.impersonation && { actingFor: settings.impersonation[1] }),
      };
      if (isSuccess(answer.status)) return readReply(answer, asked, isRepeated);
      error = readError(answer, asked);
      isLost = [502, 503, 504].includes(answer.status);
      if (isRepeated && method === 'DELETE' && NOT_THERE.has(error.errorCode)) {
        // The try whose answer was lost has deleted it.
        return { status: answer.status, headers: answer.headers, body: undefined, isRepeated };
      }
    }
    // 429 is answered before anything is done, so that it may be repeated whatever the request was.
    const isThrottled = !(error instanceof TransportError) && error.status === 429;
    const mayRepeat = isThrottled || (isLost && isSafeToRepeat(outgoing));
    const askedMs = error instanceof TransportError ? undefined : error.retryAfterMs;
    const pause = mayRepeat ? pauseBeforeRetry(attempt, askedMs, retry, seams.random) : undefined;
    if (pause === undefined) throw error;
    isRepeated ||= isLost;
    await waitFor(pause, settings, at);
  }
}

/** One try, and when its token is refused, once more with a fresh one. */
async function tryOnce(settings: ConnectionSettings, outgoing: Outgoing): Promise<Attempt> {
  const token = await getToken(settings);
  try {
    const answer = await exchange(settings, outgoing, token);
    if (answer.status !== 401) return { answer, token };
    const fresh = await getToken(settings, token);
    if (fresh === token) return { answer, token };
    return { answer: await exchange(settings, outgoing, fresh), token: fresh };
  } catch (error) {
    if (error instanceof TransportError) return error;
    throw error;
  }
}

async function exchange(settings: ConnectionSettings, outgoing: Outgoing, token: string): Promise<RawAnswer> {
  const body = requestBody(outgoing);
  const response = await settings.transport({
    method: outgoing.method,
    url: outgoing.url.href,
    headers: { ...requestHeaders(settings, outgoing), authorization: `Bearer ${token}` },
    ...(body !== undefined && { body }),
    ...(settings.signal && { signal: settings.signal }),
    timeoutMs: settings.timeoutMs ?? TIMEOUT_MS,
  });
  return { status: response.status, headers: response.headers, text: await readText(response) };
}

async function getToken(settings: ConnectionSettings, rejectedToken?: string): Promise<string> {
  const { credential, environment, signal } = settings;
  const answer = await credential.getToken(environment.scope, {
    ...(signal && { abortSignal: signal }),
    ...(environment.authority !== undefined && { authority: environment.authority }),
    ...(rejectedToken !== undefined && { rejectedToken }),
  });
  if (typeof answer?.token === 'string' && /^[\x21-\x7e]+$/.test(answer.token)) return answer.token;
  const what = answer?.token ? 'a token with characters that no header may hold' : 'no token';
  throw new ConfigurationError(
    'ERR_DATAVERSE_CREDENTIAL',
    `The credential gave ${what} for ${environment.scope}.`,
  );
}

async function waitFor(ms: number, { seams, signal }: ConnectionSettings, at: string): Promise<void> {
  try {
    await seams.sleep(ms, signal);
    signal?.throwIfAborted();
  } catch (cause) {
    throw new TransportError('ERR_TRANSPORT_ABORTED', `${at}: ended by the caller's signal.`, { cause });
  }
}

function isSuccess(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304;
}
