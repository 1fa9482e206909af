import { EntraError, managedIdentity } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import { IMDS, imdsTransport, isLinkLocal } from '../../src/entra/imds-transport.ts';
import { CLIENT, rejection, SCOPE, serverFor, shown } from '../support/entra.ts';
import { type Handler, inOrder } from '../support/server.ts';
import { testTime } from '../support/time.ts';

const RESOURCE = 'https://contoso.crm4.dynamics.com';
const HEADER = '853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a';
const START = testTime().now() / 1000;

/** As the metadata service answers: numbers as texts. */
const fromImds = (token: string) => ({
  body: {
    access_token: token,
    refresh_token: '',
    expires_in: '86399',
    expires_on: `${START + 3600}`,
    not_before: `${START - 82_800}`,
    resource: RESOURCE,
    token_type: 'Bearer',
  },
});

/** As App Service answers: no life, but an end. */
const fromAppService = (token: string) => ({
  body: {
    access_token: token,
    expires_on: `${START + 3600}`,
    resource: RESOURCE,
    token_type: 'Bearer',
    client_id: CLIENT,
  },
});

async function identityTo(handler: Handler, options: object = {}) {
  const server = await serverFor(handler);
  const time = testTime();
  const endpoint = `${server.url}/metadata/identity/oauth2/token`;
  const seams = { now: time.now, sleep: time.sleep, random: time.random };
  return { server, time, seams, credential: managedIdentity({ endpoint, ...seams, ...options }) };
}

