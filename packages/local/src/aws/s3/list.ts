/** A page of a listing: keys and rolled-up prefixes, in the order of their bytes. */
export interface ListedPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of this page, when there is more. */
  readonly next?: string;
}

export interface ListWish {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after this key, or after this rolled-up prefix. */
  readonly after: string;
  readonly max: number;
}

/**
 * Lists keys as S3 does: those under the prefix, in the order of their UTF-8 bytes, with keys that have the
 * delimiter after the prefix rolled up to it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listKeys(all: Iterable<string>, wish: ListWish): ListedPage {
  const { prefix, delimiter, after, max } = wish;
  const keys: string[] = [];
  const prefixes: string[] = [];
  if (max === 0) return { keys, prefixes };
  const under = [...all].filter((key) => key.startsWith(prefix)).sort(compareBytes);
  let last = '';
  for (const key of under) {
    if (after !== '' && compareBytes(key, after) <= 0) continue;
    const rolled = rolledUp(key, prefix, delimiter);
    if (rolled !== undefined && (rolled === after || rolled === prefixes.at(-1))) continue;
    if (keys.length + prefixes.length === max) return { keys, prefixes, next: last };
    if (rolled === undefined) keys.push(key);
    else prefixes.push(rolled);
    last = rolled ?? key;
  }
  return { keys, prefixes };
}

function rolledUp(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** UTF-16, in which strings compare, orders characters beyond the first plane differently. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
