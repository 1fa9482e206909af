import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { graph, registerApp } from '../../support/microsoft.mjs';
import { run } from '../../support/processes.mjs';
import { plain } from '../../support/where.mjs';

const { entra, dataverse } = plain;
const authority = `${entra.url}/${entra.tenantId}`;
const scopes = [`${dataverse.url}/.default`];

/** @param {{ clientId: string, secret: string }} app @param {string} [at] */
function client({ clientId, secret }, at = authority) {
  return new ConfidentialClientApplication({
    auth: { clientId, clientSecret: secret, authority: at, knownAuthorities: [new URL(entra.url).host] },
  });
}

/** What msal-node makes of a refusal: Entra's `error` as errorCode, its number as errorNo. @param {string} errorCode @param {number} number */
const refused = (errorCode, number) => (/** @type {any} */ error) => {
  assert.equal(error.name, 'ServerError');
  assert.equal(error.errorCode, errorCode);
  assert.equal(error.errorNo, number);
  assert.match(
    error.errorMessage,
    new RegExp(`AADSTS${number}: .* Trace ID: \\S+ Correlation ID: \\S+ Timestamp: \\S+ \\S+Z`),
  );
  return true;
};

describe('@azure/msal-node', () => {
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(plain, 'msal-node', { user: true });
  });

  it('gets an app-only token that Dataverse takes', async () => {
    const result = await client(app).acquireTokenByClientCredential({ scopes });
    assert.equal(result?.tokenType, 'Bearer');
    assert.equal(result?.fromCache, false);
    const life = Number(result?.expiresOn) - Date.now();
    assert.ok(life > 3500_000 && life <= 3600_000, `lives ${life} ms`);
    const whoAmI = await fetch(`${dataverse.url}/api/data/v9.2/WhoAmI`, {
      headers: { authorization: `Bearer ${result?.accessToken}` },
    });
    assert.equal(whoAmI.status, 200);
    assert.equal((await whoAmI.json()).UserId, app.userId);
  });

  it('answers the second time from its cache', async () => {
    const one = client(app);
    const first = await one.acquireTokenByClientCredential({ scopes });
    const second = await one.acquireTokenByClientCredential({ scopes });
    assert.equal(second?.fromCache, true);
    assert.equal(second?.accessToken, first?.accessToken);
  });

  it('may name the tenant by its domain', async () => {
    const byDomain = client(app, `${entra.url}/contoso.onmicrosoft.com`);
    const result = await byDomain.acquireTokenByClientCredential({ scopes });
    const claims = JSON.parse(Buffer.from(result?.accessToken.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual([claims.tid, claims.appid, claims.aud], [entra.tenantId, app.clientId, dataverse.url]);
  });

  it('gets its correlation id back in a refusal', async () => {
    const correlationId = randomUUID();
    await assert.rejects(
      client({ ...app, secret: 'wrong' }).acquireTokenByClientCredential({ scopes, correlationId }),
      (/** @type {any} */ error) =>
        error.correlationId === correlationId && error.errorMessage.includes(correlationId),
    );
  });

  it('is refused with a wrong secret: 7000215', async () => {
    const wrong = client({ ...app, secret: 'wrong~secret' });
    await assert.rejects(
      wrong.acquireTokenByClientCredential({ scopes }),
      refused('invalid_client', 7000215),
    );
  });

  it("is refused with the secret's id in place of its value: 7000215", async () => {
    const wrong = client({ ...app, secret: app.secretId });
    await assert.rejects(
      wrong.acquireTokenByClientCredential({ scopes }),
      refused('invalid_client', 7000215),
    );
  });

  it('is refused with an expired secret: 7000222', async () => {
    const { secretText } = await graph(plain, 'POST', `/applications/${app.objectId}/addPassword`, {
      passwordCredential: { startDateTime: '2020-01-01T00:00:00Z', endDateTime: '2020-02-01T00:00:00Z' },
    });
    const late = client({ ...app, secret: secretText });
    await assert.rejects(late.acquireTokenByClientCredential({ scopes }), refused('invalid_client', 7000222));
  });

  it('is refused for an app that is not in the tenant: 700016', async () => {
    const stranger = client({ clientId: randomUUID(), secret: app.secret });
    await assert.rejects(
      stranger.acquireTokenByClientCredential({ scopes }),
      refused('unauthorized_client', 700016),
    );
  });

  it('is refused for an app without service principal: 7000229', async () => {
    const bare = await registerApp(plain, 'msal-node, no service principal', { servicePrincipal: false });
    await assert.rejects(
      client(bare).acquireTokenByClientCredential({ scopes }),
      refused('invalid_client', 7000229),
    );
  });

  it('is refused for a disabled service principal: 7000112', async () => {
    const other = await registerApp(plain, 'msal-node, disabled');
    await graph(plain, 'PATCH', `/servicePrincipals(appId='${other.clientId}')`, { accountEnabled: false });
    await assert.rejects(
      client(other).acquireTokenByClientCredential({ scopes }),
      refused('unauthorized_client', 7000112),
    );
  });

  it('is refused a scope that names one permission: 1002012', async () => {
    const delegated = [`${dataverse.url}/user_impersonation`];
    await assert.rejects(
      client(app).acquireTokenByClientCredential({ scopes: delegated }),
      refused('invalid_scope', 1002012),
    );
  });

  it('is refused a resource that the tenant does not have: 500011', async () => {
    const elsewhere = ['https://contoso.crm4.dynamics.com/.default'];
    await assert.rejects(
      client(app).acquireTokenByClientCredential({ scopes: elsewhere }),
      refused('invalid_resource', 500011),
    );
  });

  it('is refused a client assertion of a certificate that the app does not have: 700027', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const withCertificate = new ConfidentialClientApplication({
      auth: {
        clientId: app.clientId,
        authority,
        knownAuthorities: [new URL(entra.url).host],
        clientCertificate: { privateKey, thumbprintSha256: 'a'.repeat(64) },
      },
    });
    await assert.rejects(
      withCertificate.acquireTokenByClientCredential({ scopes }),
      refused('invalid_client', 700027),
    );
  });

  it('finds no endpoints in a tenant that does not exist', async () => {
    const lost = client(app, `${entra.url}/${randomUUID()}`);
    await assert.rejects(lost.acquireTokenByClientCredential({ scopes }), {
      errorCode: 'endpoints_resolution_error',
    });
  });

  it('gets a token without an application user, which Dataverse then refuses: 0x80072560', async () => {
    const outsider = await registerApp(plain, 'msal-node, no application user');
    const result = await client(outsider).acquireTokenByClientCredential({ scopes });
    const answer = await fetch(`${dataverse.url}/api/data/v9.2/WhoAmI`, {
      headers: { authorization: `Bearer ${result?.accessToken}` },
    });
    assert.equal(answer.status, 403);
    assert.deepEqual((await answer.json()).error, {
      code: '0x80072560',
      message: 'The user is not a member of the organization.',
    });
  });

  it('does not trust the local certificate authority unless told to', async () => {
    const program = `
      import { ConfidentialClientApplication } from '@azure/msal-node';
      const auth = JSON.parse(process.env.AUTH);
      await new ConfidentialClientApplication({ auth })
        .acquireTokenByClientCredential({ scopes: ${JSON.stringify(scopes)} })
        .catch((error) => console.log(error.errorCode));`;
    const auth = {
      clientId: app.clientId,
      clientSecret: app.secret,
      authority,
      knownAuthorities: [new URL(entra.url).host],
    };
    const cwd = new URL('.', import.meta.url).pathname;
    const env = { PATH: process.env['PATH'], AUTH: JSON.stringify(auth) };
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd, env });
    assert.equal(stdout, 'endpoints_resolution_error\n');
  });
});
