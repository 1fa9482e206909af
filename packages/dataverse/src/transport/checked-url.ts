import { isLoopback } from '../loopback.ts';
import { TransportError } from './transport-error.ts';

/** The URL, if a token may be sent to it. The refusal shows neither its query nor its user name and password. */
export function checkedUrl(text: string): URL {
  let origin = 'The URL';
  try {
    const url = new URL(text);
    origin = url.origin;
    const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
    if (isSecure && !url.username && !url.password) return url;
  } catch {}
  throw new TransportError(
    'ERR_TRANSPORT_URL',
    `${origin} is not taken, but https: without a user name, and http: to loopback hosts.`,
  );
}
