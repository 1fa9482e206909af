import type { RawAnswer } from '../errors/answer.ts';
import { nameOf, type Operation } from '../outgoing.ts';
import { parseReply } from '../reply.ts';

/** `$1`: stands for a new row in the later requests of its change set, as a key or in `…@odata.bind`. */
export type RowRef = `$${number}`;

/** One request of a batch, by which its result is asked for. */
export class BatchEntry<T> {
  readonly #operation: Operation<T>;
  /** For the compiler alone: what is private stands not in the declarations, where `get` reads the kind of the result. */
  declare readonly result?: T;
  /** Method and path: `POST /api/data/v9.2/accounts`. */
  readonly request: string;

  constructor(operation: Operation<T>) {
    this.#operation = operation;
    this.request = nameOf(operation);
  }

  /** The result out of a success. Throws `DataverseError`. */
  static read<T>(entry: BatchEntry<T>, answer: RawAnswer): T {
    const operation = entry.#operation;
    return operation.read(parseReply(answer, operation));
  }
}

/** A row that a change set creates. */
export class CreatedEntry extends BatchEntry<string> {
  readonly ref: RowRef;

  constructor(operation: Operation<string>, contentId: number) {
    super(operation);
    this.ref = `$${contentId}`;
  }
}

export function isRowRef(value: unknown): value is RowRef {
  return typeof value === 'string' && /^\$\d+$/.test(value);
}

/** A request as it was written down when it was added, so that later changes of a row do not reach it. */
export interface WrittenRequest {
  readonly entry: BatchEntry<unknown>;
  readonly contentId?: number;
  readonly text: string;
}

/** What gets one part of the answer: a request, or the requests of a change set. */
export type Slot = WrittenRequest | readonly WrittenRequest[];

export function requestsOf(slot: Slot): readonly WrittenRequest[] {
  return 'entry' in slot ? [slot] : slot;
}
