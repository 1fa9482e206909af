import { invalidParameter } from './errors.ts';

const pageSize = 100;

/** One page of at most 100; the token is where the next begins. */
export function page<T>(
  all: readonly T[],
  token: string | undefined,
): { items: readonly T[]; next?: string } {
  const from = token === undefined || token === '' ? 0 : offsetOf(token);
  const to = from + pageSize;
  return {
    items: all.slice(from, to),
    ...(to < all.length && { next: Buffer.from(`${to}`).toString('base64') }),
  };
}

function offsetOf(token: string): number {
  const text = Buffer.from(token, 'base64').toString('latin1');
  if (!/^\d{1,9}$/.test(text)) throw invalidParameter('NextToken');
  return Number(text);
}
