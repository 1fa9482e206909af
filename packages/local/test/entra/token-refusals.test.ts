import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  administrator,
  createLocalTenant,
  credentials,
  dataverseScope,
  environment,
  json,
  origin,
  tenantId,
} from './local-tenant.ts';

const stranger = '99999999-0000-4000-8000-000000000009';
const tail =
  /Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/;

describe('the body of a refusal', () => {
  it('has the recorded form', async () => {
    const id = randomUUID();
    const response = await createLocalTenant().token(
      { ...credentials(), client_secret: 'wrong', scope: dataverseScope },
      { headers: { 'client-request-id': id } },
    );
    expect(response.status).toBe(401);
    const body = await json(response);
    expect(body).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(tail),
      error_codes: [7000215],
      timestamp: '2026-11-23 12:00:00Z',
      trace_id: response.headers.get('x-ms-request-id'),
      correlation_id: id,
      error_uri: 'https://login.microsoftonline.com/error?code=7000215',
    });
    expect(body['error_description']).toContain(
      `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${administrator.appId}'.`,
    );
  });

  it('takes the correlation id from the query too, and makes one for any other text', async () => {
    const id = randomUUID();
    const { token } = createLocalTenant();
    const path = `/${tenantId}/oauth2/v2.0/token?client-request-id=`;
    const wrong = { ...credentials(), client_secret: 'wrong', scope: dataverseScope };
    expect(await json(await token(wrong, { path: path + id }))).toMatchObject({ correlation_id: id });
    const other = await json(await token(wrong, { path: `${path}no-guid` }));
    expect(other['correlation_id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([700038, 70003])('has no error_uri for %i', async (code) => {
    const { token } = createLocalTenant({ unconfirmed: { unknownClient: 700038 } });
    const form = code === 70003 ? { grant_type: 'no_such_grant' } : { client_id: stranger };
    const body = await json(await token({ ...credentials(), ...form, scope: dataverseScope }));
    expect(body).toMatchObject({ error_codes: [code] });
    expect(body).not.toHaveProperty('error_uri');
  });
});

