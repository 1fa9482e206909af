import type { Environment } from './environment.ts';
import { badArgument } from './errors/configuration-error.ts';
import { ForeignOriginError } from './errors/foreign-origin-error.ts';

/** A path below the Web API's root, as an absolute URL. Throws `ConfigurationError` or `ForeignOriginError`. */
export function resolvePath(environment: Environment, path: string): string {
  if (typeof path !== 'string' || path === '') throw badArgument('path is blank.');
  const shown = path.replace(/\?.*$|[^/\\]*@/gs, '');
  if (/^([a-z][a-z\d+.-]*:|[/\\]{2})/i.test(path)) {
    throw new ForeignOriginError('path', environment.apiRoot, shown);
  }
  if (/^[/\\]/.test(path)) {
    throw badArgument(`path "${shown}" begins with a slash; it is relative to ${environment.apiRoot}`);
  }
  if (path.includes('#')) throw badArgument('path holds a #, which would cut it off; encode it as %23.');
  return inside(environment, 'path', path);
}

/** The link to the next page, when it stays in the Web API of the same environment. */
export function resolveLink(environment: Environment, link: string): string {
  return inside(environment, 'The next link', link);
}

function inside({ apiRoot }: Environment, what: string, text: string): string {
  if (!URL.canParse(text, apiRoot)) throw badArgument(`${what} is no URL.`);
  // `%2e%2e` and `..` are both resolved by now, and a user name would stand before the host.
  const { href, origin, pathname } = new URL(text, apiRoot);
  if (href.startsWith(apiRoot)) return href;
  throw new ForeignOriginError(what, apiRoot, origin + pathname);
}
