import { describe, expect, it } from 'vitest';
import { graphAppId, graphRoleIds } from '../../src/entra/well-known.ts';
import { createLocalTenant, origin, tenantId } from './local-tenant.ts';

const redirect = 'https://app.example/consented';
const role = (id: string) => [{ resourceAppId: graphAppId, resourceAccess: [{ id, type: 'Role' as const }] }];

function setUp(settings: object = {}) {
  const tenant = createLocalTenant();
  const application = tenant.entra.directory.createApplication(
    { displayName: 'visitor', redirectUris: [redirect, 'http://localhost/back'], ...settings },
    {},
  );
  const consent = (query: Record<string, string>, path = `/${tenantId}/adminconsent`): Promise<Response> =>
    tenant.entra.fetch(
      new Request(`${origin}${path}?${new URLSearchParams({ client_id: application.appId, ...query })}`),
    );
  return { ...tenant, application, consent };
}

describe('admin consent', () => {
  it('makes the service principal and comes back with the tenant and the state', async () => {
    const { entra, application, consent, trail } = setUp();
    expect(entra.findServicePrincipal(application.appId)).toBeUndefined();
    const response = await consent({ redirect_uri: redirect, state: 'a b&c' });
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(redirect);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      admin_consent: 'True',
      tenant: tenantId,
      state: 'a b&c',
    });
    expect(entra.findServicePrincipal(application.appId)).toMatchObject({ accountEnabled: true });
    expect(trail.decisions()).toMatchObject([{ service: 'adminconsent', action: 'consent', allowed: true }]);
  });

  it('adds the scope on v2', async () => {
    const { consent } = setUp();
    const scope = 'https://graph.microsoft.com/.default';
    const response = await consent({ redirect_uri: redirect, scope }, `/${tenantId}/v2.0/adminconsent`);
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('scope')).toBe(scope);
  });

  it('keeps the service principal the second time', async () => {
    const { entra, application, consent } = setUp();
    await consent({ redirect_uri: redirect });
    const first = entra.findServicePrincipal(application.appId);
    await consent({ redirect_uri: redirect });
    expect(entra.findServicePrincipal(application.appId)).toEqual(first);
  });

  it('assigns the app roles the registration asks for', async () => {
    const { entra, application, consent } = setUp({
      requiredResourceAccess: role(graphRoleIds['Organization.Read.All']),
    });
    await consent({ redirect_uri: redirect });
    const graph = entra.directory.servicePrincipal({ appId: graphAppId });
    const principal = entra.findServicePrincipal(application.appId);
    expect(entra.directory.rolesOf(principal?.id ?? '', graph?.id ?? '')).toEqual(['Organization.Read.All']);
  });

  it('takes any port of http://localhost, and on v1 further path segments', async () => {
    const { consent } = setUp();
    expect((await consent({ redirect_uri: 'http://localhost:53123/back' })).status).toBe(302);
    expect((await consent({ redirect_uri: `${redirect}/more` })).status).toBe(302);
    const v2 = { redirect_uri: `${redirect}/more`, scope: 'https://graph.microsoft.com/.default' };
    expect((await consent(v2, `/${tenantId}/v2.0/adminconsent`)).status).toBe(400);
  });

  const refusals: readonly [string, Record<string, string>, string, string][] = [
    [
      'an unregistered redirect URI',
      { redirect_uri: 'https://evil.example/<script>' },
      '/adminconsent',
      'AADSTS50011',
    ],
    ['an unknown client', { redirect_uri: redirect, client_id: tenantId }, '/adminconsent', 'AADSTS700016'],
    ['no client', { redirect_uri: redirect, client_id: '' }, '/adminconsent', 'AADSTS900144'],
    ['no scope on v2', { redirect_uri: redirect }, '/v2.0/adminconsent', 'AADSTS900144'],
  ];
  it.each(refusals)('refuses %s on a page, and makes nothing', async (_, query, path, code) => {
    const { entra, application, consent, trail } = setUp();
    const response = await consent(query, `/${tenantId}${path}`);
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain(code);
    expect(page).not.toContain('<script>');
    expect(entra.findServicePrincipal(application.appId)).toBeUndefined();
    expect(trail.decisions()).toMatchObject([{ allowed: false, error: { code } }]);
  });

  it.each([`${redirect}/../elsewhere`, `${redirect}/%2e%2e/elsewhere`, `${redirect}/a/../../elsewhere`])(
    'refuses %s, which leads out of the registered path',
    async (redirect_uri) => {
      const { consent } = setUp();
      const response = await consent({ redirect_uri });
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    },
  );

  it('refuses a permission that the resource does not have', async () => {
    const { consent } = setUp({ requiredResourceAccess: role(tenantId) });
    expect(await (await consent({ redirect_uri: redirect })).text()).toContain('AADSTS650053');
  });

  it('refuses /common on v2 and takes it on v1', async () => {
    const { consent } = setUp();
    expect((await consent({ redirect_uri: redirect }, '/common/adminconsent')).status).toBe(302);
    const query = { redirect_uri: redirect, scope: 'https://graph.microsoft.com/.default' };
    expect((await consent(query, '/common/v2.0/adminconsent')).status).toBe(400);
  });
});
