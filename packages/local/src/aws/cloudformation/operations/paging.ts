import { validationError } from '../template/errors.ts';

const PAGE = 100;

/** One page of a list; the token is the place of the next page's first item. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw validationError('Invalid value for NextToken.');
  const end = start + PAGE;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { NextToken: Buffer.from(String(end)).toString('base64url') }),
  };
}
