import { nameOf, type Operation, type Outgoing } from '../outgoing.ts';
import { objectBody, type Reply } from '../reply.ts';
import { readDates } from '../row-dates.ts';
import type { TableTarget } from './target.ts';

/** The request with its answer read as one row. */
export function asRow<R>(target: TableTarget, outgoing: Outgoing): Operation<R> {
  return { ...outgoing, read: (reply) => readRow<R>(target, outgoing, reply) };
}

export function readRow<R>(target: TableTarget, outgoing: Outgoing, reply: Reply): R {
  const row = objectBody(reply, nameOf(outgoing));
  readDates([row], target.schema, target.entitySet);
  return row as R; // the caller's or the schema's word for the columns
}
