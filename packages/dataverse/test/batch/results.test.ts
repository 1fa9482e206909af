import { ConfigurationError, DataverseError, TransportError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { batch } from '../../src/batch/batch.ts';
import { SkippedError } from '../../src/batch/outcomes.ts';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { batchClientTo, created, multipart, refusal } from './batch-server.ts';

const NOT_THERE = refusal(404, '0x80040217', 'account With Id = x Does Not Exist');

describe('results', () => {
  it('are of the kind that each request has', async () => {
    const who = { UserId: 'u', BusinessUnitId: 'b', OrganizationId: 'o' };
    const { client } = await batchClientTo(() => [
      created(ID.toUpperCase()),
      { status: 200, body: { name: 'x' } },
      { status: 201, body: { accountid: ID } },
      { status: 200, body: { value: [{ name: 'x' }], '@odata.count': 7 } },
      { status: 200, body: who },
      { status: 204 },
      { status: 200, body: { Answer: 1 } },
      { status: 204 },
    ]);
    const b = batch(client);
    const accounts = b.table('accounts');
    const id = accounts.create({});
    const row = accounts.get(ID);
    const upserted = accounts.upsert(ID, { name: 'x' });
    const page = b.query(client.table('accounts').count());
    const me = b.whoAmI();
    const column = accounts.getColumn(ID, 'name');
    const answer = b.function('Ask');
    const done = accounts.delete(ID);
    const results = await b.send();
    expect(results.get(id)).toBe(ID);
    expect(results.get(row)).toEqual({ name: 'x' });
    expect(results.get(upserted)).toEqual({ id: ID, created: true });
    expect(results.get(page)).toEqual({ rows: [{ name: 'x' }], count: 7, hasMore: false });
    expect(results.get(me)).toEqual({ userId: 'u', businessUnitId: 'b', organizationId: 'o' });
    expect(results.get(column)).toBeNull();
    expect(results.get(answer)).toEqual({ Answer: 1 });
    expect(results.get(done)).toBeUndefined();
    expect([...results].map(({ entry }) => entry)).toEqual([
      id,
      row,
      upserted,
      page,
      me,
      column,
      answer,
      done,
    ]);
    expect([...results][0]?.entry.request).toBe('POST /api/data/v9.2/accounts');
  });

  it('have moments as dates where the schema says so', async () => {
    const info = { logicalName: 'account', id: 'accountid', moments: ['createdon'], navigation: {} };
    const row = { createdon: '2026-01-02T03:04:05Z' };
    const schema = { tables: { accounts: info } };
    const { client } = await batchClientTo(
      () => [
        { status: 200, body: row },
        { status: 200, body: { value: [row] } },
      ],
      { schema: schema as never },
    );
    const b = batch(client);
    const one = b.table('accounts').get(ID);
    const page = b.query(client.table('accounts'));
    const results = await b.send();
    const createdon = new Date(row.createdon);
    expect(results.get(one)).toEqual({ createdon });
    expect(results.get(page).rows).toEqual([{ createdon }]);
  });

  it('without continueOnError are those before the failure, the failure, and the skipped rest', async () => {
    const { client, server } = await batchClientTo(() => [created(ID), NOT_THERE]);
    const b = batch(client.as(OTHER_ID));
    const before = b.table('accounts').create({});
    const failed = b.table('accounts').update(ID, {});
    const after = b.table('accounts').delete(ID);
    const results = await b.send();
    expect(server.requests).toHaveLength(1);
    expect(results.get(before)).toBe(ID);
    expect(() => results.get(failed)).toThrow(DataverseError);
    expect(results.outcome(failed)).toMatchObject({
      ok: false,
      skipped: false,
      error: { status: 404, errorCode: '0x80040217', requestId: 'req-1' },
    });
    const outcome = results.outcome(after);
    expect(() => results.get(after)).toThrow(SkippedError);
    expect(outcome.ok).toBe(false);
    if (!outcome.ok) {
      expect(outcome.skipped).toBe(true);
      expect(outcome.error.code).toBe('ERR_DATAVERSE_SKIPPED');
      expect(outcome.error.message).toContain('DELETE /api/data/v9.2/accounts');
      expect(outcome.error.cause).toMatchObject({ status: 404 });
    }
  });

  it('with continueOnError are the answers to all', async () => {
    const { client } = await batchClientTo(() => [NOT_THERE, created(ID), NOT_THERE]);
    const b = batch(client);
    const entries = [
      b.table('accounts').delete(ID),
      b.table('accounts').create({}),
      b.table('accounts').delete(ID),
    ];
    const results = await b.send({ continueOnError: true });
    expect(entries.map((entry) => results.outcome(entry).ok)).toEqual([false, true, false]);
  });

  it('say who lacks which privilege, and explain', async () => {
    const words =
      "Principal user (Id=278742b0-1e61-4fb5-84ef-c7de308c19e2, type=8, roleCount=1, privilegeCount=2, accessMode=4), is missing prvCreateAccount privilege (Id=7863e80f-0ab2-4d67-a641-37d9f342c7e3) on OTC=1 for entity 'account'.";
    const { client } = await batchClientTo(() => [refusal(403, '0x80040220', words)]);
    const b = batch(client.as(OTHER_ID));
    const entry = b.table('accounts').create({});
    const results = await b.send();
    expect(results.outcome(entry)).toMatchObject({ error: { privilege: { name: 'prvCreateAccount' } } });
  });

  it('are refused for an entry of another batch', async () => {
    const { client } = await batchClientTo(() => [{ status: 204 }]);
    const one = batch(client);
    const two = batch(client);
    one.table('accounts').delete(ID);
    const foreign = two.table('accounts').delete(ID);
    const results = await one.send();
    expect(() => results.get(foreign)).toThrow(ConfigurationError);
    expect(() => results.outcome(foreign)).toThrow(ConfigurationError);
  });

  it('of a request whose success cannot be read are its error alone', async () => {
    const { client } = await batchClientTo(() => [
      { status: 204 },
      { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"name":' },
      { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html></html>' },
      created(ID),
    ]);
    const b = batch(client);
    const accounts = b.table('accounts');
    const entries = [accounts.create({}), accounts.get(ID), accounts.get(ID), accounts.create({})];
    const results = await b.send();
    expect(entries.map((entry) => results.outcome(entry).ok)).toEqual([false, false, false, true]);
    for (const entry of entries.slice(0, 3)) expect(() => results.get(entry)).toThrow(DataverseError);
  });

  it('hold text that looks like the end of a part', async () => {
    const row = { description: '--batchresponse_5c1e--', other: '\r\n--batchresponse_5c1e\r\n' };
    const pretty = JSON.stringify({ a: '--batchresponse_5c1e' }, undefined, 2).replaceAll('\n', '\r\n');
    const { client } = await batchClientTo(() => [
      { status: 200, body: row },
      { status: 200, headers: { 'Content-Type': 'application/json' }, body: pretty },
    ]);
    const b = batch(client);
    const entries = [b.table('accounts').get(ID), b.table('accounts').get(ID)];
    const results = await b.send();
    expect(entries.map((entry) => results.get(entry))).toEqual([row, { a: '--batchresponse_5c1e' }]);
    const { client: plain } = await clientTo(() => ({ body: row }));
    expect(await plain.table('accounts').get(ID)).toEqual(row);
  });
});

describe('stream', () => {
  it('gives each outcome as it arrives', async () => {
    let finish = () => {};
    const { client } = await clientTo((_, response) => {
      const { headers, body } = multipart([created(ID), created(OTHER_ID)]);
      const text = String(body);
      const middle = text.indexOf('--batchresponse', 5) + 30;
      response.writeHead(200, headers);
      response.write(text.slice(0, middle));
      finish = () => response.end(text.slice(middle));
      return undefined;
    });
    const b = batch(client);
    const entries = [b.table('accounts').create({}), b.table('accounts').create({})];
    const seen: unknown[] = [];
    for await (const outcome of b.stream()) {
      seen.push(outcome.entry);
      // The server ends its answer when the first outcome is here.
      finish();
    }
    expect(seen).toEqual(entries);
  });

  it('sends nothing before it is iterated over, and may be left early', async () => {
    const { client, server } = await batchClientTo(() => [created(ID), created(ID)]);
    const b = batch(client);
    b.table('accounts').create({});
    b.table('accounts').create({});
    const outcomes = b.stream();
    expect(server.requests).toHaveLength(0);
    for await (const outcome of outcomes) {
      expect(outcome.ok).toBe(true);
      break;
    }
    expect(server.requests).toHaveLength(1);
  });
});

describe('an error of the whole', () => {
  it.each([
    ['401', { status: 401, headers: { 'www-authenticate': 'Bearer authorization_uri=https://x' } }],
    ['503', { status: 503, body: 'busy' }],
    ['a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><title>x' }],
    ['JSON', { status: 200, body: { value: [] } }],
    ['no content', { status: 204 }],
    [
      'multipart without a boundary',
      { status: 200, headers: { 'content-type': 'multipart/mixed' }, body: '--x--' },
    ],
    [
      '400 in JSON',
      { status: 400, body: { error: { code: '0x80048d19', message: 'Stream was not readable.' } } },
    ],
  ])('is thrown: %s', async (_, answer) => {
    const { client, server } = await clientTo(() => answer);
    const b = batch(client);
    b.table('accounts').delete(ID);
    const error = await rejection(b.send());
    expect(error).toBeInstanceOf(DataverseError);
    expect(error).toMatchObject({ status: answer.status });
    expect(String(error)).toContain('POST /api/data/v9.2/$batch');
    expect(server.requests).toHaveLength(1);
  });

  it('is tried again when it is 429', async () => {
    let tries = 0;
    const { client, server, time } = await batchClientTo(() => {
      tries += 1;
      return tries === 1 ? { status: 429, headers: { 'retry-after': '7' } } : [created(ID)];
    });
    const b = batch(client);
    const entry = b.table('accounts').create({});
    expect((await b.send()).get(entry)).toBe(ID);
    expect(server.requests.map(({ body }) => body)).toEqual([
      server.requests[0]?.body,
      server.requests[0]?.body,
    ]);
    expect(time.sleeps).toEqual([7000]);
  });

  it.each([401, 429, 503])(
    'is none when it is the %i of one of the requests: nothing is sent again',
    async (status) => {
      const { client, server } = await batchClientTo(() => [
        created(ID),
        refusal(status, '0x80072322', 'No'),
      ]);
      const b = batch(client);
      const before = b.table('accounts').create({});
      const failed = b.table('accounts').create({});
      const results = await b.send();
      expect(results.get(before)).toBe(ID);
      expect(results.outcome(failed)).toMatchObject({ ok: false, error: { status } });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('is a TransportError when the answer breaks off', async () => {
    const { client, server } = await clientTo((_, response) => {
      const { headers, body } = multipart([created(ID), created(ID)]);
      response.writeHead(200, { ...headers, 'content-length': String(body).length });
      response.write(String(body).slice(0, 250), () => response.destroy());
      return undefined;
    });
    const b = batch(client);
    b.table('accounts').create({});
    b.table('accounts').create({});
    expect(await rejection(b.send())).toBeInstanceOf(TransportError);
    expect(server.requests).toHaveLength(1);
  });

  it('ends by signal and by deadline, also amid the answer', async () => {
    const { client } = await clientTo((_, response) => {
      const { headers, body } = multipart([created(ID), created(ID)]);
      response.writeHead(200, headers);
      response.write(String(body).slice(0, 400));
      return undefined;
    });
    const made = () => {
      const b = batch(client);
      b.table('accounts').create({});
      b.table('accounts').create({});
      return b;
    };
    expect(await rejection(made().send({ timeoutMs: 50 }))).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
    const control = new AbortController();
    const streaming = async () => {
      for await (const _ of made().stream({ signal: control.signal })) control.abort();
    };
    expect(await rejection(streaming())).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
  });

  it('never shows the token that an answer repeats', async () => {
    const { client } = await batchClientTo(() => [refusal(400, '0x1', 'you sent a-token')]);
    const b = batch(client);
    const entry = b.table('accounts').create({});
    const outcome = (await b.send()).outcome(entry);
    expect(String(outcome.ok || outcome.error)).toContain('you sent [token]');
  });
});

describe('answers that do not fit the requests', () => {
  const two = [created(ID), created(ID)];
  it.each([
    ['too few', [created(ID)]],
    ['none', []],
    ['too many', [...two, created(ID)]],
    ['a change set for a request', [created(ID), { set: [created(ID)] }]],
    ['no HTTP status', [created(ID), { status: 99 }]],
  ])('are refused: %s', async (_, parts) => {
    for (const continueOnError of [false, true]) {
      const { client } = await batchClientTo(() => parts);
      const b = batch(client);
      b.table('accounts').create({});
      b.table('accounts').create({});
      expect(await rejection(b.send({ continueOnError }))).toBeInstanceOf(DataverseError);
    }
  });

  it('are refused when fewer come although the service was to go on', async () => {
    const { client } = await batchClientTo(() => [NOT_THERE]);
    const b = batch(client);
    b.table('accounts').delete(ID);
    b.table('accounts').delete(ID);
    await expect(b.send({ continueOnError: true })).rejects.toThrow(/without an answer to 1 of the requests/);
  });
});
