import { type ConnectionSettings, send } from './connection.ts';
import { badArgument } from './errors/configuration-error.ts';
import { queryString } from './odata/query-string.ts';
import type { Reply } from './reply.ts';
import { checkRequestOptions, type RequestOptions } from './request-options.ts';
import { resolvePath } from './target.ts';

/** A request that nothing else here makes. */
export interface RawRequest extends RequestOptions {
  /** `GET` by default. */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Relative to the Web API's root, encoded: `accounts/$count`. */
  readonly path: string;
  /** Options that are encoded for you: `{ $filter: odata`name eq ${name}` }`. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** They win over the usual headers. Token and impersonation are not set here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

const NOT_YOURS = new Set([
  'authorization',
  'host',
  'mscrmcallerid',
  'callerobjectid',
  'content-length',
  'transfer-encoding',
]);

export async function sendRaw(settings: ConnectionSettings, request: RawRequest): Promise<Reply> {
  const { method = 'GET', path, query = {}, headers = {}, body, ...options } = request;
  checkRequestOptions(options);
  for (const name of Object.keys(headers)) {
    if (NOT_YOURS.has(name.toLowerCase())) {
      throw badArgument(`request(): the header ${name} is set by the client; to act for a user, use as().`);
    }
  }
  const asked = queryString(query);
  if (asked !== '' && path.includes('?'))
    throw badArgument('request(): give the query in path or in query, not both.');
  return send(
    { ...settings, ...options },
    { method, url: resolvePath(settings.environment, path + asked), headers, body },
  );
}
