import { checkedUrl } from './checked-url.ts';

/** Where a request goes, and what it asks for there. */
export interface Place {
  readonly protocol: string;
  /** With the port, unless it is the protocol's own. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  /** With the query. */
  readonly path: string;
}

/**
 * Gives the function that takes URLs apart. Nearly all requests of a transport go to one origin, whose URL is not parsed
 * each time. It throws `TransportError` for what no token may be sent to.
 */
export function placeFinder(): (url: string) => Place {
  let origin: string | undefined;
  let last: Place | undefined;
  return (text) => {
    // What a parser would change is left to it.
    if (origin !== undefined && last !== undefined && text.startsWith(origin) && !/[^!-~]|[#\\]/.test(text)) {
      return { ...last, path: text.slice(origin.length - 1) };
    }
    const { protocol, host, hostname, port, pathname, search } = checkedUrl(text);
    origin = `${protocol}//${host}/`;
    last = { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: pathname + search };
    return last;
  };
}
