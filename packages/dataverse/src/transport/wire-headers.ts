import type { TransportRequest } from './transport.ts';

const OWN = /^(host|content-length|transfer-encoding|connection|expect|upgrade)$/i;

/**
 * The headers as a list of names and values, with the host and the length; `node:http` takes that as it is, at a
 * fraction of what an object costs. Throws for what only a transport may set.
 */
export function wireHeaders(host: string, { method, headers, body }: TransportRequest): string[] {
  const list = ['host', host];
  for (const name in headers) {
    if (OWN.test(name)) throw new Error(`the header "${name}" is set by the transport alone`);
    list.push(name, headers[name] as string);
  }
  if (body !== undefined || /^(POST|PUT|PATCH)$/.test(method)) {
    list.push('content-length', String(body === undefined ? 0 : Buffer.byteLength(body)));
  }
  return list;
}

/** The same as an object: of a list, what instruments `node:http` makes headers named 0, 1, 2. */
export function byName(list: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < list.length; index += 2)
    headers[list[index] as string] = list[index + 1] as string;
  return headers;
}
