import { type Connection, narrow } from '../connection.ts';
import { badArgument, ConfigurationError } from '../errors/configuration-error.ts';
import { nameOf, type Outgoing } from '../outgoing.ts';
import type { RequestOptions } from '../request-options.ts';
import { isRowRef } from './entry.ts';

const MAX_URL = 65_536;

/** The connection with one request's options. Throws `ConfigurationError` for those that are the whole batch's. */
export function partConnection(connection: Connection, options: RequestOptions = {}): Connection {
  const { signal, timeoutMs } = options;
  if (signal === undefined && timeoutMs === undefined) return narrow(connection, options);
  throw badArgument("signal and timeoutMs are the whole batch's: give them to send().");
}

/** A request as a part of a batch. All ASCII, so that characters are bytes. Throws `ConfigurationError`. */
export function writePart(
  outgoing: Outgoing,
  { environment, headers: always, options }: Connection,
  contentId?: number,
  knownRefs?: ReadonlySet<string>,
): string {
  const checkRef = (value: unknown) => {
    if (isRowRef(value) && !knownRefs?.has(value)) {
      throw badArgument(
        `"${value}" is of no row created before this request in the same change set. (Content-ID Reference: '${value}' does not exist in the batch context.)`,
      );
    }
  };
  const { method, headers: own, body } = outgoing;
  let { url } = outgoing;
  if (options.tag !== undefined) {
    url += `${url.includes('?') ? '&' : '?'}tag=${encodeURIComponent(options.tag)}`;
  }
  checkRef(/^\$\d+/.exec(url)?.[0]);
  if (url.length > MAX_URL) {
    throw badArgument(`The URL has ${url.length} characters; within a batch Dataverse takes ${MAX_URL}.`);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...always, ...own })) {
    // Whether a part inherits the batch's headers is not documented, so that each has them all, those aside that
    // are of the exchange itself, or that keep a cache from answering.
    const isOuter = /^(user-agent|accept-encoding|if-none-match)$/i.test(name) && own?.[name] === undefined;
    if (!isOuter || (method === 'GET' && name === 'if-none-match')) headers[name] = value;
  }
  if (body !== undefined) headers['content-type'] = 'application/json';
  const lines = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${url.startsWith(environment.url) ? url.slice(environment.url.length) : url} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const unfit = lines.find((line) => !/^[\t\x20-\x7e]*$/.test(line));
  if (unfit !== undefined) {
    throw badArgument(`${nameOf(outgoing)}: within a batch, URLs and headers are ASCII text alone.`);
  }
  return [...lines, '', writeBody(body, checkRef)].join('\r\n');
}

function writeBody(body: unknown, checkRef: (value: unknown) => void): string {
  if (body === undefined) return '';
  if (body instanceof Uint8Array) throw badArgument('Bytes do not go into a batch; send them alone.');
  const check = (name: string, value: unknown) => {
    if (/@odata\.(bind|id)$/.test(name)) for (const each of [value].flat()) checkRef(each);
    return value;
  };
  try {
    const text = JSON.stringify(body, check);
    return text.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw badArgument('The body cannot be written as JSON.', { cause });
  }
}
