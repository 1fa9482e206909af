import { randomUUID } from 'node:crypto';
import { type ClientOptions, createClient, type Transport, TransportError } from '@wayleave/dataverse';
import { onTestFinished } from 'vitest';
import { type Answer, type Arrived, startServer } from '../../support/server.ts';
import { testTime } from '../../support/time.ts';

/** What happens to a request: before it is carried out, or after, when only its answer is lost. */
export type Fault =
  | 'none'
  | 'throttled'
  | 'unavailable'
  | 'deadlock'
  | 'drop before'
  | 'drop after'
  | 'gateway after';

export interface ServiceOptions {
  /** For the requests that read or write rows, in order; afterwards `none`. */
  readonly faults?: readonly Fault[];
  readonly throttle?: { readonly retryAfter?: string; readonly code?: string };
  readonly dopHint?: number;
  readonly isElastic?: boolean;
  /** An elastic table that does not say which rows it has taken. */
  readonly isSilent?: boolean;
  /** Messages that the table has. */
  readonly messages?: readonly string[];
  /** Rows that are refused, whatever is done with them. */
  readonly isBad?: (row: Row) => boolean;
  /** A column, next to the id, that no two rows may share. */
  readonly unique?: string;
  /** Requests whose body has these words break the connection. */
  readonly breaksOn?: string;
  /** What every request is refused with. */
  readonly refusesAll?: { readonly status: number; readonly errorCode: string; readonly message: string };
  /** More under way at once are refused with 429. */
  readonly mostAtOnce?: number;
}

export type Row = Readonly<Record<string, unknown>>;

/** Stands for the connection that breaks. */
const DROP = Symbol('drop');

class Refusal extends Error {
  readonly status: number;
  readonly errorCode: string;

  constructor(status: number, errorCode: string, message: string) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }
}

/** The accounts of an environment, in memory: what the Web API does with rows, and what it may do to requests. */
export class Service {
  readonly rows = new Map<string, Row>();
  /** How often a row was stored, updated or deleted, by id; a request that was rolled back counts too. */
  readonly writes = new Map<string, number>();
  readonly options: ServiceOptions;
  readonly asked: string[] = [];
  #faults: Fault[];
  atOnce = 0;
  mostAtOnce = 0;

  constructor(options: ServiceOptions = {}) {
    this.options = options;
    this.#faults = [...(options.faults ?? [])];
  }

  async answer(request: Pick<Arrived, 'method' | 'path' | 'body'>): Promise<Answer | typeof DROP> {
    this.asked.push(`${request.method} ${decodeURIComponent(request.path.replace('/api/data/v9.2/', ''))}`);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    const isTooMuch = this.atOnce > (this.options.mostAtOnce ?? Number.POSITIVE_INFINITY);
    try {
      await new Promise<void>((resolve) => setImmediate(resolve));
      return isTooMuch ? this.#throttled('0x80072326') : this.#withFault(request);
    } finally {
      this.atOnce -= 1;
    }
  }

