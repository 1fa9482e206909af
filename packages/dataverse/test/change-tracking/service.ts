import type { Answer, Arrived } from '../support/server.ts';

export const TOKEN = '919042!08/22/2017 08:10:44';
/** As it stands in a link. */
export const WRITTEN = '919042%2108%2f22%2f2017%2008%3a10%3a44';
export const NEXT = '919058%2108%2f22%2f2017%2008%3a21%3a20';
export const ROOT = '/api/data/v9.2';
export const GONE = '2e451703-c686-e711-80e5-00155db19e6d';

export interface Tracked {
  readonly rows: readonly object[];
  readonly next?: string;
  readonly delta?: string;
}

export function deleted(origin: string, id = GONE) {
  return { '@odata.context': `${origin}${ROOT}/$metadata#accounts/$deletedEntity`, id, reason: 'deleted' };
}

export function answerOf({ rows, next, delta }: Tracked): Answer {
  return {
    body: {
      value: rows,
      ...(next !== undefined && { '@odata.nextLink': next }),
      ...(delta !== undefined && { '@odata.deltaLink': delta }),
    },
  };
}

/** The query of a request, decoded. */
export function optionsOf({ path }: Arrived): Record<string, string> {
  return Object.fromEntries(new URL(path, 'http://x').searchParams);
}
