import { refusedHop } from './read-hops.ts';
import type { RoadResult } from './run-road.ts';

/** 0: the record is there, every hop allowed. 2: a cloud refused. 1: something else went wrong. */
export function exitCode(result: RoadResult): 0 | 1 | 2 {
  if (refusedHop(result.hops) !== undefined) return 2;
  const { record, hops, failure } = result;
  const complete = hops.every(({ reached, allowed }) => reached && allowed);
  const right = record !== undefined && record.rows === 1 && record.createdOnBehalfBy !== null;
  return failure === undefined && complete && right ? 0 : 1;
}
