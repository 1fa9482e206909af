import { describe, expect, it } from 'vitest';
import { dataverseAppId } from '../../src/entra/well-known.ts';
import {
  administrator,
  createLocalTenant,
  dataverseScope,
  json,
  type LocalTenant,
  origin,
  tenantId,
} from '../entra/local-tenant.ts';

const all = { ...administrator, roles: ['Application.ReadWrite.All'] } as const;

async function create(tenant: LocalTenant, body: object = {}): Promise<Record<string, unknown>> {
  const response = await tenant.graph('POST', '/applications', { displayName: 'video-pipeline', ...body });
  expect(response.status).toBe(201);
  return json(response);
}

const values = async (response: Response): Promise<unknown[]> => {
  const { value } = await json(response);
  return Array.isArray(value) ? value : [];
};

describe('an application', () => {
  it('is created with defaults, without secrets and without a service principal', async () => {
    const tenant = createLocalTenant();
    const response = await tenant.graph('POST', '/applications', { displayName: 'video-pipeline' });
    const body = await json(response);
    expect(body).toMatchObject({
      '@odata.context': `${origin}/v1.0/$metadata#applications/$entity`,
      displayName: 'video-pipeline',
      signInAudience: 'AzureADMyOrg',
      createdDateTime: '2026-11-23T12:00:00Z',
      createdByAppId: administrator.appId,
      uniqueName: null,
      passwordCredentials: [],
      keyCredentials: [],
      web: { redirectUris: [] },
    });
    expect(response.headers.get('location')).toContain(String(body['id']));
    expect(body['id']).not.toBe(body['appId']);
    expect(tenant.entra.findServicePrincipal(String(body['appId']))).toBeUndefined();
  });

  it('keeps what it was created with', async () => {
    const settings = {
      description: 'makes videos',
      tags: ['wayleave'],
      identifierUris: ['api://video'],
      web: { redirectUris: ['https://app.example/back'] },
      requiredResourceAccess: [
        {
          resourceAppId: dataverseAppId,
          resourceAccess: [{ id: '78ce3f0f-a1ce-49c2-8cde-64b5c0896db4', type: 'Scope' }],
        },
      ],
    };
    expect(await create(createLocalTenant(), settings)).toMatchObject(settings);
  });

  const bodies: readonly [string, unknown, number, string][] = [
    ['no displayName', {}, 400, 'Request_BadRequest'],
    ['an empty displayName', { displayName: '' }, 400, 'Request_BadRequest'],
    ['an unknown audience', { displayName: 'x', signInAudience: 'Everybody' }, 400, 'Request_BadRequest'],
    ['secrets', { displayName: 'x', passwordCredentials: [] }, 400, 'Request_BadRequest'],
    ['an unknown property', { displayName: 'x', colour: 'red' }, 400, 'BadRequest'],
    ['a property that is not built', { displayName: 'x', keyCredentials: [] }, 501, 'NotImplemented'],
    [
      'a part of web that is not built',
      { displayName: 'x', web: { logoutUrl: 'https://x' } },
      501,
      'NotImplemented',
    ],
    ['text that is no JSON', '{', 400, 'BadRequest'],
    ['a JSON array', '[]', 400, 'BadRequest'],
  ];
  it.each(bodies)('is not created from %s', async (_, body, status, code) => {
    const tenant = createLocalTenant();
    const response = await tenant.graph('POST', '/applications', body);
    expect(response.status).toBe(status);
    expect(await json(response)).toMatchObject({ error: { code } });
    expect(tenant.entra.directory.applications()).toHaveLength(1);
  });

  it('is not created from a body of another content type', async () => {
    const headers = { 'content-type': 'text/plain' };
    const response = await createLocalTenant().graph('POST', '/applications', { displayName: 'x' }, headers);
    expect(response.status).toBe(400);
  });

  it('shares its name, but not its identifier URIs', async () => {
    const tenant = createLocalTenant();
    await create(tenant, { identifierUris: ['api://one'] });
    await create(tenant);
    const response = await tenant.graph('POST', '/applications', {
      displayName: 'x',
      identifierUris: ['api://one'],
    });
    expect(await json(response)).toMatchObject({
      error: { message: 'Another object with the same value for property identifierUris already exists.' },
    });
    const found = await values(
      await tenant.graph('GET', "/applications?$filter=displayName eq 'video-pipeline'"),
    );
    expect(found).toHaveLength(2);
  });

  it('is found by object id, by app id and by filters', async () => {
    const tenant = createLocalTenant();
    const { id, appId } = await create(tenant, { displayName: "o'brien's app" });
    for (const path of [
      `/applications/${id}`,
      `/applications(appId='${appId}')`,
      `/applications(appId=%27${String(appId).toUpperCase()}%27)`,
    ])
      expect(await json(await tenant.graph('GET', path))).toMatchObject({ id });
    for (const filter of [`appId eq '${appId}'`, "displayName eq 'O''Brien''s app'", `id eq '${id}'`])
      expect(
        await values(await tenant.graph('GET', `/applications?$filter=${encodeURIComponent(filter)}`)),
      ).toMatchObject([{ id }]);
    expect(await values(await tenant.graph('GET', "/applications?$filter=displayName eq 'nothing'"))).toEqual(
      [],
    );
  });

  it('is projected by $select and cut by $top', async () => {
    const tenant = createLocalTenant();
    const { id, appId } = await create(tenant);
    expect(await json(await tenant.graph('GET', `/applications/${id}?$select=appId`))).toEqual({
      '@odata.context': `${origin}/v1.0/$metadata#applications(appId)/$entity`,
      id,
      appId,
    });
    expect(await values(await tenant.graph('GET', '/applications?$top=1&$select=id'))).toHaveLength(1);
  });

  it('is listed page by page, each with a link to the next', async () => {
    const { graph } = createLocalTenant();
    for (const displayName of ['one', 'two', 'three']) await graph('POST', '/applications', { displayName });
    const names: unknown[] = [];
    let path = '/applications?$top=2&$select=displayName';
    while (path !== '') {
      const page = await json(await graph('GET', path));
      names.push(...(page['value'] as { displayName: string }[]).map(({ displayName }) => displayName));
      const link = page['@odata.nextLink'];
      path = typeof link === 'string' ? link.replace(`${origin}/v1.0`, '') : '';
    }
    expect(names.slice(-3)).toEqual(['one', 'two', 'three']);
    expect(names).toHaveLength(4);
  });

  it('keeps its redirect URIs when PATCH does not name them', async () => {
    const { graph } = createLocalTenant();
    const web = { redirectUris: ['https://app.example/cb'] };
    const { id } = await json(await graph('POST', '/applications', { displayName: 'a', web }));
    expect((await graph('PATCH', `/applications/${String(id)}`, { web: {} })).status).toBe(204);
    expect((await json(await graph('GET', `/applications/${String(id)}`)))['web']).toMatchObject(web);
  });

  it('is changed by PATCH and named anew in its service principal', async () => {
    const tenant = createLocalTenant();
    const { id, appId } = await create(tenant);
    await tenant.graph('POST', '/servicePrincipals', { appId });
    const response = await tenant.graph('PATCH', `/applications/${id}`, {
      displayName: 'renamed',
      notes: 'n',
    });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await json(await tenant.graph('GET', `/applications/${id}`))).toMatchObject({
      displayName: 'renamed',
      notes: 'n',
    });
    expect(tenant.entra.findServicePrincipal(String(appId))?.displayName).toBe('renamed');
  });

  it('is deleted with its service principal, and its tokens end', async () => {
    const tenant = createLocalTenant();
    const { id, appId } = await create(tenant);
    await tenant.graph('POST', '/servicePrincipals', { appId });
    expect((await tenant.graph('DELETE', `/applications(appId='${appId}')`)).status).toBe(204);
    expect(tenant.entra.findServicePrincipal(String(appId))).toBeUndefined();
    const response = await tenant.graph('GET', `/applications/${id}`);
    expect(response.status).toBe(404);
    expect(await json(response)).toMatchObject({
      error: {
        code: 'Request_ResourceNotFound',
        message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
      },
    });
  });

  it.each([
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/addPassword'],
  ])('that does not exist answers %s%s with 404', async (method, action) => {
    const response = await createLocalTenant().graph(
      method,
      `/applications/${tenantId}${action}`,
      method === 'DELETE' ? undefined : {},
    );
    expect(response.status).toBe(404);
  });
});

