import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
  tlsPolicy,
} from '@azure/core-rest-pipeline';
import { clientCertificate } from '@wayleave/dataverse/entra';
import { importX509, jwtVerify } from 'jose';
import { registerApp } from '../../support/microsoft.mjs';
import { plain } from '../../support/where.mjs';
import { loopback } from '../loopback.mjs';
import { skip, workshop } from './openssl.mjs';

const tenantId = '11111111-2222-3333-4444-555555555555';
const clientId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const SELF_SIGNED = 'req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=app';

/**
 * A token endpoint that checks assertions as Entra's documentation has them, by `jose` and OpenSSL alone.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} certificate  PEM of the app's certificate
 * @param {string} fingerprint  as `openssl x509 -fingerprint -sha256` prints it
 */
async function verifier(t, certificate, fingerprint) {
  const key = await importX509(certificate, 'PS256');
  const thumbprint = Buffer.from(fingerprint.replace(/^.*=/, '').replaceAll(':', ''), 'hex').toString(
    'base64url',
  );
  /** @type {import('jose').JWTVerifyResult[]} */
  const verified = [];
  const server = await loopback(t, async ({ method, path, body }) => {
    const form = new URLSearchParams(body.toString());
    try {
      assert.equal(method, 'POST');
      assert.equal(path, `/${tenantId}/oauth2/v2.0/token`);
      assert.equal(form.get('grant_type'), 'client_credentials');
      assert.equal(form.get('client_id'), clientId);
      assert.equal(form.get('client_secret'), null);
      assert.equal(
        form.get('client_assertion_type'),
        'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      );
      const checked = await jwtVerify(form.get('client_assertion') ?? '', key, {
        algorithms: ['PS256'],
        typ: 'JWT',
        audience: `${server.url}/${tenantId}/oauth2/v2.0/token`,
        issuer: clientId,
        subject: clientId,
        requiredClaims: ['jti', 'nbf', 'iat', 'exp'],
        maxTokenAge: '10 minutes',
        clockTolerance: 0,
      });
      const { payload, protectedHeader } = checked;
      assert.equal(protectedHeader['x5t#S256'], thumbprint);
      assert.equal(Number(payload.exp) - Number(payload.nbf), 600);
      assert.ok(verified.every((earlier) => earlier.payload.jti !== payload.jti));
      verified.push(checked);
      return { body: { token_type: 'Bearer', expires_in: 3599, access_token: `token-${verified.length}` } };
    } catch (error) {
      const told = `AADSTS700027: ${/** @type {Error} */ (error).message}`;
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: told, error_codes: [700027] },
      };
    }
  });
  return { url: server.url, verified };
}

