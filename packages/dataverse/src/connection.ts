import { pauseBeforeRetry, type RetryLimits } from './backoff.ts';
import type { Credential, TokenOptions } from './credential.ts';
import { isTraced, traced } from './diagnostics.ts';
import type { Environment } from './environment.ts';
import { requestIdOf } from './errors/answer.ts';
import { badArgument, ConfigurationError } from './errors/configuration-error.ts';
import type { DataverseError } from './errors/dataverse-error.ts';
import { isSafeToRepeat, nameOf, type Operation, type Outgoing, requestBody } from './outgoing.ts';
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
import { TransportError } from './transport/transport-error.ts';

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
const NOT_THERE: ReadonlySet<string> = new Set(['0x80040217', '0x80060891']);

const TRY_TIMEOUT_MS = 120_000;
const MAX_URL = 32_768;

/**
 * The same connection with other options for its requests; whatever else stands in `options` is passed over.
 * Throws `ConfigurationError` for what cannot be honoured.
 */
export function narrow(connection: Connection, options: RequestOptions): Connection {
  const given = requestOptions(options);
  if (given === undefined) return connection;
  const headers = optionHeaders(connection.headers, given);
  return { ...connection, headers, options: { ...connection.options, ...given } };
}

/** Sends an operation and reads its answer. Rejects as `send` does. */
export async function run<T>(connection: Connection, operation: Operation<T>): Promise<T> {
  return operation.read(await send(connection, operation));
}

/**
 * Sends until there is a success, or an error that will not pass by itself. Rejects with `DataverseError`,
 * `TransportError`, or the credential's own error.
 */
export async function send(connection: Connection, outgoing: Outgoing): Promise<Reply> {
  return new Sending(connection, outgoing).run(readReply);
}

/** As `send`, but gives the body of a success as it arrives. */
export async function open(connection: Connection, outgoing: Outgoing): Promise<OpenReply> {
  return new Sending(connection, outgoing, true).run(async (response, _, isRepeated) => ({
    ...response,
    isRepeated,
  }));
}

type ReadSuccess<T> = (
  response: TransportResponse,
  outgoing: Outgoing,
  isRepeated: boolean,
) => T | Promise<T>;

/** One request from its first try to its last. */
class Sending {
  readonly #connection: Connection;
  readonly #outgoing: Outgoing;
  readonly #body: string | Uint8Array | undefined;
  readonly #url: string;
  readonly #stream: boolean;
  readonly #endsAt: number | undefined;
  #attempt = 0;

