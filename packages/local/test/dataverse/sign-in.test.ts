import { generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  ADMIN_APP,
  AUTHORITY,
  addApplicationUser,
  createOrg,
  ORIGIN,
  OTHER_APP,
  PIPELINE_APP,
  signToken,
  TENANT,
  type TokenClaims,
} from './harness.ts';

const who = (org: ReturnType<typeof createOrg>, token?: string) =>
  org.dataverse.fetch(
    new Request(
      `${ORIGIN}/api/data/v9.2/WhoAmI`,
      token ? { headers: { Authorization: `Bearer ${token}` } } : {},
    ),
  );

describe('the bearer challenge', () => {
  it.each(['/', '/api/data/v9.2/', '/api/data/v9.2/accounts', '/XRMServices/2011/Organization.svc'])(
    'answers an anonymous GET %s with 401, authority and resource',
    async (path) => {
      const response = await createOrg().dataverse.fetch(new Request(`${ORIGIN}${path}`));
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toBe(
        `Bearer authorization_uri=${AUTHORITY}/oauth2/authorize, resource_id=${ORIGIN}/`,
      );
    },
  );

  it.each<[string, TokenClaims, string]>([
    ['expired', { expiresAt: Date.parse('2026-03-01T11:59:00Z') }, 'expired'],
    ['for another audience', { aud: 'https://contoso.crm4.dynamics.com' }, '"aud"'],
    ['of another issuer', { iss: 'https://sts.windows.net/other/' }, '"iss"'],
    ['of another tenant', { tid: '99999999-2222-4333-8444-555555555555' }, 'another tenant'],
  ])('answers a token that is %s with 401 and says why in the trail', async (_, claims, why) => {
    const org = createOrg();
    const response = await who(org, await signToken(claims));
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toContain('resource_id=');
    expect(org.trail.decisions()).toMatchObject([
      { action: 'sign-in', allowed: false, error: { status: 401 } },
    ]);
    expect(org.trail.decisions()[0]?.decidedBy).toContain(why);
  });

  it('answers a token that somebody else signed with 401', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect((await who(createOrg(), await signToken({ key: privateKey }))).status).toBe(401);
  });

  it.each(['Basic abc', 'Bearer not.a.token', 'Bearer '])('answers "%s" with 401', async (authorization) => {
    const response = await createOrg().dataverse.fetch(
      new Request(`${ORIGIN}/api/data/v9.2/WhoAmI`, { headers: { Authorization: authorization } }),
    );
    expect(response.status).toBe(401);
  });

  it('accepts the audience with a trailing slash and of an alias', async () => {
    const org = createOrg({ aliases: ['https://org.crm4.dynamics.com'] });
    expect((await who(org, await signToken({ aud: `${ORIGIN}/` }))).status).toBe(200);
    expect((await who(org, await signToken({ aud: 'https://org.crm4.dynamics.com' }))).status).toBe(200);
  });

  it('says of a delegated token that it is not built', async () => {
    expect((await who(createOrg(), await signToken({ scp: 'user_impersonation' }))).status).toBe(501);
  });
});

describe('signing in', () => {
  it('answers 403 0x80072560 when no application user exists', async () => {
    const org = createOrg();
    const answer = await org.call('WhoAmI', { app: OTHER_APP });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({
      error: { code: '0x80072560', message: 'The user is not a member of the organization.' },
    });
    expect(org.trail.decisions()).toMatchObject([
      {
        cloud: 'dataverse',
        service: 'webapi',
        principal: `app ${OTHER_APP}`,
        action: 'sign-in',
        allowed: false,
      },
    ]);
  });

  it('answers 403 0x80040225 when the application user is disabled', async () => {
    const org = createOrg();
    const id = await addApplicationUser(org, PIPELINE_APP);
    expect((await org.call('WhoAmI', { app: PIPELINE_APP })).status).toBe(200);
    const change = { isdisabled: true, applicationid: PIPELINE_APP };
    expect((await org.call(`systemusers(${id})`, { method: 'PATCH', body: change })).status).toBe(204);
    const answer = await org.call('WhoAmI', { app: PIPELINE_APP });
    expect(answer.status).toBe(403);
    expect(answer.error).toEqual({ code: '0x80040225', message: 'The specified user is disabled.' });
  });

  it('tells who is signed in', async () => {
    const org = createOrg({ organizationId: '22222222-2222-4333-8444-555555555555' });
    const { json } = await org.call('WhoAmI');
    expect(json).toMatchObject({
      '@odata.context': `${ORIGIN}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      OrganizationId: '22222222-2222-4333-8444-555555555555',
    });
    expect((await org.call(`systemusers(${String(json['UserId'])})`)).json['applicationid']).toBe(ADMIN_APP);
    expect(org.trail.decisions()[0]).toMatchObject({ action: 'sign-in', allowed: true, resource: ORIGIN });
    expect(org.trail.decisions()[0]?.decidedBy).toContain('application user "# admin"');
  });

  it('refuses WhoAmI to a user without roles when told that the service does', async () => {
    const org = createOrg({ unconfirmed: { noRolesWhoAmI: '0x80042f09' } });
    await addApplicationUser(org, PIPELINE_APP);
    expect((await org.call('WhoAmI', { app: PIPELINE_APP })).error.code).toBe('0x80042f09');
  });

  it('answers the wrong verb on a function with 404 and no code', async () => {
    const answer = await createOrg().call('WhoAmI', { method: 'POST', body: {} });
    expect(answer.status).toBe(404);
    expect(answer.error.code).toBe('');
    expect(answer.error.message).toMatch(/^No HTTP resource was found that matches the request URI/);
  });

  it('describes the organisation', async () => {
    const org = createOrg();
    const { json } = await org.call(
      "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
    );
    expect(json['Detail']).toMatchObject({
      TenantId: TENANT,
      State: 'Enabled',
      Endpoints: {
        Keys: expect.arrayContaining(['WebApplication']),
        Values: expect.arrayContaining([`${ORIGIN}/`]),
      },
    });
    expect((await org.call('RetrieveVersion()')).json['Version']).toMatch(/^9\.2\./);
  });

  it.each(['$batch', '$metadata', 'RetrieveTotalRecordCount', `${ORIGIN}/api/discovery/v2.0/Instances`])(
    'says of %s that it does not do it',
    async (path) => {
      const answer = await createOrg().call(path);
      expect([answer.status, answer.error.code]).toEqual([501, 'NotSupportedByLocalService']);
    },
  );
});
