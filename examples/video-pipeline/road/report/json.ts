import type { Break } from '../breaks.ts';
import { refusedHop } from '../read-hops.ts';
import type { RoadResult } from '../run-road.ts';

/** What `--json` prints; documented in the example's README. */
export function roadJson(
  result: RoadResult,
  timings: Readonly<Record<string, number>>,
  broken: Break | undefined,
  memory: { readonly rssBytes: number },
): object {
  const { hops, record, bundle, failure, aftermath } = result;
  const refused = refusedHop(hops);
  return {
    hops,
    record: record ?? null,
    timings,
    bundle,
    memory,
    ...(refused === undefined ? {} : { refusedAt: refused.id, error: refused.error ?? null }),
    ...(aftermath === undefined ? {} : { aftermath }),
    ...(failure === undefined ? {} : { failure: failure.message }),
    ...(broken === undefined
      ? {}
      : { break: { id: broken.id, leavesOut: broken.leavesOut, fix: broken.fix } }),
  };
}
