import { invalidParameter } from './errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/** A page of a list; the token is the place of the page's first item. Refuses tokens it did not issue. */
export function pageOf<T>(
  all: readonly T[],
  limit: number,
  token: string | undefined,
  bytesOf?: (item: T) => number,
): Page<T> {
  const start = token === undefined ? 0 : offsetOf(token);
  let end = start;
  let bytes = 0;
  for (const item of all.slice(start, start + limit)) {
    bytes += bytesOf?.(item) ?? 0;
    if (bytes > PAGE_BYTES && end > start) break;
    end++;
  }
  const items = all.slice(start, end);
  return end < all.length ? { items, nextToken: tokenOf(end) } : { items };
}

/** A page of log events holds at most 1 MB. */
const PAGE_BYTES = 1_048_576;

function tokenOf(offset: number): string {
  return Buffer.from(`page:${offset}`).toString('base64url');
}

function offsetOf(token: string): number {
  const match = /^page:(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (match === null) throw invalidParameter('The specified nextToken is invalid.');
  return Number(match[1]);
}
