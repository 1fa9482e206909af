import { setMaxListeners } from 'node:events';
import { pauseBeforeRetry, type RetryLimits } from './backoff.ts';
import type { Credential, TokenOptions } from './credential.ts';
import { isTraced, type RequestEvent, traced } from './diagnostics.ts';
import type { Environment } from './environment.ts';
import { readError, requestIdOf } from './errors/answer.ts';
import { badArgument, ConfigurationError } from './errors/configuration-error.ts';
import type { DataverseError } from './errors/dataverse-error.ts';
import { nameOf, type Operation, type Outgoing, requestBody } from './outgoing.ts';
import { type Reply, readReply } from './reply.ts';
import {
  type ImpersonationHeader,
  optionHeaders,
  type RequestOptions,
  requestOptions,
} from './request-options.ts';
import type { Schema } from './schema.ts';
import type { Seams } from './seams.ts';
import { readText } from './transport/read-body.ts';
import type { Transport, TransportResponse } from './transport/transport.ts';
import { TransportError, type TransportErrorCode } from './transport/transport-error.ts';
import { within } from './within.ts';

/** All that requests are made with; immutable, shared by the clients derived from one another. */
export interface Connection {
  readonly environment: Environment;
  readonly credential: Credential;
  readonly transport: Transport;
  readonly seams: Required<Seams>;
  readonly retry: RetryLimits;
  readonly options: RequestOptions;
  readonly impersonation?: ImpersonationHeader;
  readonly schema?: Schema;
  /** What every request has, the token aside. */
  readonly headers: Readonly<Record<string, string>>;
  /** Logical names that were asked for, by entity set; of this environment alone. */
  readonly logicalNames: Map<string, Promise<string>>;
}

/** A success whose body is still on its way. */
export type OpenReply = TransportResponse & { readonly isRepeated: boolean };

/** No row with this id, or with this alternate key. */
const NOT_THERE = /^0x800(40217|60891)$/;

/** A deadlock or a failover of the database, its transaction rolled back. */
const SQL_ERROR = '0x80044150';

const TRY_TIMEOUT_MS = 120_000;
const MAX_URL = 32_768;

/**
 * The same connection with other options for its requests; whatever else stands in `options` is passed over.
 * Throws `ConfigurationError` for what cannot be honoured.
 */
export function narrow(connection: Connection, options: RequestOptions): Connection {
  const given = requestOptions(options);
  if (given === undefined) return connection;
  // One signal may end many requests, each of which listens to it: that is no leak.
  if (given.signal instanceof EventTarget) setMaxListeners(0, given.signal);
  const headers = optionHeaders(connection.headers, given);
  return { ...connection, headers, options: { ...connection.options, ...given } };
}

/** Sends an operation and reads its answer. Rejects as `send` does. */
export async function run<T>(connection: Connection, operation: Operation<T>): Promise<T> {
  return operation.read(await sendUntilRead(connection, operation, readReply));
}

/**
 * Sends until there is a success, or an error that will not pass by itself. Rejects with `DataverseError`,
 * `TransportError`, or the credential's own error.
 */
export function send(connection: Connection, outgoing: Outgoing): Promise<Reply> {
  return sendUntilRead(connection, outgoing, readReply);
}

/** As `send`, but gives the body of a success as it arrives. */
export async function open(connection: Connection, outgoing: Outgoing): Promise<OpenReply> {
  const asItIs: ReadSuccess<OpenReply> = (response, _, isRepeated) => ({ ...response, isRepeated });
  return sendUntilRead(connection, outgoing, asItIs, true);
}

type ReadSuccess<T> = (
  response: TransportResponse,
  outgoing: Outgoing,
  isRepeated: boolean,
) => T | Promise<T>;

/** It is the same for a thousand requests, and not looked through for each. */
let lastGoodToken: string | undefined;