describe('a request that is refused by its form', () => {
  const cases: readonly [string, Record<string, string>, number, number, string][] = [
    ['without grant_type', { grant_type: '' }, 900144, 400, 'invalid_request'],
    ['without client_id', { client_id: '' }, 900144, 400, 'invalid_request'],
    ['with another grant_type', { grant_type: 'password' }, 70003, 400, 'unsupported_grant_type'],
    ['without scope', { scope: '' }, 90014, 400, 'invalid_request'],
    ['with resource on v2', { resource: environment }, 901002, 400, 'invalid_request'],
    [
      'with a named permission',
      { scope: `${environment}/user_impersonation` },
      1002012,
      400,
      'invalid_scope',
    ],
    ['with a bare permission', { scope: 'User.Read' }, 1002012, 400, 'invalid_scope'],
    [
      'with a scope that was encoded twice',
      { scope: encodeURIComponent(dataverseScope) },
      1002012,
      400,
      'invalid_scope',
    ],
    ['with two permissions', { scope: 'Mail.Read User.Read' }, 1002012, 400, 'invalid_scope'],
    ['with a scope that is no URI', { scope: 'contoso/.default' }, 70011, 400, 'invalid_scope'],
    ['with .default and more', { scope: `${dataverseScope} ${environment}/x` }, 70011, 400, 'invalid_scope'],
    [
      'with two resources',
      { scope: `${dataverseScope} https://graph.microsoft.com/.default` },
      700022,
      400,
      'invalid_scope',
    ],
  ];
  it.each(cases)('%s', async (_, form, code, status, error) => {
    const response = await createLocalTenant().token({ ...credentials(), scope: dataverseScope, ...form });
    expect(response.status).toBe(status);
    expect(await json(response)).toMatchObject({ error, error_codes: [code] });
  });

  it('names the missing parameter', async () => {
    const body = await json(await createLocalTenant().token({ client_id: 'x' }));
    expect(body['error_description']).toContain(
      "AADSTS900144: The request body must contain the following parameter: 'grant_type'.",
    );
  });

  it('reads a JSON body as one without parameters', async () => {
    const response = await createLocalTenant().entra.fetch(
      new Request(`${origin}/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...credentials(), scope: dataverseScope }),
      }),
    );
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({ error_codes: [900144] });
  });

  it('asks for resource on v1, where scope means nothing', async () => {
    const path = `/${tenantId}/oauth2/token`;
    const body = await json(
      await createLocalTenant().token({ ...credentials(), scope: dataverseScope }, { path }),
    );
    expect(body['error_description']).toContain(
      "AADSTS900144: The request body must contain the following parameter: 'resource'.",
    );
  });

  it('shows a page for GET', async () => {
    const { entra, trail } = createLocalTenant();
    const response = await entra.fetch(new Request(`${origin}/${tenantId}/oauth2/v2.0/token`));
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain(
      'AADSTS900561: The endpoint only accepts POST requests. Received a GET request.',
    );
    expect(trail.decisions()).toMatchObject([{ principal: 'anonymous', allowed: false }]);
  });
});

describe('a request for another tenant', () => {
  const cases: readonly [string, number][] = [
    ['22222222-2222-4333-8444-555555555555', 90002],
    ['fabrikam.com', 90002],
    ['undefined', 900023],
    ['e63649b2-07c0-49ed-a24b-87381dac292', 900023],
    ["%22'quoted'%22", 900023],
    ['common', 9001023],
    ['consumers', 9001023],
    ['organizations', 50059],
  ];
  it.each(cases)('%s is refused with %i', async (tenant, code) => {
    const path = `/${tenant}/oauth2/v2.0/token`;
    const response = await createLocalTenant().token({ ...credentials(), scope: dataverseScope }, { path });
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({ error: 'invalid_request', error_codes: [code] });
  });
});

describe('a client that is refused', () => {
  const asked: Record<string, string> = { ...credentials(), scope: dataverseScope };

  it('is not registered in this tenant', async () => {
    const response = await createLocalTenant().token({ ...asked, client_id: stranger });
    expect(response.status).toBe(400);
    const body = await json(response);
    expect(body).toMatchObject({ error: 'unauthorized_client', error_codes: [700016] });
    expect(body['error_description']).toContain(
      `Application with identifier '${stranger}' was not found in the directory '${tenantId}'.`,
    );
  });

  it.each([7000216, 7000218] as const)(
    'shows no credential (%i, as configured)',
    async (missingCredential) => {
      const { client_secret: _secret, ...form } = asked;
      const response = await createLocalTenant({ unconfirmed: { missingCredential } }).token(form);
      expect(response.status).toBe(401);
      expect(await json(response)).toMatchObject({
        error: 'invalid_client',
        error_codes: [missingCredential],
      });
    },
  );

  it('has no service principal', async () => {
    const { entra, token } = createLocalTenant();
    const application = entra.directory.createApplication({ displayName: 'without' }, {});
    const response = await token({ ...asked, client_id: application.appId });
    expect(response.status).toBe(401);
    const body = await json(response);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000229] });
    expect(body['error_description']).toContain(
      `${application.appId} is missing service principal in the tenant ${tenantId}`,
    );
  });

  it('is disabled', async () => {
    const { entra, token } = createLocalTenant();
    entra.directory.setAccountEnabled(entra.findServicePrincipal(administrator.appId)?.id ?? '', false);
    const body = await json(await token(asked));
    expect(body).toMatchObject({ error: 'unauthorized_client', error_codes: [7000112] });
    expect(body['error_description']).toContain(
      `Application '${administrator.appId}'(Wayleave set-up) is disabled.`,
    );
  });

  it('shows an expired secret, but not one of the others it holds', async () => {
    const { entra, token, pass, now, trail } = createLocalTenant();
    const { id = '' } = entra.directory.application({ appId: administrator.appId }) ?? {};
    const { secretText } = entra.directory.addPassword(id, {
      displayName: 'short',
      startDateTime: now(),
      endDateTime: now() + 60_000,
    });
    expect((await token({ ...asked, client_secret: secretText })).status).toBe(200);
    pass(60_000);
    const body = await json(await token({ ...asked, client_secret: secretText }));
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
    expect(trail.decisions().at(-1)?.decidedBy).toMatch(
      /\(short\) of app "Wayleave set-up" expired on 2026-11-23T12:01/,
    );
    expect((await token(asked)).status).toBe(200);
  });

  it('shows a secret that is not valid yet', async () => {
    const { entra, token, now } = createLocalTenant();
    const { id = '' } = entra.directory.application({ appId: administrator.appId }) ?? {};
    const about = { displayName: null, startDateTime: now() + 1000, endDateTime: now() + 60_000 };
    const { secretText } = entra.directory.addPassword(id, about);
    expect(await json(await token({ ...asked, client_secret: secretText }))).toMatchObject({
      error_codes: [7000215],
    });
  });

  it('is a public client', async () => {
    const { entra, token } = createLocalTenant();
    const { id = '' } = entra.directory.application({ appId: administrator.appId }) ?? {};
    entra.directory.updateApplication(id, { isFallbackPublicClient: true });
    expect(await json(await token(asked))).toMatchObject({ error: 'invalid_client', error_codes: [700025] });
  });

  const assertions: readonly [string, { iss: string; sub: string } | undefined, number][] = [
    ['signed by itself', { iss: administrator.appId, sub: administrator.appId }, 700027],
    ['of another issuer', { iss: 'https://issuer.example', sub: 'arn:aws:iam::1:role/x' }, 70025],
    ['with another subject', { iss: administrator.appId, sub: 'someone' }, 50048],
    ['that is no JWT', undefined, 50027],
  ];
  it.each(assertions)('shows an assertion %s', async (_, claims, code) => {
    const { client_secret: _secret, ...form } = asked;
    const signed =
      claims && (await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1)));
    const { token, trail } = createLocalTenant();
    const response = await token({
      ...form,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signed ?? 'nonsense',
    });
    expect(response.status).toBe(401);
    expect(await json(response)).toMatchObject({ error: 'invalid_client', error_codes: [code] });
    expect(trail.decisions()[0]?.decidedBy).toContain('client assertions are not built');
  });
});

describe('a resource that is refused', () => {
  it.each([
    'https://nowhere.crm.dynamics.com',
    `${environment}/api/data/v9.2`,
    '12345678-0000-4000-8000-000000000000',
  ])('%s is no principal of the tenant', async (resource) => {
    const response = await createLocalTenant().token({ ...credentials(), scope: `${resource}/.default` });
    expect(response.status).toBe(400);
    const body = await json(response);
    expect(body).toMatchObject({ error: 'invalid_resource', error_codes: [500011] });
    expect(body['error_description']).toContain(
      `The resource principal named ${resource} was not found in the tenant named ${tenantId}.`,
    );
  });
});
