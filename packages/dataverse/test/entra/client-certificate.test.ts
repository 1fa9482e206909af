import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { clientCertificate, EntraError } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import {
  CLIENT,
  entraFor,
  formOf,
  issued,
  numbered,
  rejection,
  SCOPE,
  shown,
  TENANT,
} from '../support/entra.ts';
import { inOrder } from '../support/server.ts';
import { certificate, ecCertificate } from './certificates.ts';

const app = certificate();
const other = certificate();

function decoded(assertion: string | undefined) {
  const [header = '', claims = '', signature = ''] = (assertion ?? '').split('.');
  const object = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString());
  return {
    header: object(header),
    claims: object(claims),
    isSignedBy: (publicKey: typeof app.publicKey) =>
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
        Buffer.from(signature, 'base64url'),
      ),
  };
}

describe('clientCertificate', () => {
  it('shows a signed assertion for the token endpoint', async () => {
    const { server, time, app: options } = await entraFor(numbered());
    const credential = clientCertificate({ ...options, certificate: app.certificate, privateKey: app.key });
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    const form = formOf(server.requests[0]);
    expect(form).toMatchObject({
      client_id: CLIENT,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(form).not.toHaveProperty('client_secret');
    const { header, claims, isSignedBy } = decoded(form['client_assertion']);
    const der = new X509Certificate(app.certificate).raw;
    expect(header).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': createHash('sha256').update(der).digest('base64url'),
    });
    const seconds = time.now() / 1000;
    expect(claims).toEqual({
      aud: `${server.url}/${TENANT}/oauth2/v2.0/token`,
      iss: CLIENT,
      sub: CLIENT,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nbf: seconds,
      iat: seconds,
      exp: seconds + 600,
    });
    expect(isSignedBy(app.publicKey)).toBe(true);
    expect(isSignedBy(other.publicKey)).toBe(false);
  });

  it('makes a new assertion for each request, a repeated one included', async () => {
    const { server, app: options } = await entraFor(inOrder({ status: 503 }, issued('t1')));
    const credential = clientCertificate({ ...options, certificate: app.certificate, privateKey: app.key });
    await credential.getToken(SCOPE);
    const ids = server.requests.map((request) => decoded(formOf(request)['client_assertion']).claims['jti']);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['one PEM text with the key', { certificate: `${app.certificate}${app.key}` }],
    ['the key first', { certificate: `${app.key}${app.certificate}` }],
    [
      'Windows line ends',
      {
        certificate: app.certificate.replaceAll('\n', '\r\n'),
        privateKey: app.key.replaceAll('\n', '\r\n'),
      },
    ],
    ['a KeyObject', { certificate: app.certificate, privateKey: app.privateKey }],
    [
      'a PKCS#1 key',
      {
        certificate: app.certificate,
        privateKey: app.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      },
    ],
    [
      'an encrypted key with its passphrase',
      {
        certificate: app.certificate,
        privateKey: encrypted('open sesame'),
        passphrase: 'open sesame',
      },
    ],
  ])('takes %s', async (_, given) => {
    const { server, app: options } = await entraFor(numbered());
    await clientCertificate({ ...options, ...given }).getToken(SCOPE);
    const assertion = formOf(server.requests[0])['client_assertion'];
    expect(decoded(assertion).isSignedBy(app.publicKey)).toBe(true);
  });

  it('sends the chain along when told to, the leaf first', async () => {
    const { server, app: options } = await entraFor(numbered());
    const chain = `${app.certificate}${other.certificate}`;
    await clientCertificate({
      ...options,
      certificate: chain,
      privateKey: app.key,
      sendCertificateChain: true,
    }).getToken(SCOPE);
    const { header } = decoded(formOf(server.requests[0])['client_assertion']);
    expect(header['x5c']).toEqual(
      [app, other].map((each) => new X509Certificate(each.certificate).raw.toString('base64')),
    );
  });

  it('rejects without a request once the certificate has expired', async () => {
    const { server, time, app: options } = await entraFor(numbered());
    const short = certificate({ to: '20261123010000Z' });
    const credential = clientCertificate({ ...options, certificate: short.certificate + short.key });
    await credential.getToken(SCOPE);
    time.advance(3_700_000);
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({
      code: 'ERR_ENTRA_CONFIGURATION',
      message: expect.stringContaining('expired'),
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('clientCertificate refuses before any call', () => {
  const ec = ecCertificate();
  const good = { tenantId: TENANT, clientId: CLIENT, now: () => Date.parse('2026-11-23') };
  it.each([
    ['no key', { certificate: app.certificate }, /no private key/],
    ['no certificate', { certificate: app.key }, /no PEM certificate/],
    ['a text that is no PEM', { certificate: 'MIIC' }, /no PEM certificate/],
    [
      'a broken certificate',
      { certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
      /X\.509/,
    ],
    ['a key of another certificate', { certificate: app.certificate, privateKey: other.key }, /not the key/],
    ['an EC key', { certificate: ec.certificate, privateKey: ec.key }, /RSA/],
    ['a public key', { certificate: app.certificate, privateKey: app.publicKey }, /private/],
    [
      'an encrypted key without a passphrase',
      { certificate: app.certificate, privateKey: encrypted('x') },
      /passphrase/,
    ],
    [
      'an encrypted key with another passphrase',
      { certificate: app.certificate, privateKey: encrypted('x'), passphrase: 'y' },
      /passphrase right/,
    ],
    [
      'a broken key',
      { certificate: app.certificate, privateKey: app.key.replace(/\n.{64}\n/, '\n') },
      /cannot be read/,
    ],
    ['an expired certificate', certificateOf({ to: '20261122000000Z' }), /expired/],
    ['a certificate of tomorrow', certificateOf({ from: '20261124000000Z' }), /not valid before/],
  ])('%s', (_, given, words) => {
    const attempt = () => clientCertificate({ ...good, ...given });
    expect(attempt).toThrow(EntraError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_ENTRA_CONFIGURATION' }));
    expect(attempt).toThrow(words);
  });

  it('without quoting the key', () => {
    const broken = app.key.replace(/\n.{64}\n/, '\n');
    let error: unknown;
    try {
      clientCertificate({ ...good, certificate: app.certificate, privateKey: broken });
    } catch (thrown) {
      error = thrown;
    }
    expect(shown(error)).toContain('cannot be read');
    expect(shown(error)).not.toContain(broken.split('\n')[2]);
  });
});

function encrypted(passphrase: string): string {
  return app.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}

function certificateOf(times: { from?: string; to?: string }) {
  const made = certificate(times);
  return { certificate: made.certificate, privateKey: made.key };
}
