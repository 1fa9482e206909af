import { createClient, TransportError } from '@wayleave/dataverse';
import { clientSecret, managedIdentity } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import { entraFor, rejection, SCOPE, SECRET, shown } from '../support/entra.ts';

const credential = { getToken: async () => null };

describe('an environment URL with a password', () => {
  it.each([
    'http://user:pass-word@contoso.crm4.dynamics.com',
    'ftp://user:pass-word@contoso.crm4.dynamics.com',
    'user:pass-word@contoso.crm4.dynamics.com',
    'https://user:pass-word/@@contoso.crm4.dynamics.com',
    'https://https://user:pass-word@contoso.crm4.dynamics.com',
    'https://user:pass-word@contoso.crm4.dynamics.com',
    'https://user:pass-word@contoso.crm4.dynamics.com/path',
  ])('is refused without showing that: %s', (url) => {
    expect(() => createClient({ url, credential })).toThrow(
      expect.objectContaining({
        code: 'ERR_DATAVERSE_URL',
        message: expect.not.stringContaining('pass-word'),
      }),
    );
  });
});

describe('a transport whose errors hold the request', () => {
  const body = new URLSearchParams({ '': SECRET }).toString().slice(1);

  it.each([
    ['as a field', (request: object) => Object.assign(new Error('failed'), { config: request })],
    ['as their cause', (request: object) => new Error('failed', { cause: request })],
    ['in their words', (request: object) => new Error(JSON.stringify(request))],
  ])('does not show the secret: %s', async (_, make) => {
    const { app } = await entraFor(() => ({}));
    const transport = (request: object) => Promise.reject(make(request));
    const error = await rejection(clientSecret({ ...app, clientSecret: SECRET, transport }).getToken(SCOPE));
    expect(error).toMatchObject({ code: 'ERR_ENTRA_UNREACHABLE' });
    expect(shown(error)).not.toContain(SECRET);
    expect(shown(error)).not.toContain(body);
  });

  it('of this package keeps its error as cause', async () => {
    const { app } = await entraFor(() => ({}));
    const cause = new TransportError('ERR_TRANSPORT_TLS', 'not trusted');
    const transport = () => Promise.reject(cause);
    const credential = clientSecret({ ...app, clientSecret: SECRET, transport });
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ cause });
  });
});

describe('an identity endpoint with a password', () => {
  it.each(['http://user:pass-word@example.com/x', 'https://user:pass-word@example.com/x?pass-word'])(
    'is refused without showing that: %s',
    (endpoint) => {
      expect(() => managedIdentity({ endpoint })).toThrow(
        expect.objectContaining({
          code: 'ERR_ENTRA_CONFIGURATION',
          message: expect.not.stringContaining('pass-word'),
        }),
      );
    },
  );
});
