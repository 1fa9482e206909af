import { type Operation, type Outgoing, operation } from '../outgoing.ts';
import { objectBody, type Reply } from '../reply.ts';
import { readDates } from '../row-dates.ts';
import type { TableTarget } from './target.ts';

/** The request with its answer read as one row. */
export function asRow<R>(target: TableTarget, outgoing: Outgoing): Operation<R> {
  return operation(outgoing, (reply, asked) => readRow<R>(target, asked, reply));
}

export function readRow<R>(target: TableTarget, outgoing: Outgoing, reply: Reply): R {
  const row = objectBody(reply, outgoing);
  readDates([row], target.schema, target.entitySet);
  return row as R; // the caller's or the schema's word for the columns
}
