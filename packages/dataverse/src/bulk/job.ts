import type { Connection } from '../connection.ts';
import { type TableNames, tableNames } from '../multiple/table-names.ts';
import { Carrier, type CarrierJob, Ended } from './carrier.ts';
import { type Entry, readEntry, type Table } from './entry.ts';
import { Ledger } from './ledger.ts';
import { type BulkOptions, readOptions, type Settings } from './options.ts';
import { Pace } from './pace.ts';
import { BulkError, type BulkOutcome, type BulkReport } from './report.ts';
import { readToken, type Standing } from './resume-token.ts';
import { idSeed } from './row-ids.ts';
import { Settled } from './settled.ts';
import { Source } from './source.ts';
import { checkSupport } from './support.ts';
import type { Work } from './work.ts';

type Rows = Iterable<unknown> | AsyncIterable<unknown>;

/** Throws, or rejects with, `ConfigurationError` when nothing can be begun; else rejects with `BulkError`. */
export async function runJob(
  connection: Connection,
  rows: Rows,
  work: Work,
  options: BulkOptions<unknown>,
): Promise<BulkReport> {
  const settings = readOptions(options);
  const { environment, seams, schema } = connection;
  const name = `${work.kind} ${work.entitySet} at ${environment.url}`;
  const standing: Standing =
    options.resume === undefined
      ? { job: name, ids: idSeed(seams.now()), settled: new Settled() }
      : readToken(options.resume, name);
  const ledger = new Ledger(standing, seams.now, settings, options.onProgress);
  if (options.signal?.aborted) return { ...ledger.counts({ throttledMs: 0 }), ended: 'signal' };
  const asking = withSignal(connection, options.signal);
  let names: TableNames;
  try {
    names = await tableNames(asking, work.entitySet);
    if (settings.isMultiple) await checkSupport(asking, work.kind, names);
  } catch (error) {
    if (options.signal?.aborted) return { ...ledger.counts({ throttledMs: 0 }), ended: 'signal' };
    throw error;
  }
  const table: Table = { names, target: { environment, entitySet: work.entitySet, schema } };
  return new Job(connection, work, table, settings, options, ledger).run(rows);
}

/** The job's own signal ends the questions before it, too. */
function withSignal(connection: Connection, own: AbortSignal | undefined): Connection {
  if (own === undefined) return connection;
  const { options } = connection;
  const signal = options.signal === undefined ? own : AbortSignal.any([options.signal, own]);
  return { ...connection, options: { ...options, signal } };
}

class Job implements CarrierJob {
  readonly connection: Connection;
  readonly retry: Connection['retry'];
  readonly kind: Work['kind'];
  readonly table: Table;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly #work: Work;
  readonly #settings: Settings;
  readonly #options: BulkOptions<unknown>;
  readonly #ledger: Ledger;
  readonly #end = new AbortController();
  readonly #isResumed: boolean;
  readonly #lastSettled: number;
  #ended: BulkReport['ended'] = 'complete';
  #failure: { readonly cause: unknown } | undefined;
  /** The client's own, which ends the job as that of the options does. */
  #clientSignal: AbortSignal | undefined;
  #index = 0;