  constructor(connection: Connection, outgoing: Outgoing, stream = false) {
    const { timeoutMs, tag } = connection.options;
    const { url } = outgoing;
    this.#url =
      tag === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}tag=${encodeURIComponent(tag)}`;
    if (this.#url.length > MAX_URL) {
      throw badArgument(`The URL has ${this.#url.length} characters; Dataverse takes ${MAX_URL}.`);
    }
    this.#connection = connection;
    this.#outgoing = outgoing;
    this.#stream = stream;
    this.#body = requestBody(outgoing);
    this.#endsAt = timeoutMs === undefined ? undefined : connection.seams.now() + timeoutMs;
  }

  async run<T>(read: ReadSuccess<T>): Promise<T> {
    const { retry, seams } = this.#connection;
    const outgoing = this.#outgoing;
    let isRepeated = false;
    for (;;) {
      let error: DataverseError | TransportError;
      let isLost: boolean;
      try {
        let token = await this.#token();
        let response = await this.#exchange(token);
        if (response.status === 401) {
          const fresh = await this.#token(token);
          if (fresh !== token) {
            await readText(response);
            token = fresh;
            response = await this.#exchange(fresh);
          }
        }
        const { status, headers } = response;
        if ((status >= 200 && status < 300) || status === 304)
          return await read(response, outgoing, isRepeated);
        const text = await readText(response);
        // Explanations are a third of the whole, and are loaded when there is something to explain.
        const { readError } = await import('./errors/read-error.ts');
        error = readError({ status, headers, text }, this.#asked(token, isRepeated));
        isLost = status >= 502 && status <= 504;
        if (isRepeated && outgoing.method === 'DELETE' && NOT_THERE.has(error.errorCode)) {
          // The try whose answer was lost has deleted it.
          return await read({ status, headers, body: new Uint8Array() }, outgoing, isRepeated);
        }
      } catch (cause) {
        if (!(cause instanceof TransportError)) throw cause;
        error = cause;
        isLost = cause.code === 'ERR_TRANSPORT_NETWORK';
      }
      const answered = error instanceof TransportError ? undefined : error;
      // 429 is answered before anything is done, so that it may be repeated whatever the request was.
      const mayRepeat = answered?.status === 429 || (isLost && isSafeToRepeat(outgoing));
      const askedMs = answered?.retryAfterMs;
      const pause = mayRepeat ? pauseBeforeRetry(this.#attempt, askedMs, retry, seams.random) : undefined;
      if (pause === undefined || pause >= this.#left()) throw error;
      isRepeated ||= isLost;
      await this.#wait(pause);
    }
  }

  #left(): number {
    return this.#endsAt === undefined
      ? Number.POSITIVE_INFINITY
      : this.#endsAt - this.#connection.seams.now();
  }

  #exchange(token: string): Promise<TransportResponse> {
    this.#attempt += 1;
    const { transport, headers: always, options } = this.#connection;
    const { method, headers: own } = this.#outgoing;
    const body = this.#body;
    const headers: Record<string, string> = { ...always, ...own };
    if (body !== undefined) headers['content-type'] ??= 'application/json';
    const timeoutMs = Math.min(TRY_TIMEOUT_MS, this.#left());
    if (timeoutMs <= 0) throw this.#timedOut('before it was sent');
    const send = () =>
      transport({
        method,
        url: this.#url,
        // A copy: subscribers keep the event, which shall not show the token.
        headers: { ...headers, authorization: `Bearer ${token}` },
        timeoutMs,
        ...(body !== undefined && { body }),
        ...(options.signal !== undefined && { signal: options.signal }),
        ...(this.#stream && { stream: true }),
      });
    if (!isTraced()) return send();
    const event = { method, url: this.#url.replace(/\?.*$/, ''), attempt: this.#attempt, headers };
    return traced(event, async () => {
      const response = await send();
      const { status } = response;
      return Object.assign(event, { status, requestId: requestIdOf(response.headers) }) && response;
    });
  }

  async #token(rejectedToken?: string): Promise<string> {
    const { credential, environment, options, transport } = this.#connection;
    const { scope, authority } = environment;
    const deadline = this.#endsAt === undefined ? undefined : new Deadline(this.#left(), options.signal);
    const abortSignal = deadline?.signal ?? options.signal;
    const wanted: TokenOptions = {
      transport,
      ...(authority !== undefined && { authority }),
      ...(abortSignal !== undefined && { abortSignal }),
      ...(rejectedToken !== undefined && { rejectedToken }),
    };
    try {
      const { token } = (await credential.getToken(scope, wanted)) ?? {};
      if (typeof token === 'string' && isHeaderText(token)) return token;
      const what = token ? 'a token with characters that no header may hold' : 'no token';
      throw new ConfigurationError('ERR_DATAVERSE_CREDENTIAL', `The credential gave ${what} for ${scope}.`);
    } catch (cause) {
      throw deadline?.isOver ? this.#timedOut('waiting for a token', cause) : cause;
    } finally {
      deadline?.clear();
    }
  }

  async #wait(ms: number): Promise<void> {
    const { seams, options } = this.#connection;
    try {
      await seams.sleep(ms, options.signal);
      options.signal?.throwIfAborted();
    } catch (cause) {
      throw new TransportError(
        'ERR_TRANSPORT_ABORTED',
        `${nameOf(this.#outgoing)}: ended by the caller's signal.`,
        { cause },
      );
    }
  }

  #timedOut(when: string, cause?: unknown): TransportError {
    const words = `${nameOf(this.#outgoing)}: ${this.#connection.options.timeoutMs} ms were over ${when}.`;
    return new TransportError('ERR_TRANSPORT_TIMEOUT', words, { cause });
  }

  #asked(token: string, isRepeated: boolean) {
    const { environment, seams, impersonation } = this.#connection;
    return {
      at: nameOf(this.#outgoing),
      environment: environment.url,
      token,
      now: seams.now(),
      isRepeated,
      ...(impersonation && { actingFor: impersonation[1] }),
    };
  }
}

/** A signal that is aborted by the caller's, or when the time is up. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #outer: AbortSignal | undefined;
  readonly signal = this.#controller.signal;
  isOver = false;

  constructor(ms: number, outer: AbortSignal | undefined) {
    this.#timer = setTimeout(
      () => {
        this.isOver = true;
        this.#controller.abort();
      },
      Math.max(0, ms),
    );
    this.#outer = outer;
    if (outer?.aborted) this.#onOuter();
    outer?.addEventListener('abort', this.#onOuter, { once: true });
  }

  readonly #onOuter = () => this.#controller.abort(this.#outer?.reason);

  clear(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuter);
  }
}

function isHeaderText(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
