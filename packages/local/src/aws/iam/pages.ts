import { AwsError } from '../service.ts';

export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly rest: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/** One page of a list; the marker is the position of the next item, encoded so that nobody builds on it. */
export function page<T>(all: readonly T[], { Marker, MaxItems = 100 }: PageInput): Page<T> {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError('ValidationError', `Invalid Marker: ${Marker}`);
  const end = start + MaxItems;
  if (end >= all.length) return { items: all.slice(start), rest: { IsTruncated: false } };
  return {
    items: all.slice(start, end),
    rest: { IsTruncated: true, Marker: Buffer.from(String(end)).toString('base64url') },
  };
}