  constructor(
    connection: Connection,
    work: Work,
    table: Table,
    settings: Settings,
    options: BulkOptions<unknown>,
    ledger: Ledger,
  ) {
    this.signal = this.#end.signal;
    this.pace = new Pace(connection.seams, settings.concurrency, this.signal, () => this.#tell(true));
    this.connection = this.#once(connection);
    this.retry = connection.retry;
    this.kind = work.kind;
    this.table = table;
    this.#work = work;
    this.#settings = settings;
    this.#options = options;
    this.#ledger = ledger;
    this.#isResumed = options.resume !== undefined;
    this.#lastSettled = ledger.standing.settled.end;
  }

  async run(rows: Rows): Promise<BulkReport> {
    const outer = [this.#options.signal, this.#clientSignal].filter((signal) => signal !== undefined);
    const onAbort = () => this.#stop('signal');
    for (const signal of outer) {
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
    }
    try {
      await this.#carryAll(rows);
      this.#tell(true);
    } finally {
      for (const signal of outer) signal.removeEventListener('abort', onAbort);
    }
    const counts = this.#ledger.counts(this.pace);
    if (this.#failure !== undefined) throw new BulkError(counts, this.#failure.cause);
    return { ...counts, ended: this.#ended };
  }

  async #carryAll(rows: Rows): Promise<void> {
    const source = new Source(rows, this.signal);
    const carrier = new Carrier(this);
    const underWay = new Set<Promise<void>>();
    try {
      while (await this.pace.begin()) {
        const entries = await this.#pull(source);
        if (entries.length === 0) {
          this.pace.end();
          break;
        }
        const unit = this.#carry(carrier, entries).finally(() => {
          underWay.delete(unit);
          this.pace.end();
        });
        underWay.add(unit);
      }
    } catch (cause) {
      this.fail(cause);
    }
    await Promise.all(underWay);
    if (this.#ended === 'signal' && source.isOver && this.#isAllSettled()) this.#ended = 'complete';
    source.close();
  }

  #isAllSettled(): boolean {
    return this.#ledger.standing.settled.from >= this.#index;
  }

  /** Never rejects. */
  async #carry(carrier: Carrier, entries: readonly Entry[]): Promise<void> {
    try {
      await carrier.carry(entries);
    } catch (cause) {
      if (!(cause instanceof Ended)) this.fail(cause);
    }
  }

  /** Rows for the next request; none at the end. Rejects with what the rows throw. */
  async #pull(source: Source<unknown>): Promise<readonly Entry[]> {
    const { size } = this.#settings;
    const { settled, ids } = this.#ledger.standing;
    const entries: Entry[] = [];
    while (entries.length < size) {
      const next = await source.next();
      if (next === undefined) break;
      const index = this.#index;
      this.#index += 1;
      if (index < this.#lastSettled && settled.has(index)) {
        this.#ledger.skipped += 1;
        continue;
      }
      const { row } = next;
      let entry: Entry;
      try {
        entry = readEntry(this.#work, this.table.names.id, ids, row, index);
      } catch (error) {
        await this.#tellOutcome({ index, row, ok: false, error });
        continue;
      }
      entry.mayBeDone = this.#isResumed;
      entries.push(entry);
    }
    return entries;
  }

  async settle({ index, row }: Entry, result: Parameters<CarrierJob['settle']>[1]): Promise<void> {
    const outcome: BulkOutcome<unknown> = result.ok
      ? { index, row, ok: true, ...result.value }
      : { index, row, ok: false, error: result.error };
    await this.#tellOutcome(outcome);
  }

  /** A row is settled once its outcome was told: it is told once or, when the job was ended at that moment, twice. */
  async #tellOutcome(outcome: BulkOutcome<unknown>): Promise<void> {
    const { onOutcome } = this.#options as { onOutcome?: (outcome: BulkOutcome<unknown>) => unknown };
    try {
      if (onOutcome !== undefined) await onOutcome(outcome);
    } catch (cause) {
      this.fail(cause);
      throw new Ended();
    }
    this.#ledger.settle(outcome.index, outcome.ok);
    if (this.#ledger.failed > this.#settings.maxErrors) this.#stop('errors');
    this.#tell();
  }

  retried(): void {
    this.#ledger.retried += 1;
  }

  fail(cause: unknown): void {
    this.#failure ??= { cause };
    this.#end.abort();
  }

  #stop(ended: BulkReport['ended']): void {
    if (this.signal.aborted) return;
    this.#ended = ended;
    this.#end.abort();
  }

  #tell(always = false): void {
    try {
      const told = this.#ledger.tell(this.pace, always);
      // It may be async all the same, and what it rejects with would end the process.
      if (told instanceof Promise) told.catch((cause: unknown) => this.fail(cause));
    } catch (cause) {
      this.fail(cause);
    }
  }

  /** The same connection for requests that are sent once each, and that settle whatever becomes of the job. */
  #once(connection: Connection): Connection {
    const { transport, environment, retry } = connection;
    const { signal, ...options } = connection.options;
    this.#clientSignal = signal;
    return {
      ...connection,
      options,
      retry: { ...retry, attempts: 1 },
      transport: async (request) => {
        if (!request.url.startsWith(environment.apiRoot)) return transport(request);
        this.#ledger.requests += 1;
        const response = await transport(request);
        this.pace.recommend(Number(response.headers['x-ms-dop-hint']));
        return response;
      },
    };
  }
}