describe('ownership', () => {
  it('is needed to change an application with OwnedBy', async () => {
    const tenant = createLocalTenant();
    const foreign = tenant.entra.directory.createApplication({ displayName: 'foreign' }, {});
    for (const [method, path, body] of [
      ['PATCH', `/applications/${foreign.id}`, { displayName: 'mine' }],
      ['POST', `/applications/${foreign.id}/addPassword`, {}],
      ['POST', '/servicePrincipals', { appId: foreign.appId }],
      ['DELETE', `/applications/${foreign.id}`, undefined],
    ] as const)
      expect((await tenant.graph(method, path, body)).status, `${method} ${path}`).toBe(403);
    const denied = tenant.trail.decisions().filter(({ cloud }) => cloud === 'graph');
    expect(denied).toHaveLength(4);
    for (const { allowed, decidedBy } of denied)
      expect([allowed, decidedBy]).toEqual([false, expect.stringContaining('does not own the object')]);
    expect((await tenant.graph('GET', `/applications/${foreign.id}`)).status).toBe(200);
    expect(tenant.entra.directory.application({ id: foreign.id })).toEqual(foreign);
  });

  it('is not needed with ReadWrite.All', async () => {
    const tenant = createLocalTenant({ administrator: all });
    const foreign = tenant.entra.directory.createApplication({ displayName: 'foreign' }, {});
    expect((await tenant.graph('POST', '/servicePrincipals', { appId: foreign.appId })).status).toBe(201);
    expect((await tenant.graph('DELETE', `/applications/${foreign.id}`)).status).toBe(204);
  });
});

