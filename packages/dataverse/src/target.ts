import type { Environment } from './environment.ts';
import { badArgument } from './errors/configuration-error.ts';
import { ForeignOriginError } from './errors/foreign-origin-error.ts';

/** A path below the Web API's root, as an absolute URL. Throws `ConfigurationError` or `ForeignOriginError`. */
export function resolvePath(environment: Environment, path: string): string {
  if (typeof path !== 'string' || path === '') throw badArgument('path is blank.');
  if (/^[a-z][a-z\d+.-]*:/i.test(path) || /^[/\\]{2}/.test(path)) {
    throw new ForeignOriginError('path', environment.apiRoot, withoutQuery(path));
  }
  if (path.startsWith('/') || path.startsWith('\\')) {
    throw badArgument(
      `path "${withoutQuery(path)}" begins with a slash; it is relative to ${environment.apiRoot}`,
    );
  }
  if (path.includes('#')) throw badArgument('path holds a #, which would cut it off; encode it as %23.');
  return inside(environment, 'path', path);
}

/** The link to the next page, when it stays in the Web API of the same environment. */
export function resolveLink(environment: Environment, link: string): string {
  return inside(environment, 'The next link', link);
}

function inside(environment: Environment, what: string, text: string): string {
  const { apiRoot } = environment;
  if (!URL.canParse(text, apiRoot)) throw badArgument(`${what} is no URL.`);
  const url = new URL(text, apiRoot);
  const root = new URL(apiRoot);
  // `%2e%2e` and `..` are both resolved by now.
  if (url.origin === root.origin && url.pathname.startsWith(root.pathname) && url.username === '') {
    return url.href;
  }
  throw new ForeignOriginError(what, apiRoot, `${url.origin}${url.pathname}`);
}

function withoutQuery(text: string): string {
  return text.split('?')[0] ?? '';
}