  #withFault(request: Pick<Arrived, 'method' | 'path' | 'body'>): Answer | typeof DROP {
    const { breaksOn, refusesAll } = this.options;
    if (refusesAll !== undefined) return failure(refusesAll.status, refusesAll.errorCode, refusesAll.message);
    if (breaksOn !== undefined && request.body.includes(breaksOn)) return DROP;
    if (!request.path.includes('/accounts')) return this.#carryOut(request);
    switch (this.#faults.shift()) {
      case 'throttled':
        return this.#throttled(this.options.throttle?.code ?? '0x80072322');
      case 'unavailable':
        return { status: 503 };
      case 'deadlock':
        return failure(500, '0x80044150', 'Sql error: Generic SQL error.');
      case 'drop before':
        return DROP;
      case 'drop after':
        this.#carryOut(request);
        return DROP;
      case 'gateway after':
        this.#carryOut(request);
        return { status: 504 };
      default:
        return this.#carryOut(request);
    }
  }

  #throttled(code: string): Answer {
    const { retryAfter = '7' } = this.options.throttle ?? {};
    const headers: Record<string, string> = retryAfter === '' ? {} : { 'Retry-After': retryAfter };
    return { ...failure(429, code, 'Number of requests exceeded the limit.'), headers };
  }

  #carryOut({ method, path, body }: Pick<Arrived, 'method' | 'path' | 'body'>): Answer {
    const hint = this.options.dopHint;
    const headers: Record<string, string> = hint === undefined ? {} : { 'x-ms-dop-hint': String(hint) };
    try {
      const answer = this.#route(method, path, body === '' ? undefined : JSON.parse(body));
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...failure(error.status, error.errorCode, error.message), headers };
    }
  }

  #route(method: string, path: string, body: unknown): Answer {
    if (path.includes('/EntityDefinitions?')) {
      return { body: { value: [{ LogicalName: 'account', PrimaryIdAttribute: 'accountid' }] } };
    }
    if (path.endsWith('/WhoAmI')) {
      const id = randomUUID();
      return { body: { UserId: id, BusinessUnitId: id, OrganizationId: id } };
    }
    if (path.includes('/sdkmessagefilters?')) return this.#support(path);
    const action = /\.CRM\.(\w+)Multiple$/.exec(path)?.[1];
    if (action !== undefined) return this.#multiple(action, (body as { Targets: Row[] }).Targets);
    const key = /accounts\(([^)]*)\)/.exec(path)?.[1];
    const row = body as Row;
    if (method === 'POST')
      return { status: 204, headers: { 'OData-EntityId': `accounts(${this.#create(row)})` } };
    const id = this.#find(decodeURIComponent(key ?? ''));
    if (method === 'GET') return { body: this.#existing(id) };
    if (method === 'DELETE') return this.#delete(id);
    return this.#patch(decodeURIComponent(key ?? ''), id, row, path);
  }

  #support(path: string): Answer {
    const message = /@message='(\w+)'/.exec(decodeURIComponent(path))?.[1] ?? '';
    const has = (this.options.messages ?? ['CreateMultiple', 'UpdateMultiple']).includes(message);
    return { body: { value: has ? [{ sdkmessagefilterid: randomUUID() }] : [] } };
  }

  #multiple(action: string, items: readonly Row[]): Answer {
    if (action === 'Delete' && !this.options.isElastic) {
      throw new Refusal(501, '0x80040203', 'DeleteMultiple has not yet been implemented.');
    }
    const stored = items.map((item) => this.rows.get(String(item['accountid'])));
    const outcomes = items.map((item, index) => {
      if (item['@odata.type'] !== 'Microsoft.Dynamics.CRM.account')
        throw new Refusal(400, '0x0', 'No @odata.type.');
      try {
        return { RequestIndex: index, Id: this.#item(action, item), StatusCode: 200 };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (this.options.isElastic) return { RequestIndex: index, Id: '', StatusCode: error.status };
        this.#restore(items, stored);
        throw error;
      }
    });
    if (outcomes.some(({ StatusCode }) => StatusCode >= 400)) {
      const details = !this.options.isSilent && {
        '@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails': JSON.stringify(outcomes),
      };
      return {
        status: 400,
        body: { error: { code: '0x80048d19', message: 'Some rows failed.', ...details } },
      };
    }
    return action === 'Create' ? { body: { Ids: outcomes.map(({ Id }) => Id) } } : { status: 204 };
  }

  /** Of rows that are named by their id; there is no test of one that has to go back by another key. */
  #restore(items: readonly Row[], stored: readonly (Row | undefined)[]): void {
    for (const [index, item] of items.entries()) {
      const id = String(item['accountid']);
      const row = stored[index];
      if (row === undefined) this.rows.delete(id);
      else this.rows.set(id, row);
    }
  }

  #item(action: string, item: Row): string {
    const { '@odata.type': _, '@odata.id': link, ...row } = item;
    if (action === 'Create') return this.#create(row);
    const key = typeof link === 'string' ? /\((.*)\)$/.exec(link)?.[1] : String(row['accountid']);
    const id = this.#find(decodeURIComponent(key ?? ''));
    if (action === 'Delete') return this.#delete(id) && (id ?? '');
    if (action === 'Update') this.#existing(id);
    this.#patch(decodeURIComponent(key ?? ''), id, row, '');
    return id ?? '';
  }

  /** The id of the row with this key, by id or by column. */
  #find(key: string): string | undefined {
    const [, inPartition = '', partition] = /^accountid=([\da-f-]{36}),partitionid='(.*)'$/.exec(key) ?? [];
    if (partition !== undefined) {
      return this.rows.get(inPartition)?.['partitionid'] === partition.replaceAll("''", "'")
        ? inPartition
        : undefined;
    }
    const byColumn = /^(\w+)='(.*)'$/.exec(key);
    // A row with a partition is not found without it.
    if (byColumn === null)
      return this.rows.get(key)?.['partitionid'] === undefined && this.rows.has(key) ? key : undefined;
    const [, column = '', value] = byColumn;
    return [...this.rows].find(([, row]) => row[column] === value)?.[0];
  }

  #existing(id: string | undefined): Row {
    const row = id === undefined ? undefined : this.rows.get(id);
    if (row === undefined) throw new Refusal(404, '0x80040217', 'account With Id Does Not Exist');
    return row;
  }

  #create(row: Row): string {
    const id = typeof row['accountid'] === 'string' ? row['accountid'] : randomUUID();
    const { unique } = this.options;
    const isTwice =
      unique !== undefined && [...this.rows.values()].some((other) => other[unique] === row[unique]);
    if (this.rows.has(id) || isTwice) {
      throw new Refusal(412, '0x80040237', 'A record with matching key values already exists.');
    }
    this.#store(id, { ...row, accountid: id });
    return id;
  }

  #patch(key: string, id: string | undefined, row: Row, path: string): Answer {
    const isNew = id === undefined;
    const [, column, value] = /^(\w+)='(.*)'$/.exec(key) ?? [];
    const named = column === undefined ? { accountid: key } : { [column]: value };
    const stored = isNew ? (column === undefined ? key : randomUUID()) : id;
    this.#store(stored, { accountid: stored, ...this.rows.get(stored), ...row, ...named });
    if (path.includes('select')) return { status: isNew ? 201 : 200, body: { accountid: stored } };
    // As the service does, which repeats the key it was given.
    return { status: 204, headers: { 'OData-EntityId': `accounts(${key})` } };
  }

  #delete(id: string | undefined): Answer {
    this.#existing(id);
    this.rows.delete(id ?? '');
    this.writes.set(id ?? '', (this.writes.get(id ?? '') ?? 0) + 1);
    return { status: 204 };
  }

  #store(id: string, row: Row): void {
    if (this.options.isBad?.(row)) throw new Refusal(400, '0x80048d19', 'Bad row.');
    this.rows.set(id, row);
    this.writes.set(id, (this.writes.get(id) ?? 0) + 1);
  }
}

