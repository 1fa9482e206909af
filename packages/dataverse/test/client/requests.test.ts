import { readFileSync } from 'node:fs';
import { ConfigurationError, ForeignOriginError, odata } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

const WHO = { UserId: ID, BusinessUnitId: OTHER_ID, OrganizationId: OTHER_ID };

describe('each request', () => {
  it('has the headers that the Web API asks for', async () => {
    const { client, server } = await clientTo(() => ({ body: WHO }), { userAgent: 'pipeline/1.0' });
    expect(await client.whoAmI()).toEqual({ userId: ID, businessUnitId: OTHER_ID, organizationId: OTHER_ID });
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/api/data/v9.2/WhoAmI' });
    expect(server.requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer a-token',
      'odata-maxversion': '4.0',
      'odata-version': '4.0',
      'if-none-match': 'null',
      'user-agent': 'pipeline/1.0 wayleave-dataverse',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('content-type');
    expect(server.requests[0]?.headers).not.toHaveProperty('consistency');
  });

  it('asks for strong consistency when told to, for a client or for one request', async () => {
    const { client, server } = await clientTo(() => ({ body: WHO }));
    await client.with({ consistency: 'strong' }).whoAmI();
    await client.request({ path: 'WhoAmI', consistency: 'strong' });
    await client.with({ consistency: 'strong' }).with({ consistency: 'default' }).whoAmI();
    expect(server.requests.map(({ headers }) => headers['consistency'])).toEqual([
      'Strong',
      'Strong',
      undefined,
    ]);
  });
});

describe('options that cannot be honoured', () => {
  it.each([{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { timeoutMs: 2 ** 31 }])(
    '%o are refused',
    async (options) => {
      const { client, server } = await clientTo(() => ({ body: WHO }));
      expect(() => client.with(options)).toThrow(ConfigurationError);
      expect(await rejection(client.request({ path: 'WhoAmI', ...options }))).toBeInstanceOf(
        ConfigurationError,
      );
      expect(server.requests).toHaveLength(0);
    },
  );

  it('are refused for a consistency that there is not, and for no tries at all', async () => {
    const { client } = await clientTo(() => ({}));
    // @ts-expect-error the types refuse it too
    expect(() => client.with({ consistency: 'eventual' })).toThrow(ConfigurationError);
    await expect(clientTo(() => ({}), { retry: { attempts: 0 } })).rejects.toThrow(ConfigurationError);
  });
});

describe('as()', () => {
  const HEADERS = ['mscrmcallerid', 'callerobjectid', 'authorization'];
  it.each([
    ['a systemuserid', ID.toUpperCase(), { mscrmcallerid: ID }],
    [
      'what findUser gave',
      { systemuserid: ID, fullname: 'O', internalemailaddress: null, isdisabled: false },
      { mscrmcallerid: ID },
    ],
    ['an Entra object id', { entraObjectId: ID }, { callerobjectid: ID }],
  ])('acts for %s with exactly one header', async (_, user, expected) => {
    const { client, server } = await clientTo(() => ({ body: WHO }));
    await client.as({ entraObjectId: OTHER_ID }).as(OTHER_ID).as(user).with({ timeoutMs: 1000 }).whoAmI();
    const sent = server.requests[0]?.rawHeaders
      .filter((_name, i) => i % 2 === 0)
      .map((name) => name.toLowerCase());
    expect(sent?.filter((name) => HEADERS.includes(name))).toHaveLength(2);
    expect(server.requests[0]?.headers).toMatchObject(expected);
  });

  it('does not change the client it is called on', async () => {
    const { client, server } = await clientTo(() => ({ body: WHO }));
    client.as(ID);
    await client.whoAmI();
    expect(server.requests[0]?.headers).not.toHaveProperty('mscrmcallerid');
  });

  it('is followed by pages, rows and everything else', async () => {
    const { client, server } = await clientTo(() => ({ body: { value: [] } }));
    const user = client.as(ID);
    for await (const row of user.table('accounts')) expect(row).toBeUndefined();
    await user.action('Publish');
    await user.request({ path: 'accounts' });
    expect(server.requests.map(({ headers }) => headers['mscrmcallerid'])).toEqual([ID, ID, ID]);
  });

  it('refuses what is no GUID, and two ids at once', async () => {
    const { client } = await clientTo(() => ({}));
    expect(() => client.as('me@example.com')).toThrow(ConfigurationError);
    expect(() => client.as({ entraObjectId: `${ID}\r\nx: y` })).toThrow(ConfigurationError);
    // @ts-expect-error the types refuse it too
    expect(() => client.as({ systemuserid: ID, entraObjectId: ID })).toThrow(ConfigurationError);
    // @ts-expect-error the types refuse it too
    expect(() => client.as(undefined)).toThrow(ConfigurationError);
  });
});

describe('findUser()', () => {
  const user = {
    systemuserid: ID,
    fullname: "Pat O'Brien",
    internalemailaddress: "o'brien+test@example.com",
    isdisabled: false,
  };

  it('brings an awkward e-mail address to the server unchanged', async () => {
    const { client, server } = await clientTo(() => ({ body: { value: [user] } }));
    expect(await client.findUser({ email: "o'brien+test@example.com" })).toEqual(user);
    const [path = '', query = ''] = (server.requests[0]?.path ?? '').split('?');
    expect(path).toBe('/api/data/v9.2/systemusers');
    expect(query).toContain('%2Btest%40example.com');
    expect(query.split('&').map(decodeURIComponent)).toEqual([
      '$select=systemuserid,fullname,internalemailaddress,isdisabled',
      "$filter=internalemailaddress eq 'o''brien+test@example.com'",
    ]);
  });

  it.each([
    [{ applicationId: ID.toUpperCase() }, `applicationid eq ${ID}`],
    [{ entraObjectId: ID }, `azureactivedirectoryobjectid eq ${ID}`],
  ])('looks up %o', async (criterion, filter) => {
    const { client, server } = await clientTo(() => ({ body: { value: [user] } }));
    await client.findUser(criterion);
    expect(decodeURIComponent(server.requests[0]?.path ?? '')).toContain(`$filter=${filter}`);
  });

  it('rejects when there is none, or more than one', async () => {
    const { client } = await clientTo(({ path }) => ({
      body: { value: path.includes('nobody') ? [] : [user, { ...user, systemuserid: OTHER_ID }] },
    }));
    expect(await rejection(client.findUser({ email: 'nobody@example.com' }))).toMatchObject({
      code: 'ERR_DATAVERSE_USER_NOT_FOUND',
      matches: [],
    });
    expect(await rejection(client.findUser({ email: 'two@example.com' }))).toMatchObject({
      code: 'ERR_DATAVERSE_USER_AMBIGUOUS',
      matches: [ID, OTHER_ID],
    });
  });

  it.each([[{ email: '' }], [{ applicationId: 'x' }], [{}]])('refuses %o', async (criterion) => {
    const { client, server } = await clientTo(() => ({ body: { value: [] } }));
    // @ts-expect-error one of them lacks a criterion
    expect(await rejection(client.findUser(criterion))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('request()', () => {
  it('sends what is asked, with its query encoded and its headers before the usual ones', async () => {
    const { client, server } = await clientTo(() => ({ headers: { etag: 'W/"1"' }, body: { ok: true } }));
    const reply = await client.request({
      path: 'accounts',
      query: { $filter: odata`name eq ${'R&D + more'}`, $top: undefined },
      headers: { 'If-None-Match': 'W/"1"', Prefer: 'odata.include-annotations="*"' },
    });
    expect(reply).toMatchObject({ status: 200, body: { ok: true }, headers: { etag: 'W/"1"' } });
    expect(server.requests[0]?.path).toBe(
      '/api/data/v9.2/accounts?$filter=name%20eq%20%27R%26D%20%2B%20more%27',
    );
    expect(server.requests[0]?.headers).toMatchObject({
      'if-none-match': 'W/"1"',
      prefer: 'odata.include-annotations="*"',
    });
  });

  it('gives text as text, without its byte order mark, and nothing for no body', async () => {
    const { client } = await clientTo(({ path }) =>
      path.endsWith('count') ? { body: '\ufeff42' } : { status: 204 },
    );
    expect((await client.request({ path: 'accounts/$count' })).body).toBe('42');
    expect((await client.request({ path: 'x' })).body).toBeUndefined();
  });

  it('gives 304 as an answer', async () => {
    const { client } = await clientTo(() => ({ status: 304 }));
    expect(
      await client.request({ path: `accounts(${ID})`, headers: { 'if-none-match': 'W/"1"' } }),
    ).toMatchObject({ status: 304 });
  });

  it.each([
    ['https://evil.example/api/data/v9.2/accounts', ForeignOriginError],
    ['//evil.example/x', ForeignOriginError],
    ['\\\\evil.example/x', ForeignOriginError],
    ['../../../collect', ForeignOriginError],
    ['%2e%2e/v9.1/accounts', ForeignOriginError],
    ['/api/data/v9.2/accounts', ConfigurationError],
    ['accounts#x', ConfigurationError],
    ['', ConfigurationError],
  ])('refuses the path %s', async (path, kind) => {
    const { client, server } = await clientTo(() => ({}));
    expect(await rejection(client.request({ path }))).toBeInstanceOf(kind);
    expect(server.requests).toHaveLength(0);
  });

  it.each(['Authorization', 'MSCRMCallerID', 'callerobjectid', 'Host'])(
    'refuses the header %s',
    async (name) => {
      const { client, server } = await clientTo(() => ({}));
      expect(await rejection(client.request({ path: 'x', headers: { [name]: ID } }))).toBeInstanceOf(
        ConfigurationError,
      );
      expect(server.requests).toHaveLength(0);
    },
  );
});

describe('what no header may hold', () => {
  it.each([{ headers: { Prefer: 'a\r\nX-Injected: b' } }, { headers: { 'a b': 'c' } }])(
    'is refused before anything is sent: %o',
    async ({ headers }) => {
      const { client, server } = await clientTo(() => ({}));
      expect(await rejection(client.request({ path: 'x', headers }))).toBeInstanceOf(ConfigurationError);
      expect(server.requests).toHaveLength(0);
    },
  );

  it('is refused in a token, without showing it', async () => {
    const credential = { getToken: async () => ({ token: 'se\ncret', expiresOnTimestamp: 0 }) };
    const { client, server } = await clientTo(() => ({}), { credential });
    const error = await rejection(client.whoAmI());
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_CREDENTIAL' });
    expect(String(error)).not.toContain('cret');
    expect(server.requests).toHaveLength(0);
  });
});

describe('recorded answers', () => {
  const path = `${process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora'}/dataverse/fixtures/docs/whoami.json`;
  const recorded = (() => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  })();
  it.skipIf(recorded === undefined)('of WhoAmI are read (needs WAYLEAVE_CORPORA)', async () => {
    const { client } = await clientTo(() => ({ body: JSON.parse(recorded ?? '') }));
    expect(await client.whoAmI()).toMatchObject({ userId: '22cc22cc-dd33-ee44-ff55-66aa66aa66aa' });
  });
});
