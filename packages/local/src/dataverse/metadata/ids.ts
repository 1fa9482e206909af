import { createHash } from 'node:crypto';

const shape = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** The same name gives the same id in every run, so that ids can be written down in a test. */
export function stableId(kind: string, name: string): string {
  const hex = createHash('sha1').update(`wayleave:${kind}:${name}`).digest('hex');
  return shape(`${hex.slice(0, 12)}5${hex.slice(13, 16)}a${hex.slice(17, 32)}`);
}

/** Ids of rows: they ascend in the order of creation, as the service's own sequential ids do. */
export function sequentialIds(now: () => number): () => string {
  let last = 0;
  let count = 0;
  return () => {
    const ms = Math.max(now(), last);
    count = ms === last ? count + 1 : 0;
    if (count > 0xfff) {
      last = ms + 1;
      count = 0;
    } else last = ms;
    const tail = createHash('sha1').update(`${last}:${count}`).digest('hex').slice(0, 15);
    return shape(`${last.toString(16).padStart(12, '0')}7${count.toString(16).padStart(3, '0')}a${tail}`);
  };
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isGuid = (text: string): boolean => GUID.test(text);