describe('an upsert by uniqueName', () => {
  const prefer = { prefer: 'create-if-missing' };
  const path = "/applications(uniqueName='video-pipeline')";

  it('creates, then changes the same application', async () => {
    const tenant = createLocalTenant();
    const first = await tenant.graph('PATCH', path, { displayName: 'one' }, prefer);
    expect(first.status).toBe(201);
    expect(await json(first)).toMatchObject({ uniqueName: 'video-pipeline', displayName: 'one' });
    expect((await tenant.graph('PATCH', path, { displayName: 'two' }, prefer)).status).toBe(204);
    expect(await json(await tenant.graph('GET', path))).toMatchObject({ displayName: 'two' });
    expect(
      await values(await tenant.graph('GET', "/applications?$filter=uniqueName eq 'video-pipeline'")),
    ).toHaveLength(1);
  });

  it('is a plain change without the preference', async () => {
    expect((await createLocalTenant().graph('PATCH', path, { displayName: 'one' })).status).toBe(404);
  });

  it('needs a displayName to create', async () => {
    expect((await createLocalTenant().graph('PATCH', path, {}, prefer)).status).toBe(400);
  });
});

describe('a secret', () => {
  it('is told once, works at once, and ends when it is removed', async () => {
    const tenant = createLocalTenant();
    const { id, appId } = await create(tenant);
    await tenant.graph('POST', '/servicePrincipals', { appId });
    const added = await tenant.graph('POST', `/applications/${id}/addPassword`, {
      passwordCredential: { displayName: 'video secret', endDateTime: '2027-01-01T00:00:00Z' },
    });
    expect(added.status).toBe(200);
    const { secretText, keyId, hint } = await json(added);
    expect(String(secretText).startsWith(String(hint))).toBe(true);
    expect(JSON.stringify(await json(await tenant.graph('GET', `/applications/${id}`)))).not.toContain(
      String(secretText),
    );

    const form = {
      grant_type: 'client_credentials',
      client_id: String(appId),
      client_secret: String(secretText),
      scope: dataverseScope,
    };
    expect((await tenant.token(form)).status).toBe(200);
    expect((await tenant.token({ ...form, client_secret: String(keyId) })).status).toBe(401);
    expect((await tenant.graph('POST', `/applications/${id}/removePassword`, { keyId })).status).toBe(204);
    expect(await json(await tenant.token(form))).toMatchObject({ error_codes: [7000215] });
    const again = await tenant.graph('POST', `/applications/${id}/removePassword`, { keyId });
    expect(again.status).toBe(400);
    expect(await json(again)).toMatchObject({
      error: { message: expect.stringContaining('No password credential found with keyId') },
    });
  });

  it('lives two years unless asked otherwise', async () => {
    const tenant = createLocalTenant();
    const { id } = await create(tenant);
    expect(await json(await tenant.graph('POST', `/applications/${id}/addPassword`))).toMatchObject({
      displayName: null,
      startDateTime: '2026-11-23T12:00:00Z',
      endDateTime: '2028-11-23T12:00:00Z',
    });
  });

  it.each([
    { endDateTime: '2020-01-01T00:00:00Z' },
    { endDateTime: 'tomorrow' },
    { displayName: 7 },
    { secretText: 'mine' },
  ])('is refused with %o', async (passwordCredential) => {
    const tenant = createLocalTenant();
    const { id } = await create(tenant);
    const response = await tenant.graph('POST', `/applications/${id}/addPassword`, { passwordCredential });
    expect(response.status).toBe(400);
  });
});
