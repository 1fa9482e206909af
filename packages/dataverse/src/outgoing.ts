import { badArgument } from './errors/configuration-error.ts';
import type { Reply } from './reply.ts';

/** One request to the Web API, before the token and the headers that all have. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Absolute, encoded, in the environment. */
  readonly url: string;
  /** Names in lower case; they win over the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, bytes as they are. */
  readonly body?: unknown;
}

/** A request with what its answer means: a plain value, to be sent alone or within a batch. */
export interface Operation<T> extends Outgoing {
  /** Throws `DataverseError` for an answer that is not what was asked for. */
  readonly read: (reply: Reply) => T;
}

/** The operation that sends `outgoing`; `read` is told what was asked. */
export function operation<T>(
  outgoing: Outgoing,
  read: (reply: Reply, outgoing: Outgoing) => T,
): Operation<T> {
  return { ...outgoing, read: (reply) => read(reply, outgoing) };
}

/** Reads an answer that has nothing to tell. */
export function nothing(): void {}

/** The body as it is sent. Throws `ConfigurationError` for what JSON cannot hold (a bigint, a cycle). */
export function requestBody({ body }: Outgoing): string | Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw badArgument('The body cannot be written as JSON.', { cause });
  }
}

/** Method and path, without the query, which may name people. */
export function nameOf({ method, url }: Pick<Outgoing, 'method' | 'url'>): string {
  return `${method} ${url.replace(/^[a-z]+:\/\/[^/]*|\?.*$/gi, '')}`;
}

/** Values of several `Prefer` headers as one, or no header. */
export function prefer(...values: readonly (string | false | undefined)[]): Record<string, string> {
  const given = values.filter(Boolean).join(',');
  return given === '' ? {} : { prefer: given };
}
