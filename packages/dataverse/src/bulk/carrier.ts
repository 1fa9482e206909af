import { pauseBeforeRetry } from '../backoff.ts';
import { type Connection, run } from '../connection.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import { multipleRequest } from '../multiple/items.ts';
import { isWritten, PartialFailureError } from '../multiple/partial-failure.ts';
import { sendMultiple } from '../multiple/send-multiple.ts';
import { queryString } from '../odata/query-string.ts';
import { rowUrl } from '../table/target.ts';
import { whoAmI } from '../who-am-i.ts';
import { type Entry, fullKey, idOf, MESSAGES, rowItem, rowOperation, type Table } from './entry.ts';
import { faultOf, isDuplicate, isNotImplemented, isNotThere } from './fault.ts';
import type { Pace } from './pace.ts';
import type { Kind } from './work.ts';

/** What became of a row, or of a request. */
type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

interface Written {
  readonly id?: string;
  readonly created?: boolean | undefined;
}

type Item = readonly [entry: Entry, item: object];

/** So often it is tried when the service is away, which takes some four minutes. */
const PATIENCE = 10;
/** Who asks for more ends the job, which can be resumed, rather than keeping it asleep for days. */
const LONGEST_PAUSE_MS = 3_600_000;

/** What a carrier needs of its job. */
export interface CarrierJob {
  /** Sends each request once. */
  readonly connection: Connection;
  readonly retry: Connection['retry'];
  readonly kind: Kind;
  readonly table: Table;
  readonly pace: Pace;
  /** Aborted when the job ends. */
  readonly signal: AbortSignal;
  retried(): void;
  /** Rejects with `Ended` when the outcome could not be told. */
  settle(entry: Entry, result: Result<Written>): Promise<void>;
  /** Ends the job. */
  fail(cause: unknown): void;
}

/** The job has ended; rows that have not settled stay so. */
export class Ended extends Error {}

/** Carries rows to the service until each is settled: written once, or refused. */
export class Carrier {
  readonly #job: CarrierJob;
  #isSingle = false;

  constructor(job: CarrierJob) {
    this.#job = job;
  }

