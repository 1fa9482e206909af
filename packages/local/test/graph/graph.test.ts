import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  administrator,
  createLocalTenant,
  dataverseScope,
  json,
  origin,
  tenantDomain,
  tenantId,
} from '../entra/local-tenant.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const reader = { ...administrator, roles: ['Application.Read.All'] } as const;

describe('a call of Graph', () => {
  const tokens: readonly [string, string | undefined, string][] = [
    ['without a token', '', 'Access token is empty.'],
    ['with Basic', 'Basic YTpi', 'Access token is empty.'],
    [
      'with a text that is no JWT',
      'Bearer nonsense',
      'CompactToken parsing failed with error code: 80049217',
    ],
    ['with a token of another signer', undefined, 'Access token validation failure.'],
  ];
  it.each(tokens)('%s is refused with 401', async (_, given, message) => {
    const claims = {
      aud: 'https://graph.microsoft.com',
      tid: tenantId,
      exp: 9e9,
      roles: ['Application.ReadWrite.All'],
    };
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    const { graph, trail } = createLocalTenant();
    const clientRequestId = randomUUID();
    const response = await graph('GET', '/applications', undefined, {
      authorization: given ?? `Bearer ${forged}`,
      'client-request-id': clientRequestId,
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer ');
    expect(await json(response)).toEqual({
      error: {
        code: 'InvalidAuthenticationToken',
        message,
        innerError: {
          date: '2026-11-23T12:00:00',
          'request-id': response.headers.get('request-id'),
          'client-request-id': clientRequestId,
        },
      },
    });
    expect(trail.decisions()).toMatchObject([
      { cloud: 'graph', principal: 'anonymous', allowed: false, error: { status: 401 } },
    ]);
  });

  it('with a token for Dataverse is refused: the audience is another', async () => {
    const { graph, bearer } = createLocalTenant();
    const response = await graph('GET', '/applications', undefined, {
      authorization: `Bearer ${await bearer(dataverseScope)}`,
    });
    expect(response.status).toBe(401);
    expect(await json(response)).toMatchObject({
      error: { message: 'Access token validation failure. Invalid audience.' },
    });
  });

  it('with an expired token is refused', async () => {
    const { graph, bearer, pass } = createLocalTenant();
    const authorization = `Bearer ${await bearer()}`;
    pass(3598_000);
    expect((await graph('GET', '/applications', undefined, { authorization })).status).toBe(200);
    pass(1000);
    const response = await graph('GET', '/applications', undefined, { authorization });
    expect(await json(response)).toMatchObject({
      error: { message: 'Lifetime validation failed, the token is expired.' },
    });
  });

  it('without an app role is refused with 403', async () => {
    const { graph, trail } = createLocalTenant({ administrator: { ...administrator, roles: [] } });
    const response = await graph('GET', '/applications');
    expect(response.status).toBe(403);
    expect(await json(response)).toMatchObject({
      error: {
        code: 'Authorization_RequestDenied',
        message: 'Insufficient privileges to complete the operation.',
      },
    });
    expect(trail.decisions().at(-1)?.decidedBy).toContain('the token holds no app role');
  });

  it('with a role to read may not write', async () => {
    const { graph } = createLocalTenant({ administrator: reader });
    expect((await graph('GET', '/servicePrincipals')).status).toBe(200);
    expect((await graph('POST', '/applications', { displayName: 'x' })).status).toBe(403);
  });

  it('is recorded with the role that decided it', async () => {
    const { graph, trail } = createLocalTenant();
    await graph('POST', '/applications', { displayName: 'video-pipeline' });
    expect(trail.decisions().at(-1)).toEqual({
      at: expect.any(Number),
      cloud: 'graph',
      service: 'graph',
      principal: `app Wayleave set-up (${administrator.appId})`,
      action: 'POST /applications',
      resource: '/applications',
      allowed: true,
      decidedBy: 'app role Application.ReadWrite.OwnedBy',
      ms: 0,
    });
  });

  it('that had its permission is recorded as allowed though the object is missing', async () => {
    const { graph, trail } = createLocalTenant();
    await graph('GET', `/applications/${tenantId}`);
    expect(trail.decisions().at(-1)).toMatchObject({
      action: 'GET /applications/{id}',
      allowed: true,
      error: { status: 404, code: 'Request_ResourceNotFound' },
    });
  });

  it('to an unknown segment is refused with its name', async () => {
    const response = await createLocalTenant().graph('GET', '/aplications');
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({
      error: { code: 'BadRequest', message: "Resource not found for the segment 'aplications'." },
    });
  });

  it.each([
    '/users',
    '/applications/x/owners',
    '/applications/x/federatedIdentityCredentials',
    '/directory/deletedItems',
  ])('to %s says that it is not built', async (path) => {
    const response = await createLocalTenant().graph('GET', path);
    expect(response.status).toBe(501);
    expect(await json(response)).toMatchObject({ error: { code: 'NotImplemented' } });
  });

  const queries: readonly [string, string][] = [
    ['$expand=owners', 'Request_UnsupportedQuery'],
    ['$orderby=displayName', 'Request_UnsupportedQuery'],
    ['$count=true', 'Request_UnsupportedQuery'],
    ['$top=0', 'Request_UnsupportedQuery'],
    ["$filter=notes eq 'x'", 'Request_UnsupportedQuery'],
    ["$filter=displayName ne 'x'", 'Request_UnsupportedQuery'],
    ["$filter=startswith(displayName,'x')", 'BadRequest'],
    ["$filter=displayName eq 'x' or appId eq 'y'", 'BadRequest'],
  ];
  it.each(queries)('with %s is refused', async (query, code) => {
    const response = await createLocalTenant().graph('GET', `/applications?${query}`);
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({ error: { code } });
  });
});

describe('the organization', () => {
  it('is the tenant, for a caller that may read it', async () => {
    const { graph } = createLocalTenant({
      administrator: { ...administrator, roles: ['Organization.Read.All'] },
    });
    expect(await json(await graph('GET', '/organization'))).toMatchObject({
      '@odata.context': `${origin}/v1.0/$metadata#organization`,
      value: [{ id: tenantId, verifiedDomains: [{ name: tenantDomain, isDefault: true }] }],
    });
    expect((await graph('GET', `/organization/${tenantId}`)).status).toBe(200);
  });

  it('is refused to a caller that only manages applications', async () => {
    expect((await createLocalTenant().graph('GET', '/organization')).status).toBe(403);
  });
});
