import { clientSecret, EntraError } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import {
  CLIENT,
  credentialTo,
  formOf,
  issued,
  refused,
  rejection,
  SCOPE,
  SECRET,
  shown,
  TENANT,
} from '../support/entra.ts';
import { inOrder } from '../support/server.ts';

describe('clientSecret asks for a token', () => {
  it('as a form at the v2.0 endpoint of the tenant, with the secret encoded', async () => {
    const { credential, server, time } = await credentialTo(() => issued('t1'));
    const answer = await credential.getToken(SCOPE);
    expect(answer).toEqual({ token: 't1', expiresOnTimestamp: time.now() + 3_599_000 });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: `/${TENANT}/oauth2/v2.0/token` });
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(request?.body).not.toContain(SECRET);
    expect(formOf(request)).toEqual({
      grant_type: 'client_credentials',
      client_id: CLIENT,
      client_secret: SECRET,
      scope: SCOPE,
    });
  });

  it('once for a list of one scope as for the scope', async () => {
    const { credential, server } = await credentialTo(() => issued('t1'));
    await credential.getToken([SCOPE]);
    await credential.getToken(SCOPE);
    expect(server.requests).toHaveLength(1);
  });

  it('at the authority that the caller derived from the environment, when it has none of its own', async () => {
    const { credential, server } = await credentialTo(() => issued('t1'));
    const derived = clientSecret({ tenantId: TENANT, clientId: CLIENT, clientSecret: SECRET });
    expect((await derived.getToken(SCOPE, { authority: server.url })).token).toBe('t1');
    await credential.getToken(SCOPE, { authority: 'https://login.example.invalid' });
    expect(server.requests).toHaveLength(2);
  });
});

describe('clientSecret refuses before any call', () => {
  const good = { tenantId: TENANT, clientId: CLIENT, clientSecret: SECRET };
  it.each([
    [
      'a secret that is a GUID, its ID',
      { clientSecret: '0b1e3d6c-5d1f-4c60-8000-0123456789ab' },
      /the secret's ID. Give its value/,
    ],
    ['a blank secret', { clientSecret: ' ' }, /blank/],
    ['a secret with the line end of its file', { clientSecret: `${SECRET}\n` }, /white space/],
    ['a blank tenant', { tenantId: '' }, /one tenant/],
    ['the tenant common', { tenantId: 'common' }, /one tenant/],
    ['the tenant "undefined"', { tenantId: 'undefined' }, /900023/],
    ['a quoted tenant', { tenantId: `"${TENANT}"` }, /900023/],
    ['a tenant that would change the path', { tenantId: '../evil' }, /900023/],
    ['a blank client id', { clientId: '' }, /clientId/],
    ['a plain http authority', { authority: 'http://login.example' }, /https/],
    [
      'an authority with the tenant in it',
      { authority: `https://login.microsoftonline.com/${TENANT}` },
      /tenantId/,
    ],
  ])('%s', (_, wrong, words) => {
    const attempt = () => clientSecret({ ...good, ...wrong });
    expect(attempt).toThrow(EntraError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_ENTRA_CONFIGURATION' }));
    expect(attempt).toThrow(words);
  });

  it.each([
    ['two scopes', [SCOPE, 'https://other.crm.dynamics.com/.default']],
    ['no scope', []],
    ['a scope without /.default', 'https://contoso.crm4.dynamics.com'],
  ])('%s', async (_, scopes) => {
    const { credential, server } = await credentialTo(() => issued('t1'));
    expect(await rejection(credential.getToken(scopes))).toMatchObject({ code: 'ERR_ENTRA_CONFIGURATION' });
    expect(server.requests).toHaveLength(0);
  });

  it('without quoting the secret', () => {
    const secretId = '0b1e3d6c-5d1f-4c60-8000-0123456789ab';
    expect(() => clientSecret({ ...good, clientSecret: secretId })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secretId) }),
    );
  });
});

describe('clientSecret shows the secret to nobody', () => {
  it('when the credential is inspected or serialised', async () => {
    const { credential } = await credentialTo(() => issued('t1'));
    await credential.getToken(SCOPE);
    expect(shown(credential)).not.toContain(SECRET);
    expect(shown(credential)).not.toContain('t1');
  });

  it.each([
    ['refuses', refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.')],
    [
      'sends it back',
      refused(401, 'invalid_client', 7000215, `Got ${SECRET} and ${encodeURIComponent(SECRET)}.`),
    ],
    ['answers with a page', { status: 200, body: `<html>${SECRET}</html>` }],
  ])('when the server %s', async (_, answer) => {
    const { credential } = await credentialTo(() => answer);
    const seen = shown(await rejection(credential.getToken(SCOPE)));
    expect(seen).toContain('EntraError');
    expect(seen).not.toContain(SECRET);
    expect(seen).not.toContain(encodeURIComponent(SECRET));
  });

  it('when there is no server', async () => {
    const { credential, server } = await credentialTo(inOrder({}));
    await server.close();
    const error = await rejection(credential.getToken(SCOPE));
    expect(error).toMatchObject({ code: 'ERR_ENTRA_UNREACHABLE' });
    expect(error).not.toHaveProperty('status');
    expect(shown(error)).not.toContain(SECRET);
  });
});
