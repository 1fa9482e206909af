import { type Connection, narrow, send } from './connection.ts';
import { badArgument } from './errors/configuration-error.ts';
import { queryString } from './odata/query-string.ts';
import type { Reply } from './reply.ts';
import { checkHeaders, type RequestOptions } from './request-options.ts';
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
  /** Sent as JSON; bytes as they are. */
  readonly body?: unknown;
}

const NOT_YOURS = /^(authorization|host|mscrmcallerid|callerobjectid|content-length|transfer-encoding)$/i;

export async function sendRaw(connection: Connection, request: RawRequest): Promise<Reply> {
  const { method = 'GET', path, query = {}, headers = {}, body } = request;
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (NOT_YOURS.test(name)) {
      throw badArgument(`request(): the header ${name} is set by the client; to act for a user, use as().`);
    }
    own[name.toLowerCase()] = value;
  }
  const asked = queryString(query);
  if (asked !== '' && path.includes('?'))
    throw badArgument('request(): the query is in path and in query; give it once.');
  const url = resolvePath(connection.environment, path + asked);
  return send(narrow(connection, request), { method, url, headers: checkHeaders(own), body });
}
