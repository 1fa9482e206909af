import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  administrator,
  createLocalTenant,
  credentials,
  dataverseScope,
  environment,
  graphScope,
  json,
  tenantDomain,
  tenantId,
} from './local-tenant.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describe('a granted token', () => {
  it('has the v2 body: numbers, and nothing to refresh with', async () => {
    const response = await createLocalTenant().token({ ...credentials(), scope: dataverseScope });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store, no-cache');
    expect(response.headers.get('pragma')).toBe('no-cache');
    expect(await json(response)).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.stringMatching(/^eyJ/),
    });
  });

  it('has the v1 body: numbers as strings, with the resource', async () => {
    const tenant = createLocalTenant();
    const response = await tenant.token(
      { ...credentials(), resource: `${environment}/` },
      { path: `/${tenantId}/oauth2/token` },
    );
    const seconds = tenant.now() / 1000;
    expect(await json(response)).toEqual({
      token_type: 'Bearer',
      expires_in: '3599',
      ext_expires_in: '3599',
      expires_on: String(seconds + 3599),
      not_before: String(seconds),
      resource: `${environment}/`,
      access_token: expect.any(String),
    });
  });

  it('carries the v1 claims of an app-only Dataverse token, signed by a published key', async () => {
    const { entra, bearer, now } = createLocalTenant();
    const token = await bearer(dataverseScope);
    const keys = createLocalJWKSet(await entra.jwks());
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: `https://sts.windows.net/${tenantId}/`,
      audience: environment,
      currentDate: new Date(now()),
    });
    const principal = entra.findServicePrincipal(administrator.appId);
    expect(payload).toMatchObject({
      appid: administrator.appId,
      appidacr: '1',
      idp: `https://sts.windows.net/${tenantId}/`,
      oid: principal?.id,
      sub: principal?.id,
      tid: tenantId,
      ver: '1.0',
      iat: now() / 1000,
      nbf: now() / 1000,
      exp: now() / 1000 + 3599,
    });
    expect(payload).not.toHaveProperty('roles');
    expect(payload).not.toHaveProperty('scp');
    expect(protectedHeader).toMatchObject({ typ: 'JWT', alg: 'RS256' });
    expect(protectedHeader['x5t']).toBe(protectedHeader.kid);
  });

  it('carries app roles for Graph', async () => {
    const { entra, bearer, now } = createLocalTenant();
    const { payload } = await jwtVerify(await bearer(graphScope), createLocalJWKSet(await entra.jwks()), {
      audience: 'https://graph.microsoft.com',
      currentDate: new Date(now()),
    });
    expect(payload['roles']).toEqual(['Application.ReadWrite.OwnedBy']);
  });

  it.each([
    [`${environment}/.default`, environment],
    [`${environment}//.default`, `${environment}/`],
    ['00000007-0000-0000-c000-000000000000/.default', '00000007-0000-0000-c000-000000000000'],
  ])('for scope %s has the audience %s', async (scope, audience) => {
    const { entra, bearer, now } = createLocalTenant();
    const { payload } = await jwtVerify(await bearer(scope), createLocalJWKSet(await entra.jwks()), {
      currentDate: new Date(now()),
    });
    expect(payload.aud).toBe(audience);
  });

  it('is given to client_secret_basic too, with form-encoded parts', async () => {
    const { client_id: id = '', client_secret: secret = '', ...form } = credentials();
    const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
    const response = await createLocalTenant().token(
      { ...form, scope: dataverseScope },
      { headers: { authorization: `Basic ${basic}` } },
    );
    expect(response.status).toBe(200);
  });

  it('is given when the tenant is named by its domain, and the query string is ignored', async () => {
    const path = `/${tenantDomain.toUpperCase()}/oauth2/v2.0/token?client-request-id=${randomUUID()}&scope=nonsense`;
    const response = await createLocalTenant().token({ ...credentials(), scope: dataverseScope }, { path });
    expect(response.status).toBe(200);
  });

  it('ignores the fields that client libraries add', async () => {
    const extra = { 'x-client-SKU': 'msal.js.node', client_info: '1', claims: '{}' };
    const response = await createLocalTenant().token({ ...credentials(), ...extra, scope: dataverseScope });
    expect(response.status).toBe(200);
  });

  it('is given for an environment that was registered later', async () => {
    const { entra, token } = createLocalTenant();
    entra.registerEnvironment('https://other.crm4.dynamics.com/');
    const response = await token({ ...credentials(), scope: 'https://other.crm4.dynamics.com/.default' });
    expect(response.status).toBe(200);
  });

  it('is signed by the first of at least two keys', async () => {
    const { entra, bearer } = createLocalTenant();
    const { keys } = await entra.jwks();
    expect(keys.length).toBeGreaterThanOrEqual(2);
    expect(decodeProtectedHeader(await bearer()).kid).toBe(keys[0]?.kid);
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'RSA', use: 'sig', e: 'AQAB', x5t: key.kid });
      expect(Object.keys(key)).not.toContain('d');
    }
  });

  it('is echoed to return-client-request-id', async () => {
    const id = randomUUID();
    const response = await createLocalTenant().token(
      { ...credentials(), scope: dataverseScope },
      { headers: { 'client-request-id': id, 'return-client-request-id': 'true' } },
    );
    expect(response.headers.get('client-request-id')).toBe(id);
    expect(response.headers.get('x-ms-request-id')).toMatch(guid);
  });
});

describe('the trail of a token', () => {
  it('names app, scope, secret and service principal', async () => {
    const { entra, token, trail } = createLocalTenant();
    await token({ ...credentials(), scope: dataverseScope });
    const principal = entra.findServicePrincipal(administrator.appId);
    expect(trail.decisions()).toEqual([
      {
        at: expect.any(Number),
        cloud: 'entra',
        service: 'token',
        principal: `app Wayleave set-up (${administrator.appId})`,
        action: 'client_credentials',
        resource: dataverseScope,
        allowed: true,
        decidedBy: `client secret "set…" (set-up) of app "Wayleave set-up"; service principal ${principal?.id}`,
        ms: 0,
      },
    ]);
  });

  it('keeps the refusal, and neither secrets nor tokens', async () => {
    const { token, trail } = createLocalTenant();
    await token({ ...credentials(), client_secret: 'not-the-secret', scope: dataverseScope });
    await token({ ...credentials(), scope: dataverseScope });
    const [refused] = trail.decisions();
    expect(refused).toMatchObject({
      allowed: false,
      error: {
        status: 401,
        code: 'AADSTS7000215',
        message: expect.stringContaining('Invalid client secret provided'),
      },
    });
    const written = JSON.stringify(trail.decisions());
    for (const secret of ['not-the-secret', administrator.secret, 'eyJ'])
      expect(written).not.toContain(secret);
  });
});
