import type { Arrived } from '../support/server.ts';

/** The query options of a request, decoded. */
export function optionsOf(request: Arrived | undefined): Record<string, string> {
  return Object.fromEntries(new URL(request?.path ?? '', 'http://x').searchParams);
}
