import { badArgument } from '../errors/configuration-error.ts';

/** A version of a row: its etag, or the row as it was read. */
export type Version = string | object;

/** Throws `ConfigurationError` for a row without an etag. */
export function etagOf(version: Version): string {
  const etag: unknown = typeof version === 'string' ? version : Reflect.get(version, '@odata.etag');
  if (typeof etag === 'string' && etag !== '') return etag;
  throw badArgument('This row has no etag; give one as it was read.');
}