/** One request from its first try to its last. */
async function sendUntilRead<T>(
  connection: Connection,
  outgoing: Outgoing,
  read: ReadSuccess<T>,
  stream?: boolean,
): Promise<T> {
  const { environment, credential, transport, seams, retry, options, impersonation } = connection;
  const { signal, timeoutMs, tag } = options;
  const { method } = outgoing;
  let { url } = outgoing;
  // A link of the service may repeat it, and stays as it is.
  if (tag !== undefined && !/[?&]tag=/.test(url))
    url += `${url.includes('?') ? '&' : '?'}tag=${encodeURIComponent(tag)}`;
  if (url.length > MAX_URL) {
    throw badArgument(`The URL has ${url.length} characters; Dataverse takes ${MAX_URL}.`);
  }
  const body = requestBody(outgoing);
  const endsAt = seams.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  const left = () => endsAt - seams.now();
  const failure = (code: TransportErrorCode, words: string, cause?: unknown) =>
    new TransportError(code, `${nameOf(outgoing)}: ${words}`, { cause });
  const late = (when: string, cause?: unknown) =>
    failure('ERR_TRANSPORT_TIMEOUT', `${timeoutMs} ms were over ${when}.`, cause);
  let attempt = 0;
  let isRepeated = false;

  const askForToken = async (rejectedToken?: string, abortSignal?: AbortSignal) => {
    const { scope, authority } = environment;
    const wanted = { transport, authority, abortSignal, rejectedToken } as TokenOptions; // what is undefined is left out
    const { token } = (await credential.getToken(scope, wanted)) ?? {};
    if (token && token === lastGoodToken) return token;
    if (typeof token === 'string' && /^[!-~]+$/.test(token)) {
      lastGoodToken = token;
      return token;
    }
    const what = token ? 'a token that no header may hold' : 'no token';
    throw new ConfigurationError('ERR_DATAVERSE_CREDENTIAL', `The credential gave ${what} for ${scope}.`);
  };
  const tokenInTime = (rejectedToken?: string) => {
    if (timeoutMs === undefined && signal === undefined) return askForToken(rejectedToken);
    const ask = (abortSignal: AbortSignal) => askForToken(rejectedToken, abortSignal);
    return within(left(), signal, ask, (cause) => late('waiting for a token', cause));
  };

  const exchange = (token: string): Promise<TransportResponse> => {
    attempt += 1;
    const headers: Record<string, string> = { ...connection.headers, ...outgoing.headers };
    if (body !== undefined) headers['content-type'] ??= 'application/json';
    const tryTimeoutMs = Math.min(TRY_TIMEOUT_MS, left());
    if (tryTimeoutMs <= 0) throw late('before it was sent');
    const authorization = `Bearer ${token}`;
    const sendWith = (all: Readonly<Record<string, string>>) =>
      transport({ method, url, headers: all, body, signal, timeoutMs: tryTimeoutMs, stream });
    if (!isTraced()) return sendWith(Object.assign(headers, { authorization }));
    // Subscribers keep their headers, which shall not show the token.
    const event: RequestEvent = { method, url: url.replace(/\?.*$/, ''), attempt, headers };
    return traced(event, async () => {
      const response = await sendWith({ ...headers, authorization });
      event.status = response.status;
      event.requestId = requestIdOf(response.headers);
      return response;
    });
  };

  for (;;) {
    let error: DataverseError | TransportError;
    let isLost: boolean;
    try {
      let token = await tokenInTime();
      let response = await exchange(token);
      if (response.status === 401) {
        const fresh = await tokenInTime(token);
        if (fresh !== token) {
          await readText(response);
          token = fresh;
          response = await exchange(token);
        }
      }
      const { status, headers } = response;
      if ((status >= 200 && status < 300) || (status === 304 && method === 'GET')) {
        return await read(response, outgoing, isRepeated);
      }
      const text = await readText(response);
      // Explanations are a third of the whole, and are loaded when there is something to explain.
      const { explain } = await import('./errors/explain.ts');
      error = readError(
        explain,
        { status, headers, text },
        {
          at: nameOf(outgoing),
          environment: environment.url,
          token,
          now: seams.now(),
          isRepeated,
          actingFor: impersonation?.[1],
        },
      );
      isLost = status === 408 || (status >= 502 && status <= 504) || error.errorCode === SQL_ERROR;
      if (isRepeated && method === 'DELETE' && NOT_THERE.test(error.errorCode)) {
        // The try whose answer was lost has deleted it.
        return await read({ status, headers, body: new Uint8Array() }, outgoing, isRepeated);
      }
    } catch (cause) {
      if (!(cause instanceof TransportError)) throw cause;
      error = cause;
      isLost = cause.code === 'ERR_TRANSPORT_NETWORK';
    }
    const { status, retryAfterMs }: Partial<DataverseError> = error instanceof TransportError ? {} : error;
    // 429 is answered before anything is done, so that it may be repeated whatever the request was. PATCH sets values
    // of one row, named by its key; POST may create a second row or act twice.
    const mayRepeat = status === 429 || (isLost && method !== 'POST');
    const pause = mayRepeat ? pauseBeforeRetry(attempt, retryAfterMs, retry, seams.random) : undefined;
    if (pause === undefined || pause >= left()) throw error;
    isRepeated ||= isLost;
    try {
      await seams.sleep(pause, signal);
      signal?.throwIfAborted();
    } catch (cause) {
      throw failure('ERR_TRANSPORT_ABORTED', "ended by the caller's signal.", cause);
    }
  }
}
