import { badArgument } from '../errors/configuration-error.ts';
import { queryString } from '../odata/query-string.ts';
import type { QueryOptions } from '../query/query-options.ts';
import { setUrl, type TableTarget } from '../table/target.ts';
import { resolveLink } from '../target.ts';

const DELTA_TOKEN = /[?&](?:\$|%24)deltatoken=([^&]+)/i;
const ANY_TOKEN = /[?&](?:\$|%24)(?:delta|skip)token=[^&]/i;

/** The URL to go on from: a link of the service to this table and these columns, or a token out of one. */
export function sinceUrl(target: TableTarget, options: QueryOptions, since: string | undefined): string {
  const { select } = options;
  const columns = queryString({ $select: select.length === 0 ? undefined : select.join(',') });
  const set = setUrl(target);
  if (since === undefined) return set + columns;
  if (!isLink(since)) return `${set}${columns === '' ? '?' : `${columns}&`}$deltatoken=${tokenText(since)}`;
  const url = resolveLink(target.environment, since);
  const { pathname, searchParams } = new URL(url);
  if (pathname !== new URL(set).pathname)
    throw badArgument(`since leads to ${pathname}, not to ${target.entitySet}.`);
  if (!ANY_TOKEN.test(url)) throw badArgument('since is a link without a token.');
  const asked = searchParams.get('$select') ?? '';
  if (namesOf(asked.split(',')) !== namesOf(select)) {
    throw badArgument(
      `since is for the columns "${asked}". Select those, or start again without since to have others.`,
    );
  }
  return url;
}

/** Whether the URL asks for what has changed since. */
export function isDelta(url: string): boolean {
  return DELTA_TOKEN.test(url);
}

/** `?$deltatoken=…` for counting. */
export function deltaQuery(target: TableTarget, options: QueryOptions, since: string): string {
  if (!isLink(since)) return `?$deltatoken=${tokenText(since)}`;
  const [, token] = DELTA_TOKEN.exec(sinceUrl(target, options, since)) ?? [];
  if (token === undefined)
    throw badArgument('countChanges(): since is a checkpoint between two pages; give a token.');
  return `?$deltatoken=${token}`;
}

function isLink(since: string): boolean {
  if (typeof since === 'string' && since.trim() !== '') return /^https?:/i.test(since);
  throw badArgument('since is blank.');
}

/** The token encoded, whether it was given as it stands in a link or decoded. */
function tokenText(since: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(since));
  } catch (cause) {
    throw badArgument('since is no token: it is not well encoded.', { cause });
  }
}

function namesOf(columns: readonly string[]): string {
  return [...new Set(columns.map((column) => column.trim()))].filter(Boolean).sort().join();
}