describe('managedIdentity on a virtual machine', () => {
  it('asks the metadata service for the resource', async () => {
    const { server, time, credential } = await identityTo(() => fromImds('t1'));
    expect(await credential.getToken(SCOPE)).toEqual({
      token: 't1',
      expiresOnTimestamp: time.now() + 3_600_000,
    });
    const [request] = server.requests;
    const url = new URL(request?.path ?? '', server.url);
    expect(request).toMatchObject({ method: 'GET', headers: { metadata: 'true' } });
    expect(url.pathname).toBe('/metadata/identity/oauth2/token');
    expect(Object.fromEntries(url.searchParams)).toEqual({ 'api-version': '2018-02-01', resource: RESOURCE });
  });

  it('names a user-assigned identity', async () => {
    const { server, credential } = await identityTo(() => fromImds('t1'), { clientId: CLIENT });
    await credential.getToken(SCOPE);
    expect(server.requests[0]?.path).toContain(`client_id=${CLIENT}`);
  });

  it('asks once for a thousand callers, whatever authority they name', async () => {
    const { server, credential } = await identityTo(() => fromImds('t1'));
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        credential.getToken(SCOPE, { authority: `https://login${i}.example` }),
      ),
    );
    expect(server.requests).toHaveLength(1);
  });

  it('does not ask by the transport of the client, which may lead through a proxy', async () => {
    const { server, credential } = await identityTo(() => fromImds('t1'));
    await credential.getToken(SCOPE, { transport: () => Promise.reject(new Error('proxied')) });
    expect(server.requests).toHaveLength(1);
  });

  it('reports a missing identity, and does not try again', async () => {
    const { server, credential } = await identityTo(() => ({
      status: 400,
      body: { error: 'invalid_request', error_description: 'Identity not found' },
    }));
    const error = await rejection(credential.getToken(SCOPE));
    expect(error).toBeInstanceOf(EntraError);
    expect(error).toMatchObject({
      code: 'ERR_ENTRA_TOKEN',
      status: 400,
      error: 'invalid_request',
      hint: expect.stringContaining('assigned'),
      message: expect.stringContaining('Identity not found'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('waits while the service is renewed: 404, 410, 429, 500', async () => {
    const { time, credential } = await identityTo(
      inOrder({ status: 404 }, { status: 410 }, { status: 500 }, fromImds('t1')),
    );
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    expect(time.sleeps).toEqual([1000, 25_000, 1000]);
  });

  it.each([
    ['a page', { body: '<html></html>' }],
    ['no token', { body: { expires_on: `${START + 3600}` } }],
    ['no end', { body: { access_token: 't1', token_type: 'Bearer' } }],
    ['an end that has passed', { body: { access_token: 't1', expires_on: '1586984735' } }],
  ])('rejects %s', async (_, answer) => {
    const { credential } = await identityTo(() => answer);
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_RESPONSE' });
  });
});

describe('managedIdentity in App Service', () => {
  it('asks the endpoint of the environment, with the header as it is now', async () => {
    const server = await serverFor(() => fromAppService('t1'));
    const time = testTime();
    const env = { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: 'old' };
    const credential = managedIdentity({ env, clientId: CLIENT, now: time.now });
    env.IDENTITY_HEADER = HEADER;
    expect((await credential.getToken(SCOPE)).expiresOnTimestamp).toBe((START + 3600) * 1000);
    const url = new URL(server.requests[0]?.path ?? '', server.url);
    expect(url.pathname).toBe('/msi/token');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'api-version': '2019-08-01',
      resource: RESOURCE,
      client_id: CLIENT,
    });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-identity-header': HEADER });
    expect(server.requests[0]?.headers).not.toHaveProperty('metadata');
  });

  it('shows the header to nobody', async () => {
    const server = await serverFor(() => ({
      status: 400,
      body: { statusCode: 400, message: `Bad ${HEADER}` },
    }));
    const env = { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: HEADER };
    const credential = managedIdentity({ env });
    const seen = shown(await rejection(credential.getToken(SCOPE)));
    expect(seen).toContain('Bad [secret]');
    expect(seen).not.toContain(HEADER);
    expect(shown(credential)).not.toContain(HEADER);
  });
});

describe('managedIdentity refuses before any call', () => {
  it.each([
    ['Azure Arc', { env: { IDENTITY_ENDPOINT: 'http://localhost:40342', IMDS_ENDPOINT: 'x' } }, /Arc/],
    [
      'Service Fabric',
      {
        env: {
          IDENTITY_ENDPOINT: 'https://localhost',
          IDENTITY_HEADER: HEADER,
          IDENTITY_SERVER_THUMBPRINT: 'x',
        },
      },
      /Service Fabric/,
    ],
    ['Azure ML', { env: { MSI_ENDPOINT: 'http://localhost', MSI_SECRET: 'x' } }, /Azure ML/],
    ['plain http to another host', { endpoint: 'http://metadata.example/token' }, /neither https/],
    [
      'plain http to a name that looks link-local',
      { endpoint: 'http://169.254.1.1.example/x' },
      /neither https/,
    ],
    ['a text that is no URL', { endpoint: 'metadata' }, /neither https/],
    ['a blank client id', { clientId: ' ' }, /clientId/],
  ])('%s', (_, options, words) => {
    const attempt = () => managedIdentity(options);
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_ENTRA_CONFIGURATION' }));
    expect(attempt).toThrow(words);
  });
});

/** A `fetch` that finds the metadata service on loopback. */
const redirectedTo =
  (origin: string): typeof fetch =>
  (url, init) =>
    fetch(typeof url === 'string' ? url.replace(IMDS, origin) : origin, init);

describe('the transport to the metadata service', () => {
  const request = { method: 'GET', headers: { metadata: 'true' }, timeoutMs: 1000 };

  it('sends to link-local addresses alone, where App Service on Linux has its endpoint, too', async () => {
    const send = imdsTransport(() => Promise.reject(new Error('sent')));
    expect(isLinkLocal('http://169.254.129.3:8081/msi/token')).toBe(true);
    for (const url of ['http://169.254.1.1.example/x', 'http://127.0.0.1/x', 'https://169.254.169.254/x']) {
      expect(await rejection(send({ ...request, url }))).toMatchObject({ code: 'ERR_TRANSPORT_URL' });
    }
  });

  it('gives the answer, and follows no redirect', async () => {
    const server = await serverFor(() => ({ status: 302, headers: { location: '/y' }, body: 'moved' }));
    const send = imdsTransport(redirectedTo(server.url));
    const answer = await send({ ...request, url: `${IMDS}/x` });
    expect(answer).toMatchObject({ status: 302, headers: { location: '/y' } });
    expect(server.requests).toMatchObject([{ path: '/x', headers: { metadata: 'true' } }]);
  });

  it('ends in time, by the signal, and without a connection', async () => {
    const server = await serverFor(() => new Promise(() => {}));
    const send = imdsTransport(redirectedTo(server.url));
    const url = `${IMDS}/x`;
    expect(await rejection(send({ ...request, url, timeoutMs: 5 }))).toMatchObject({
      code: 'ERR_TRANSPORT_TIMEOUT',
    });
    expect(await rejection(send({ ...request, url, signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ERR_TRANSPORT_ABORTED',
    });
    await server.close();
    expect(await rejection(send({ ...request, url }))).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });
});