  /** Rejects with `Ended` alone. */
  async carry(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 1 || this.#isSingle) return this.#each(entries);
    const sendable: Item[] = [];
    for (const entry of entries) {
      try {
        sendable.push([entry, rowItem(this.#job.kind, this.#job.table, entry)]);
      } catch (error) {
        await this.#job.settle(entry, { ok: false, error });
      }
    }
    await this.#many(sendable);
  }

  async #many(items: readonly Item[]): Promise<void> {
    const { connection, kind, table } = this.#job;
    const rows = items.map(([entry]) => entry);
    if (rows.length < 2) return this.#each(rows);
    const request = multipleRequest(
      table.target,
      MESSAGES[kind],
      items.map(([, item]) => item),
    );
    const result = await this.#send(rows, () => sendMultiple(connection, request, rows.length));
    if (result.ok) {
      for (const row of rows) await this.#job.settle(row, { ok: true, value: idOf(row.key) });
      return;
    }
    const { error } = result;
    if (error instanceof PartialFailureError) return this.#sortOut(rows, error);
    this.#isSingle ||= isNotImplemented(error);
    const wereThere = isDuplicate(error) && rows.some(({ mayBeDone }) => mayBeDone);
    if (this.#isSingle || wereThere) return this.#each(rows);
    // An elastic table may have taken some of them without saying so; for an id of our own that can be found out.
    for (const row of rows) row.mayBeDone ||= row.isOurs;
    const half = Math.ceil(items.length / 2);
    await this.#many(items.slice(0, half));
    await this.#many(items.slice(half));
  }

  async #sortOut(rows: readonly Entry[], failure: PartialFailureError): Promise<void> {
    for (const [index, row] of rows.entries()) {
      const isDone = isWritten(failure.rows[index]?.status ?? 0);
      if (isDone) await this.#job.settle(row, { ok: true, value: idOf(row.key) });
      // Alone it is written after all, or its own refusal says why not.
      else await this.#one(row);
    }
  }

  async #each(rows: readonly Entry[]): Promise<void> {
    for (const row of rows) await this.#one(row, rows.length > 1);
  }

  /** `lookFirst`: ask whether the row is there before it is sent, when it may be. */
  async #one(row: Entry, lookFirst = false): Promise<void> {
    const { connection, kind, table } = this.#job;
    const isThere: Result<Written> = { ok: true, value: idOf(row.key) };
    if (lookFirst && kind === 'create' && row.mayBeDone && (await this.#exists(row)) === true) {
      return this.#job.settle(row, isThere);
    }
    const result = await this.#send([row], () => run(connection, rowOperation(kind, table, row)));
    if (!result.ok && row.mayBeDone) {
      const { error } = result;
      const wasDeleted = kind === 'delete' && isNotThere(error);
      // The code is also that of another unique column, whose row is another's.
      const wasCreated = kind === 'create' && isDuplicate(error) && ((await this.#exists(row)) ?? row.isOurs);
      if (wasDeleted || wasCreated) return this.#job.settle(row, isThere);
    }
    const isUnsure = result.ok && row.mayBeDone && result.value.created === false;
    await this.#job.settle(
      row,
      isUnsure ? { ok: true, value: { ...result.value, created: undefined } } : result,
    );
  }

  /** Whether there is a row with its id; `undefined` when the service does not say. */
  async #exists(row: Entry): Promise<boolean | undefined> {
    const { connection, table } = this.#job;
    const url = rowUrl(table.target, fullKey(row, table)) + queryString({ $select: table.names.id });
    const read = () => true;
    const result = await this.#send([], () => run(connection, { method: 'GET', url, read }));
    if (result.ok) return true;
    return isNotThere(result.error) ? false : undefined;
  }

  /** Sends until there is an answer about the rows. Rejects with `Ended` when the job ends before. */
  async #send<T>(rows: readonly Entry[], request: () => Promise<T>): Promise<Result<T>> {
    const { pace } = this.#job;
    for (let attempt = 1, isFirst = true; ; isFirst = false) {
      const epoch = await pace.enter();
      if (epoch === undefined) throw new Ended();
      if (!isFirst) this.#job.retried();
      let error: unknown;
      try {
        const value = await request();
        pace.succeeded();
        return { ok: true, value };
      } catch (thrown) {
        error = thrown;
      } finally {
        pace.leave();
      }
      const fault = faultOf(error);
      const askedMs = error instanceof DataverseError ? error.retryAfterMs : undefined;
      if (fault === 'refused') return { ok: false, error };
      if (fault === 'fatal' || (askedMs ?? 0) > LONGEST_PAUSE_MS) this.#end(error);
      if (fault === 'throttled') {
        pace.throttled(epoch, askedMs);
        if (pace.isStuck) this.#end(error);
        continue;
      }
      if (fault !== 'passing') for (const row of rows) row.mayBeDone = true;
      const { attempts, maxDelayMs } = this.#job.retry;
      if (attempt >= (fault === 'away' ? Math.max(attempts, PATIENCE) : attempts)) {
        if (fault === 'away' && (await this.#isAway())) this.#end(error);
        return { ok: false, error };
      }
      await this.#pause(attempt, askedMs, maxDelayMs);
      attempt += 1;
    }
  }

  /** Whether other requests fare no better: else it is these rows that break the connection. */
  async #isAway(): Promise<boolean> {
    const { connection } = this.#job;
    try {
      await run(connection, whoAmI(connection.environment.apiRoot));
      return false;
    } catch (error) {
      return faultOf(error) === 'away';
    }
  }

  async #pause(attempt: number, askedMs: number | undefined, maxDelayMs: number): Promise<void> {
    const { pace, connection, signal } = this.#job;
    const { random, sleep } = connection.seams;
    const limits = { attempts: attempt + 1, maxDelayMs };
    const pause = pauseBeforeRetry(attempt, undefined, limits, random) ?? maxDelayMs;
    if (askedMs !== undefined) return pace.hold(askedMs);
    try {
      await sleep(pause, signal);
    } catch (error) {
      if (!signal.aborted) this.#end(error);
    }
  }

  #end(cause: unknown): never {
    this.#job.fail(cause);
    throw new Ended();
  }
}
