import { ConfigurationError, DataverseError, ForeignOriginError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/change-tracking/read-changes.ts';
import { countChanges, trackChanges } from '../../src/change-tracking/track-changes.ts';
import { clientTo, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { type Answer, type Handler, inOrder, startServer } from '../support/server.ts';
import { answerOf, deleted, GONE, NEXT, optionsOf, ROOT, TOKEN, WRITTEN } from './service.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A table of names, and links of its service. */
async function names(handler: (origin: string) => Handler, options: Parameters<typeof clientTo>[1] = {}) {
  const { client, server } = await clientTo(
    (request, response) => handler(server.url)(request, response),
    options,
  );
  const link = (token: string, select = '?$select=name&') => `${server.url}${ROOT}/accounts${select}${token}`;
  return { client, server, table: client.table('accounts').select('name'), link };
}

/** Three pages: rows, a row and a deletion, nothing; then the link for next time. */
function threePages(): (origin: string) => Handler {
  return (origin) => (request) => {
    const link = (token: string) => `${origin}${ROOT}/accounts?$select=name&${token}`;
    switch (optionsOf(request)['$skiptoken']) {
      case undefined:
        return answerOf({ rows: [{ name: 'a' }, { name: 'b' }], next: link('$skiptoken=p2') });
      case 'p2':
        return answerOf({
          rows: [{ name: 'c' }, deleted(origin, GONE.toUpperCase())],
          next: link('$skiptoken=p3'),
        });
      default:
        return answerOf({ rows: [], delta: link(`$deltatoken=${NEXT}`) });
    }
  };
}

const isNew = (name: string): Change<object> => ({ kind: 'new-or-changed', row: { name } });

describe('trackChanges()', () => {
  it('gives all rows at first, and the token for next time at the end', async () => {
    const { table, server, link } = await names(threePages());
    const changes = trackChanges(table);
    expect(server.requests).toHaveLength(0);
    expect(await collect(changes)).toEqual([
      isNew('a'),
      isNew('b'),
      isNew('c'),
      { kind: 'deleted', id: GONE },
    ]);
    expect(changes.token).toBe(link(`$deltatoken=${NEXT}`));
    expect(changes.checkpoint).toBe(changes.token);
    expect(server.requests.map(({ path }) => path)).toEqual([
      `${ROOT}/accounts?$select=name`,
      `${ROOT}/accounts?$select=name&$skiptoken=p2`,
      `${ROOT}/accounts?$select=name&$skiptoken=p3`,
    ]);
    expect(server.requests.map(({ headers }) => headers['prefer'])).toEqual(
      Array(3).fill('odata.track-changes'),
    );
  });

  it('asks with the same page size for each page', async () => {
    const { table, server } = await names(threePages());
    await collect(trackChanges(table.pageSize(2)));
    expect(server.requests.map(({ headers }) => headers['prefer'])).toEqual(
      Array(3).fill('odata.track-changes,odata.maxpagesize=2'),
    );
  });

  it.each([
    ['the link, as it stands', (link: (token: string) => string) => link(`$deltatoken=${WRITTEN}`)],
    ['the token out of it', () => WRITTEN],
    ['that token decoded', () => TOKEN],
  ])('asks for what has changed since a token, given as %s', async (_, since) => {
    const { table, server, link } = await names(
      (origin) => () =>
        answerOf({ rows: [{ name: 'new' }, deleted(origin)], delta: link(`$deltatoken=${NEXT}`) }),
    );
    const changes = trackChanges(table, { since: since(link) });
    expect(await collect(changes)).toEqual([isNew('new'), { kind: 'deleted', id: GONE }]);
    expect(server.requests.map(optionsOf)).toEqual([{ $select: 'name', $deltatoken: TOKEN }]);
    expect(changes.token).toBe(link(`$deltatoken=${NEXT}`));
  });

  it('takes the columns of a link in any order, and a table without columns', async () => {
    const { client, server, link } = await names(
      (origin) => () => answerOf({ rows: [], delta: `${origin}${ROOT}/accounts?$deltatoken=${NEXT}` }),
    );
    const since = link('$deltatoken=1', '?$select=revenue,name&');
    await collect(trackChanges(client.table('accounts').select('name', 'revenue', 'name'), { since }));
    const all = trackChanges(client.table('accounts'), { since: TOKEN });
    await collect(all);
    await collect(trackChanges(client.table('accounts'), { since: all.token }));
    expect(server.requests.map(optionsOf)).toEqual([
      { $select: 'revenue,name', $deltatoken: '1' },
      { $deltatoken: TOKEN },
      { $deltatoken: TOKEN.replace('919042', '919058').replace('10:44', '21:20') },
    ]);
  });

  it('has no token before the end: a loop that is left early would lose changes', async () => {
    const { table } = await names(threePages());
    const changes = trackChanges(table);
    expect(() => changes.token).toThrow(ConfigurationError);
    for await (const change of changes) {
      expect(change).toEqual(isNew('a'));
      break;
    }
    expect(() => changes.token).toThrow(/before all changes have been read/);
    for await (const page of changes.pages()) {
      expect(page).toBeDefined();
      expect(() => changes.token).toThrow(ConfigurationError);
    }
    expect(changes.token).toContain(NEXT);
    for await (const page of changes.pages()) {
      expect(page).toHaveLength(2);
      break;
    }
    expect(() => changes.token).toThrow(ConfigurationError);
  });

  it('goes on from a checkpoint behind the page at hand', async () => {
    const { table, server } = await names(threePages());
    const changes = trackChanges(table);
    let saved: string | undefined;
    for await (const page of changes.pages()) {
      expect(page).toHaveLength(2);
      saved = changes.checkpoint;
      break;
    }
    const rest = trackChanges(table, { since: saved });
    expect(rest.checkpoint).toBe(saved);
    expect(await collect(rest)).toEqual([isNew('c'), { kind: 'deleted', id: GONE }]);
    expect(rest.token).toContain(NEXT);
    expect(server.requests.map((request) => optionsOf(request)['$skiptoken'])).toEqual([
      undefined,
      'p2',
      'p3',
    ]);
  });

  it('has in a loop over changes a checkpoint that loses none of them', async () => {
    const { table } = await names(threePages());
    const changes = trackChanges(table);
    const checkpoints: (string | undefined)[] = [];
    for await (const change of changes) {
      expect(change.kind).toMatch(/new|deleted/);
      checkpoints.push(changes.checkpoint?.replace(/.*\$/, ''));
    }
    expect(checkpoints).toEqual([undefined, undefined, 'skiptoken=p2', 'skiptoken=p2']);
  });

  it.each<[string, Answer]>([
    ['no body', { status: 204 }],
    ['an empty object', { body: {} }],
    ['annotations alone', { body: { '@odata.context': 'x' } }],
    ['an empty list', { body: { value: [] } }],
  ])('takes %s for no changes, and keeps the token', async (_, answer) => {
    const { table, link } = await names(() => () => answer);
    const changes = trackChanges(table, { since: TOKEN });
    expect(await collect(changes)).toEqual([]);
    expect(changes.token).toBe(link(`$deltatoken=${encodeURIComponent(TOKEN)}`));
    expect(await rejection(collect(trackChanges(table)))).toBeInstanceOf(DataverseError);
  });

  it('does not take an empty page behind another one for no changes', async () => {
    const { table, link } = await names(() =>
      inOrder(
        answerOf({ rows: [{ name: 'a' }], next: link('$deltatoken=1&$skiptoken=2') }),
        answerOf({ rows: [] }),
      ),
    );
    const changes = trackChanges(table, { since: TOKEN });
    expect(await rejection(collect(changes))).toBeInstanceOf(DataverseError);
    expect(changes.checkpoint).toBe(link('$deltatoken=1&$skiptoken=2'));
  });

  it.each<[string, (origin: string) => Answer]>([
    ['rows without a delta link', () => answerOf({ rows: [{ name: 'a' }] })],
    ['no list', () => ({ body: { value: 7, '@odata.deltaLink': 'x' } })],
    ['a row that is none', () => ({ body: { value: [null], '@odata.deltaLink': 'x' } })],
    [
      'a deletion without an id',
      (origin) => answerOf({ rows: [{ ...deleted(origin), id: null }], delta: 'x' }),
    ],
    [
      'a next link to the same page',
      (origin) => answerOf({ rows: [], next: `${origin}${ROOT}/accounts?$select=name` }),
    ],
  ])('ends with an error for %s, and has no token', async (_, answer) => {
    const { table } = await names((origin) => () => answer(origin));
    const changes = trackChanges(table);
    expect(await rejection(collect(changes))).toBeInstanceOf(DataverseError);
    expect(() => changes.token).toThrow(ConfigurationError);
  });

  it.each(['next', 'delta'])('does not carry the token to another host named in a %s link', async (kind) => {
    const evil = await startServer(() => ({ body: { value: [] } }));
    const { table } = await names(
      () => () =>
        answerOf({ rows: [{ name: 'a' }], [kind]: `${evil.url}${ROOT}/accounts?$select=name&$deltatoken=1` }),
    );
    const changes = trackChanges(table);
    expect(await rejection(collect(changes))).toBeInstanceOf(ForeignOriginError);
    expect(() => changes.token).toThrow(ConfigurationError);
    expect(() =>
      trackChanges(table, { since: `${evil.url}${ROOT}/accounts?$select=name&$deltatoken=1` }),
    ).toThrow(ForeignOriginError);
    expect(evil.requests).toHaveLength(0);
    await evil.close();
  });

  it('refuses a since that is for another table, for other columns, or none', async () => {
    const { table, server, link } = await names(() => () => ({ status: 500 }));
    const contacts = link('$deltatoken=1').replace('accounts', 'contacts');
    for (const since of [
      contacts,
      link('$deltatoken=1', '?$select=name,revenue&'),
      link('$deltatoken=1', '?'),
    ]) {
      expect(() => trackChanges(table, { since })).toThrow(ConfigurationError);
    }
    for (const since of ['', ' ', link('$top=1'), link(''), '%E0%A4%A']) {
      expect(() => trackChanges(table, { since })).toThrow(ConfigurationError);
    }
    // @ts-expect-error the types refuse it too
    expect(() => trackChanges(table, { since: null })).toThrow(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });

  it('refuses each other option of a query by its name', async () => {
    const { client, server } = await names(() => () => ({ status: 500 }));
    const table = client.table('accounts');
    const queries = {
      filters: table.filter("name eq 'x'"),
      orderBy: table.orderBy('name'),
      expand: table.expand('primarycontactid'),
      top: table.top(1),
      count: table.count(),
      annotations: table.annotations(),
    };
    for (const [name, query] of Object.entries(queries)) {
      expect(() => trackChanges(query)).toThrow(new RegExp(`not ${name}`));
      expect(await rejection(countChanges(query, TOKEN))).toBeInstanceOf(ConfigurationError);
    }
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    [
      '0x80044352',
      'Version stamp associated with the client has expired. Please perform a full sync.',
      /Start again/,
    ],
    ['0x80072491', "Entity account isn't enabled for change tracking.", /change tracking on/],
  ])('says what to do about %s', async (code, message, hint) => {
    const { table } = await names(() => () => ({ status: 400, body: { error: { code, message } } }));
    expect(await rejection(collect(trackChanges(table, { since: TOKEN })))).toMatchObject({
      errorCode: code,
      hint: expect.stringMatching(hint),
    });
  });

  it('gives moments as dates by the schema, heeds options, and acts for a user', async () => {
    const schema = {
      tables: {
        accounts: { logicalName: 'account', id: 'accountid', moments: ['createdon'], navigation: {} },
      },
    };
    const row = { name: '2026-01-01T00:00:00Z', createdon: '2026-01-01T00:00:00Z' };
    const { client, server, link } = await names(
      () => () => answerOf({ rows: [row], delta: link('$deltatoken=1') }),
      {
        schema,
      },
    );
    const changes = trackChanges(client.as(OTHER_ID).table('accounts'), { consistency: 'strong' });
    expect(await collect(changes)).toEqual([
      { kind: 'new-or-changed', row: { ...row, createdon: new Date(row.createdon) } },
    ]);
    expect(server.requests[0]?.headers).toMatchObject({ consistency: 'Strong', mscrmcallerid: OTHER_ID });
  });
});

describe('countChanges()', () => {
  it.each(['42', '\ufeff42', '42\n'])('reads %j', async (body) => {
    const { table, server, link } = await names(() => () => ({ body }));
    expect(await countChanges(table, WRITTEN)).toBe(42);
    expect(await countChanges(table, link(`$deltatoken=${WRITTEN}`))).toBe(42);
    for (const request of server.requests) {
      expect(request.path.split('?')[0]).toBe(`${ROOT}/accounts/$count`);
      expect(optionsOf(request)).toEqual({ $deltatoken: TOKEN });
    }
    expect(server.requests).toHaveLength(2);
  });

  it('does not take something else for a number, nor a checkpoint for a token', async () => {
    const { table, link } = await names(() => inOrder({ body: '' }, { body: '<x>' }, { body: {} }));
    for (let i = 0; i < 3; i += 1)
      expect(await rejection(countChanges(table, TOKEN))).toBeInstanceOf(DataverseError);
    expect(await rejection(countChanges(table, link('$skiptoken=p2')))).toBeInstanceOf(ConfigurationError);
    expect(await rejection(countChanges(table, ''))).toBeInstanceOf(ConfigurationError);
  });
});
