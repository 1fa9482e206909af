import { batch, DataverseError, guid, TransportError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { fetchXml } from '../src/fetch-xml/fetch-xml.ts';
import { askedBy, pagesByCookie } from './fetch-xml/service.ts';
import { clientTo, ID, OTHER_ID } from './support/client.ts';
import { rejection } from './support/entra.ts';
import { inOrder, startServer } from './support/server.ts';

const JSON_TYPE = { 'content-type': 'application/json; odata.metadata=minimal' };
const ROOT = '/api/data/v9.2';

describe('what clients of the Web API have got wrong', () => {
  it('a success whose JSON is cut off rejects, and nothing is thrown beside the promise', async () => {
    const stray: unknown[] = [];
    const note = (error: unknown) => stray.push(error);
    process.on('uncaughtExceptionMonitor', note);
    const { client } = await clientTo(() => ({ headers: JSON_TYPE, body: '{"value":[{"name":"Fab' }));
    const accounts = client.table('accounts');
    for (const ask of [() => accounts.all(), () => accounts.get(ID), () => client.whoAmI()]) {
      expect(await rejection(ask())).toBeInstanceOf(DataverseError);
    }
    process.off('uncaughtExceptionMonitor', note);
    expect(stray).toEqual([]);
  });

  it('a row whose text looks like a part of a batch is a row', async () => {
    const row = {
      description: '--batchresponse_4a8\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 500 x\r\n\r\n{',
    };
    const { client } = await clientTo(({ path }) => ({ body: path.includes('(') ? row : { value: [row] } }));
    expect(await client.table('notes').get(ID)).toEqual(row);
    expect(await client.table('notes').all()).toEqual([row]);
  });

  it('FetchXML that begins with a line end goes on to the next page, and to the end', async () => {
    const { client, server } = await clientTo(
      pagesByCookie([[{}], [{}], [{}]], (page) => `<cookie page="${page}"/>`),
    );
    const xml = '\n      <fetch>\n  <entity name="account"/>\n</fetch>';
    expect(await fetchXml(client.table('accounts'), xml).all()).toHaveLength(3);
    expect(server.requests.map((request) => askedBy(request).page)).toEqual(['1', '2', '3']);
  });

  it('a paging cookie with escaped text in it stays well-formed, and the same', async () => {
    const cookie = '<cookie page="1"><name last="R&amp;D &lt;x&gt; &quot;" first="O\'B" /></cookie>';
    const { client } = await clientTo(pagesByCookie([[{}], [{}]], () => cookie));
    expect(
      await fetchXml(client.table('accounts'), '<fetch><entity name="account"/></fetch>').all(),
    ).toHaveLength(2);
  });

  it('text in the parameter of a function stays text: quotes, options of a query, ids', async () => {
    const { client, server } = await clientTo(() => ({ body: {} }));
    const parameters = {
      Name: "O'Brien",
      Text: "x'&$filter=1 eq 1#",
      Mention: `see ${ID}`,
      Id: ID,
      Target: guid(ID),
    };
    await client.function('Find', parameters);
    const url = new URL(server.requests[0]?.path ?? '', 'http://x');
    expect(url.pathname).toBe(`${ROOT}/Find(Name=@p1,Text=@p2,Mention=@p3,Id=@p4,Target=@p5)`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      '@p1': "'O''Brien'",
      '@p2': "'x''&$filter=1 eq 1#'",
      '@p3': `'see ${ID}'`,
      '@p4': `'${ID}'`,
      '@p5': ID,
    });
  });

  it.each([
    ['Smith, Jones', "'Smith%2C%20Jones'"],
    ['A/1#2?3', "'A%2F1%232%3F3'"],
    ['6" pipe', "'6%22%20pipe'"],
    ["O'Brien & (x=1)", "'O''Brien%20%26%20(x%3D1)'"],
  ])('the alternate key %s arrives as it is', async (name, written) => {
    const { client, server } = await clientTo(() => ({ body: {} }));
    await client.table('accounts').get({ name, _ownerid_value: OTHER_ID });
    expect(server.requests[0]?.path).toBe(`${ROOT}/accounts(name=${written},_ownerid_value=${OTHER_ID})`);
  });

  it('text that looks like a date is text, and a moment with an offset is that moment', async () => {
    const info = { logicalName: 'account', id: 'accountid', moments: ['createdon'], navigation: {} };
    const row = { name: '2023-03-25T17:42:47Z', createdon: '2023-03-25T17:42:47.5+02:00' };
    const { client } = await clientTo(() => ({ body: { value: [row] } }), {
      schema: { tables: { accounts: info } },
    });
    expect(await client.table('accounts').first()).toEqual({
      name: '2023-03-25T17:42:47Z',
      createdon: new Date('2023-03-25T15:42:47.500Z'),
    });
  });

  it('a success that is a web page to sign in rejects, and says so', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><title>Sign in</title>' };
    const { client } = await clientTo(() => page);
    const accounts = client.table('accounts');
    for (const ask of [() => accounts.all(), () => client.request({ path: 'x' }), () => client.action('X')]) {
      expect(await rejection(ask())).toMatchObject({ status: 200, hint: expect.stringContaining('sign in') });
    }
  });

  it('a throttled request is sent again after the time that was asked for, its code being hexadecimal', async () => {
    const throttled = {
      status: 429,
      headers: { 'retry-after': '7' },
      body: { error: { code: '0x80072322', message: 'Number of requests exceeded the limit of 6000.' } },
    };
    const { client, time } = await clientTo(inOrder(throttled, { body: { value: [] } }));
    expect(await client.table('accounts').all()).toEqual([]);
    expect(time.sleeps).toEqual([7000]);
  });

  it('an unavailable service is asked again after the time that it says, once the pause is set', async () => {
    const { client, time } = await clientTo(
      inOrder({ status: 503, headers: { 'retry-after': '3' } }, { body: { value: [] } }),
    );
    expect(await client.table('accounts').all()).toEqual([]);
    expect(time.sleeps).toEqual([3000]);
  });

  it('a create that met an unavailable service is not sent twice', async () => {
    const { client, server } = await clientTo(() => ({ status: 503, headers: { 'retry-after': '0' } }));
    expect(await rejection(client.table('accounts').create({ name: 'x' }))).toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });

  it('a read whose connection broke is sent again', async () => {
    let count = 0;
    const { client, server } = await clientTo((_, response) => {
      count += 1;
      if (count > 1) return { body: { value: [] } };
      response.destroy();
      return undefined;
    });
    expect(await client.table('accounts').all()).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    [
      'a deadlock or failover of the database',
      { status: 500, body: { error: { code: '0x80044150', message: 'Generic SQL error.' } } },
    ],
    ['a request that came too slowly', { status: 408 }],
  ])('%s is tried again, but not for what may not be done twice', async (_, fault) => {
    const read = await clientTo(inOrder(fault, { body: { value: [] } }));
    expect(await read.client.table('accounts').all()).toEqual([]);
    expect(read.server.requests).toHaveLength(2);
    const written = await clientTo(() => fault);
    await rejection(written.client.table('accounts').create({ name: 'x' }));
    expect(written.server.requests).toHaveLength(1);
  });

  it('a link to the next page that repeats an option of the request is followed as it stands', async () => {
    const { client, server } = await clientTo(({ path }) => ({
      body: { value: [{}], ...(!path.includes('skiptoken') && { '@odata.nextLink': next() }) },
    }));
    const next = () => `${server.url}${ROOT}/accounts?tag=nightly&$skiptoken=2`;
    expect(await client.with({ tag: 'nightly' }).table('accounts').all()).toHaveLength(2);
    expect(server.requests.map(({ path }) => path.slice(ROOT.length))).toEqual([
      '/accounts?tag=nightly',
      '/accounts?tag=nightly&$skiptoken=2',
    ]);
  });

  it('users who are acted for at the same time are never taken for one another', async () => {
    const { client, server } = await clientTo(({ headers }) => ({
      body: { UserId: headers['mscrmcallerid'], BusinessUnitId: ID, OrganizationId: ID },
    }));
    const users = Array.from({ length: 60 }, (_, i) => `${ID.slice(0, -2)}${i + 10}`);
    const answers = await Promise.all(users.map((user) => client.as(user).whoAmI()));
    expect(answers.map(({ userId }) => userId)).toEqual(users);
    expect(server.requests.every(({ headers }) => headers['callerobjectid'] === undefined)).toBe(true);
  });

  it('a client for each user opens no connections of its own', async () => {
    const ports = new Set<number | undefined>();
    const { client } = await clientTo((_, response) => {
      ports.add(response.socket?.remotePort);
      return { body: { value: [] } };
    });
    for (let i = 10; i < 40; i += 1) {
      await client
        .as(`${ID.slice(0, -2)}${i}`)
        .with({ timeoutMs: 5000 })
        .table('accounts')
        .all();
    }
    expect(ports.size).toBe(1);
  });

  it('what failed in a batch, and a batch that failed, is one error with its words', async () => {
    const body = { error: { code: '0x80040217', message: 'account With Id Does Not Exist' } };
    const { client } = await clientTo(() => ({ status: 400, body }));
    const b = batch(client);
    b.table('accounts').delete(ID);
    const error = await rejection(b.send());
    expect(error).toBeInstanceOf(DataverseError);
    expect(error).toMatchObject({ message: expect.stringContaining('account With Id Does Not Exist') });

    const part = `--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n--b--\r\n`;
    const headers = { 'content-type': 'multipart/mixed; boundary=b' };
    const stopped = await clientTo(() => ({ status: 404, headers, body: part }));
    const requests = batch(stopped.client);
    const entry = requests.table('accounts').delete(ID);
    const results = await requests.send();
    expect(() => results.get(entry)).toThrow('account With Id Does Not Exist');
    expect(() => results.get(entry)).toThrow(DataverseError);
  });

  it('a filter of many thousand characters is sent', async () => {
    const { client, server } = await clientTo(() => ({ body: { value: [] } }));
    const names = Array.from({ length: 400 }, (_, i) => `account ${i}`);
    await client
      .table('accounts')
      .filter((f) => f.in('name', names))
      .all();
    expect(new URL(server.requests[0]?.path ?? '', 'http://x').searchParams.get('$filter')).toMatch(
      /'account 399'$/,
    );
  });

  it('a caller who has enough pages gets no more of them', async () => {
    const { client, server } = await clientTo(({ path }) => {
      const page = Number(new URL(path, 'http://x').searchParams.get('$skiptoken') ?? 1);
      return {
        body: { value: [{}], '@odata.nextLink': `${server.url}${ROOT}/accounts?$skiptoken=${page + 1}` },
      };
    });
    let pages = 0;
    for await (const { rows } of client.table('accounts').pages()) {
      pages += rows.length;
      if (pages === 2) break;
    }
    expect(server.requests).toHaveLength(2);
  });

  it('the token is not carried to another host that an answer names', async () => {
    const other = await startServer(() => ({ body: { value: [] } }));
    const { client } = await clientTo(() => ({
      body: { value: [], '@odata.nextLink': `${other.url}${ROOT}/accounts?$skiptoken=2` },
    }));
    expect(await rejection(client.table('accounts').all())).toMatchObject({ code: 'ERR_DATAVERSE_ORIGIN' });
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  it('a transport of the caller is the one that sends', async () => {
    const urls: string[] = [];
    const { client, server } = await clientTo(() => ({}), {
      transport: async ({ url }) => {
        urls.push(url);
        return { status: 200, headers: JSON_TYPE, body: Buffer.from('{"value":[{"a":1}]}') };
      },
    });
    expect(await client.table('accounts').all()).toEqual([{ a: 1 }]);
    expect(urls).toEqual([`${server.url}${ROOT}/accounts`]);
    expect(server.requests).toHaveLength(0);
  });

  it('no header is sent that nobody asked for', async () => {
    const { client, server } = await clientTo(() => ({ body: { value: [] } }));
    await client.table('accounts').all();
    const names = server.requests[0]?.rawHeaders
      .filter((_, i) => i % 2 === 0)
      .map((name) => name.toLowerCase());
    expect(names?.sort()).toEqual([
      'accept',
      'authorization',
      'connection',
      'host',
      'if-none-match',
      'odata-maxversion',
      'odata-version',
      'user-agent',
    ]);
  });

  it('a refused token is replaced, and the request sent again', async () => {
    const tokens = ['old', 'new'];
    const { client, server } = await clientTo(
      ({ headers }) => ({ status: headers.authorization === 'Bearer new' ? 204 : 401 }),
      {
        credential: { getToken: async () => ({ token: tokens.shift() ?? '', expiresOnTimestamp: 0 }) },
      },
    );
    await client.table('accounts').delete(ID);
    expect(server.requests).toHaveLength(2);
  });

  it('a time limit holds for an answer that comes drop by drop', async () => {
    const { client } = await clientTo((_, response) => {
      response.writeHead(200, JSON_TYPE);
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
      return undefined;
    });
    const error = await rejection(client.table('accounts').get(ID, { timeoutMs: 60 }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
  });
});
