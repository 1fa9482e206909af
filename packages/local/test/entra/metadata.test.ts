import { describe, expect, it } from 'vitest';
import { createLocalTenant, json, origin, tenantDomain, tenantId } from './local-tenant.ts';

const get = (path: string): Promise<Response> => createLocalTenant().entra.fetch(new Request(origin + path));

describe('metadata', () => {
  it.each([tenantId, tenantDomain])('v2 under %s names the tenant by its GUID', async (name) => {
    const document = await json(await get(`/${name}/v2.0/.well-known/openid-configuration`));
    expect(document).toMatchObject({
      issuer: `${origin}/${tenantId}/v2.0`,
      token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
      authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
      jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });

  it('v1 has the issuer of the tokens and v1 endpoints', async () => {
    const { entra } = createLocalTenant();
    const document = await json(await get(`/${tenantId}/.well-known/openid-configuration`));
    expect(document).toMatchObject({
      issuer: entra.issuers.v1,
      token_endpoint: `${origin}/${tenantId}/oauth2/token`,
      jwks_uri: `${origin}/${tenantId}/discovery/keys`,
    });
  });

  it('has the literal {tenantid} under /common', async () => {
    expect(await json(await get('/common/v2.0/.well-known/openid-configuration'))).toMatchObject({
      issuer: `${origin}/{tenantid}/v2.0`,
    });
    expect(await json(await get('/organizations/.well-known/openid-configuration'))).toMatchObject({
      issuer: 'https://sts.windows.net/{tenantid}/',
    });
  });

  it.each([
    ['fabrikam.com', 90002],
    ['secrets', 900023],
  ])('of tenant %s is refused with %i', async (tenant, code) => {
    const response = await get(`/${tenant}/v2.0/.well-known/openid-configuration`);
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({ error: 'invalid_tenant', error_codes: [code] });
  });

  it('leads to the same keys everywhere', async () => {
    const { entra } = createLocalTenant();
    const keys = await entra.jwks();
    for (const path of [
      `/${tenantId}/discovery/keys`,
      '/common/discovery/keys',
      `/${tenantId}/discovery/v2.0/keys`,
    ])
      expect(await json(await entra.fetch(new Request(origin + path)))).toEqual(keys);
  });
});

describe('instance discovery', () => {
  const ask = (endpoint: string, version = '1.1'): Promise<Response> =>
    get(
      `/common/discovery/instance?api-version=${version}&authorization_endpoint=${encodeURIComponent(endpoint)}`,
    );

  it.each(['127.0.0.1:8443', 'login.microsoftonline.com', 'login.microsoftonline.us'])(
    'knows %s',
    async (host) => {
      const answer = await json(await ask(`https://${host}/${tenantId}/oauth2/v2.0/authorize`));
      expect(answer['tenant_discovery_endpoint']).toBe(
        `https://${host}/${tenantId}/v2.0/.well-known/openid-configuration`,
      );
      const metadata = answer['metadata'] as { aliases: string[] }[];
      expect(metadata.some(({ aliases }) => aliases.includes(host))).toBe(true);
    },
  );

  it('answers version 1.0 without metadata', async () => {
    const answer = await json(
      await ask('https://login.microsoftonline.com/common/oauth2/v2.0/authorize', '1.0'),
    );
    expect(Object.keys(answer).sort()).toEqual(['api-version', 'tenant_discovery_endpoint']);
  });

  it('refuses an unknown host', async () => {
    const response = await ask('https://evil.example/common/oauth2/v2.0/authorize');
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({ error: 'invalid_instance', error_codes: [50049] });
  });
});

describe('paths beside these', () => {
  it('says that flows with a person are not built', async () => {
    const response = await get(`/${tenantId}/oauth2/v2.0/authorize?client_id=x`);
    expect([response.status, await response.text()]).toEqual([501, expect.stringContaining('not built')]);
  });

  it('answers 404 for anything else', async () => {
    expect((await get('/')).status).toBe(404);
    expect((await get(`/${tenantId}/nothing`)).status).toBe(404);
  });
});
