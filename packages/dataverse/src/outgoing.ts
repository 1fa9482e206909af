import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ConnectionSettings } from './connection.ts';
import { badArgument } from './errors/configuration-error.ts';

/** One request to the Web API, before the token. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: URL;
  /** Names in any case; they win over the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * Headers for the request, names in lower case but for those that are ours to spell. Throws `ConfigurationError` for
 * what HTTP does not let a header hold.
 */
export function requestHeaders(settings: ConnectionSettings, outgoing: Outgoing): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'odata-maxversion': '4.0',
    'odata-version': '4.0',
    // The word null, as the service's documentation advises: no cached answer of a proxy or of an $expand.
    'if-none-match': 'null',
    'user-agent': settings.userAgent,
  };
  if (outgoing.body !== undefined) headers['content-type'] = 'application/json';
  if (settings.consistency === 'strong') headers['consistency'] = 'Strong';
  for (const [name, value] of Object.entries(outgoing.headers ?? {})) headers[name.toLowerCase()] = value;
  if (settings.impersonation !== undefined) headers[settings.impersonation[0]] = settings.impersonation[1];
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  return headers;
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (cause) {
    throw badArgument(`The header "${name}" has a name or a value that HTTP does not allow.`, { cause });
  }
}

/** The body as JSON. Throws `ConfigurationError` for what JSON cannot hold (a bigint, a cycle). */
export function requestBody({ body }: Outgoing): string | undefined {
  try {
    return body === undefined ? undefined : JSON.stringify(body);
  } catch (cause) {
    throw badArgument('The body cannot be written as JSON.', { cause });
  }
}

/** Whether the request, carried out twice, leaves what it leaves carried out once. */
export function isSafeToRepeat({ method }: Outgoing): boolean {
  // PATCH sets values of one row, named by its key; POST may create a second row or act twice.
  return method !== 'POST';
}