describe('clientCertificate, checked by jose', { skip }, () => {
  /** @type {[string, (at: ReturnType<typeof workshop>) => { certificate: string, privateKey?: string, passphrase?: string }][]} */
  const forms = [
    [
      'certificate and key in one file',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED} -keyout app.pem -out cert.pem`);
        return { certificate: read('app.pem') + read('cert.pem') };
      },
    ],
    [
      'a key in PKCS #1',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
        openssl('rsa -in key.pem -traditional -out old.pem');
        assert.match(read('old.pem'), /BEGIN RSA PRIVATE KEY/);
        return { certificate: read('cert.pem'), privateKey: read('old.pem') };
      },
    ],
    [
      'a key under a passphrase',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
        openssl('pkcs8 -topk8 -in key.pem -passout pass:over-the-hill -out locked.pem');
        const privateKey = read('locked.pem');
        return { certificate: read('cert.pem'), privateKey, passphrase: 'over-the-hill' };
      },
    ],
    [
      'an old key under a passphrase',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
        openssl('rsa -in key.pem -traditional -aes256 -passout pass:over-the-hill -out locked.pem');
        assert.match(read('locked.pem'), /Proc-Type: 4,ENCRYPTED/);
        const privateKey = read('locked.pem');
        return { certificate: read('cert.pem'), privateKey, passphrase: 'over-the-hill' };
      },
    ],
    [
      'what comes out of a PKCS #12 file, with its bag attributes',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
        openssl('pkcs12 -export -inkey key.pem -in cert.pem -name app -passout pass:x -out app.pfx');
        openssl('pkcs12 -in app.pfx -passin pass:x -nodes -out app.pem');
        assert.match(read('app.pem'), /Bag Attributes/);
        return { certificate: read('app.pem') };
      },
    ],
    [
      'lines ended by CR LF',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
        return { certificate: `${read('key.pem')}${read('cert.pem')}`.replaceAll('\n', '\r\n') };
      },
    ],
    [
      'a key of 3072 bits',
      ({ openssl, read }) => {
        openssl(`${SELF_SIGNED.replace('2048', '3072')} -keyout key.pem -out cert.pem`);
        return { certificate: read('cert.pem'), privateKey: read('key.pem') };
      },
    ],
  ];
  for (const [name, make] of forms) {
    it(`signs in with ${name}`, async (t) => {
      const at = workshop(t);
      const given = make(at);
      const print = at.openssl('x509 -in cert.pem -fingerprint -sha256 -noout').trim();
      const { url, verified } = await verifier(t, at.read('cert.pem'), print);
      const credential = clientCertificate({ tenantId, clientId, authority: url, ...given });
      const scope = 'https://contoso.crm4.dynamics.com/.default';
      const first = await credential.getToken(scope);
      assert.equal(first.token, 'token-1');
      const second = await credential.getToken(scope, { rejectedToken: first.token });
      assert.equal(second.token, 'token-2');
      assert.equal(verified.length, 2);
      assert.equal(verified[0]?.protectedHeader['x5c'], undefined);
    });
  }

  it('sends its chain along when asked to: each certificate issued by the next', async (t) => {
    const at = workshop(t);
    const { cert, key, ca } = at.issue('app', 'extendedKeyUsage=clientAuth');
    const print = at.openssl('x509 -in app.pem -fingerprint -sha256 -noout').trim();
    const { url, verified } = await verifier(t, cert, print);
    const credential = clientCertificate({
      tenantId,
      clientId,
      authority: url,
      certificate: cert + ca,
      privateKey: key,
      sendCertificateChain: true,
    });
    await credential.getToken('https://contoso.crm4.dynamics.com/.default');
    const sent = verified[0]?.protectedHeader.x5c?.map(
      (each) => new X509Certificate(Buffer.from(each, 'base64')),
    );
    assert.equal(sent?.length, 2);
    const [leaf, issuer] = sent;
    assert.equal(leaf?.subject, 'CN=app');
    assert.equal(issuer?.subject, 'CN=Throw-away');
    assert.ok(issuer && leaf?.verify(issuer.publicKey));
  });

  it('is refused where another certificate is known', async (t) => {
    const at = workshop(t);
    at.openssl(`${SELF_SIGNED} -keyout other.key -out other.pem`);
    at.openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
    const print = at.openssl('x509 -in other.pem -fingerprint -sha256 -noout').trim();
    const { url, verified } = await verifier(t, at.read('other.pem'), print);
    const given = { certificate: at.read('cert.pem'), privateKey: at.read('key.pem') };
    const credential = clientCertificate({ tenantId, clientId, authority: url, ...given });
    await assert.rejects(credential.getToken('https://contoso.crm4.dynamics.com/.default'), {
      code: 'ERR_ENTRA_TOKEN',
      error: 'invalid_client',
    });
    assert.equal(verified.length, 0);
  });

  it('is refused by local Entra, which has no certificates, as by Entra without this one: 700027', async (t) => {
    const at = workshop(t);
    at.openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
    const app = await registerApp(plain, 'certificate');
    const credential = clientCertificate({
      tenantId: plain.entra.tenantId,
      clientId: app.clientId,
      authority: plain.entra.url,
      certificate: at.read('cert.pem'),
      privateKey: at.read('key.pem'),
    });
    await assert.rejects(
      credential.getToken(`${plain.dataverse.url}/.default`),
      (/** @type {any} */ error) => {
        assert.equal(error.code, 'ERR_ENTRA_TOKEN');
        assert.deepEqual(error.codes, [700027]);
        return true;
      },
    );
  });

  it('signs requests of the Azure SDK', async (t) => {
    const at = workshop(t);
    const { cert, key, ca } = at.issue('server', 'subjectAltName=IP:127.0.0.1');
    at.openssl(`${SELF_SIGNED} -keyout key.pem -out cert.pem`);
    const print = at.openssl('x509 -in cert.pem -fingerprint -sha256 -noout').trim();
    const { url, verified } = await verifier(t, at.read('cert.pem'), print);
    const given = { certificate: at.read('cert.pem'), privateKey: at.read('key.pem') };
    const resource = await loopback(t, () => ({ body: {} }), { cert, key });
    const credential = clientCertificate({ tenantId, clientId, authority: url, ...given });
    const pipeline = createEmptyPipeline();
    pipeline.addPolicy(
      bearerTokenAuthenticationPolicy({ credential, scopes: 'https://vault.azure.net/.default' }),
    );
    pipeline.addPolicy(tlsPolicy({ ca }));
    const http = createDefaultHttpClient();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        pipeline.sendRequest(http, createPipelineRequest({ url: resource.url })),
      ),
    );
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.deepEqual(
      new Set(resource.requests.map(({ headers }) => headers.authorization)),
      new Set(['Bearer token-1']),
    );
    assert.equal(verified.length, 1);
  });
});