function failure(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

/** A client to it over a loopback connection, with a clock of its own. */
export async function bulkClient(options: ServiceOptions = {}, more: Partial<ClientOptions> = {}) {
  const service = new Service(options);
  const server = await startServer(async (request, response) => {
    const answer = await service.answer(request);
    if (answer !== DROP) return answer;
    response.destroy();
    return undefined;
  });
  onTestFinished(() => server.close());
  return { service, ...clientOf(server.url, more) };
}

/** The same without a network, for very many requests. */
export function scriptedClient(options: ServiceOptions = {}, more: Partial<ClientOptions> = {}) {
  const service = new Service(options);
  const transport: Transport = async ({ method, url, body }) => {
    const answer = await service.answer({
      method,
      path: new URL(url).pathname + new URL(url).search,
      body: String(body ?? ''),
    });
    if (answer === DROP) throw new TransportError('ERR_TRANSPORT_NETWORK', 'socket hang up');
    const entries = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return {
      status: answer.status ?? 200,
      headers: { 'content-type': 'application/json', ...Object.fromEntries(entries) },
      body: new TextEncoder().encode(answer.body === undefined ? '' : JSON.stringify(answer.body)),
    };
  };
  return { service, ...clientOf('http://127.0.0.1:9', { transport, ...more }) };
}

function clientOf(url: string, more: Partial<ClientOptions>) {
  const time = testTime();
  const credential = {
    getToken: async () => ({ token: 'a-token', expiresOnTimestamp: time.now() + 3_600_000 }),
  };
  const { now, random, sleep } = time;
  return { time, client: createClient({ url, credential, now, random, sleep, ...more }) };
}

/** Rows that can be told from one another by `n`. */
export function numbered(count: number): { readonly n: number; readonly name: string }[] {
  return Array.from({ length: count }, (_, n) => ({ n, name: `row ${n}` }));
}

/** How often each `n` is stored. */
export function storedOnce(service: Service, count: number): boolean {
  const stored = [...service.rows.values()].map(({ n }) => Number(n)).sort((a, b) => a - b);
  return stored.length === count && stored.every((n, index) => n === index);
}
