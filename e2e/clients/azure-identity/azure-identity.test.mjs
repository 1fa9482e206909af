import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { ChainedTokenCredential, ClientSecretCredential, EnvironmentCredential } from '@azure/identity';
import { registerApp } from '../../support/microsoft.mjs';
import { run } from '../../support/processes.mjs';
import { plain } from '../../support/where.mjs';

const { entra, dataverse, graph } = plain;
const scope = `${dataverse.url}/.default`;

/** @param {{ clientId: string, secret: string }} app @param {string} [tenantId] */
function credential({ clientId, secret }, tenantId = entra.tenantId) {
  return new ClientSecretCredential(tenantId, clientId, secret, {
    authorityHost: entra.url,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
  });
}

/** @param {string} token @param {string} url */
const get = (token, url) => fetch(url, { headers: { authorization: `Bearer ${token}` } });

/** What @azure/identity makes of a refusal. @param {string} errorCode @param {number} number */
const refused = (errorCode, number) => (/** @type {any} */ error) => {
  assert.equal(error.name, 'AuthenticationRequiredError');
  assert.match(error.message, new RegExp(`^${errorCode}: .*AADSTS${number}: `));
  return true;
};

describe('@azure/identity', () => {
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(plain, 'azure-identity', { user: true });
  });

  it('gets a token for Dataverse with a client secret', async () => {
    const { token, expiresOnTimestamp } = await credential(app).getToken(scope);
    const life = expiresOnTimestamp - Date.now();
    assert.ok(life > 3500_000 && life <= 3600_000, `lives ${life} ms`);
    const answer = await get(token, `${dataverse.url}/api/data/v9.2/WhoAmI`);
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).UserId, app.userId);
  });

  it('gets one token for many calls', async () => {
    const one = credential(app);
    const { token } = await one.getToken(scope);
    for (let call = 0; call < 5; call += 1) assert.equal((await one.getToken(scope)).token, token);
  });

  it('finds everything in the environment', async (t) => {
    const variables = {
      AZURE_AUTHORITY_HOST: entra.url,
      AZURE_TENANT_ID: entra.tenantId,
      AZURE_CLIENT_ID: app.clientId,
      AZURE_CLIENT_SECRET: app.secret,
    };
    t.after(() => {
      for (const name of Object.keys(variables)) delete process.env[name];
    });
    Object.assign(process.env, variables);
    const { token } = await new EnvironmentCredential({ disableInstanceDiscovery: true }).getToken(scope);
    assert.equal((await get(token, `${dataverse.url}/api/data/v9.2/WhoAmI`)).status, 200);
  });

  it('gets a token for Microsoft Graph that reads only what its app roles allow', async () => {
    const { clientId, clientSecret } = entra.administrator;
    const { token: able } = await credential({ clientId, secret: clientSecret }).getToken(
      'https://graph.microsoft.com/.default',
    );
    assert.equal((await get(able, `${graph.url}/v1.0/applications`)).status, 200);
    const { token: unable } = await credential(app).getToken('https://graph.microsoft.com/.default');
    const answer = await get(unable, `${graph.url}/v1.0/applications`);
    assert.equal(answer.status, 403);
    assert.equal((await answer.json()).error.code, 'Authorization_RequestDenied');
  });

  it('has a token of one resource refused by another', async () => {
    const { token } = await credential(app).getToken('https://graph.microsoft.com/.default');
    const answer = await get(token, `${dataverse.url}/api/data/v9.2/WhoAmI`);
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer authorization_uri=/);
  });

  it('is refused with a wrong secret: 7000215', async () => {
    await assert.rejects(
      credential({ ...app, secret: 'wrong' }).getToken(scope),
      refused('invalid_client', 7000215),
    );
  });

  it('is refused for an app that is not in the tenant: 700016', async () => {
    const stranger = credential({ ...app, clientId: randomUUID() });
    await assert.rejects(stranger.getToken(scope), refused('unauthorized_client', 700016));
  });

  it('is refused for an app without service principal: 7000229', async () => {
    const bare = await registerApp(plain, 'azure-identity, no service principal', {
      servicePrincipal: false,
    });
    await assert.rejects(credential(bare).getToken(scope), refused('invalid_client', 7000229));
  });

  it('is refused a resource that the tenant does not have: 500011', async () => {
    await assert.rejects(
      credential(app).getToken('https://contoso.crm.dynamics.com/.default'),
      refused('invalid_resource', 500011),
    );
  });

  it('goes on to the next credential of a chain after a refusal, and tells all of them at its end', async () => {
    const wrong = () => credential({ ...app, secret: 'wrong' });
    assert.notEqual((await new ChainedTokenCredential(wrong(), credential(app)).getToken(scope)).token, '');
    await assert.rejects(
      new ChainedTokenCredential(wrong(), wrong()).getToken(scope),
      (/** @type {any} */ error) => {
        assert.equal(error.name, 'AggregateAuthenticationError');
        assert.equal(error.errors.length, 2);
        return true;
      },
    );
  });

  it('cannot resolve a tenant that does not exist', async () => {
    await assert.rejects(credential(app, randomUUID()).getToken(scope), (/** @type {any} */ error) => {
      assert.match(error.message, /endpoints_resolution_error/);
      return true;
    });
  });

  it('refuses an authority without https by itself', () => {
    const insecure = entra.url.replace('https:', 'http:');
    assert.throws(
      () => new ClientSecretCredential(entra.tenantId, app.clientId, app.secret, { authorityHost: insecure }),
      /https/,
    );
  });

  it('does not trust the local certificate authority unless told to', async () => {
    const program = `
      import { ClientSecretCredential } from '@azure/identity';
      const [tenant, id, secret, authorityHost, scope] = JSON.parse(process.env.ARGUMENTS);
      const options = { authorityHost, disableInstanceDiscovery: true, retryOptions: { maxRetries: 0 } };
      await new ClientSecretCredential(tenant, id, secret, options).getToken(scope).catch((error) => console.log(error.message));`;
    const cwd = new URL('.', import.meta.url).pathname;
    const values = [entra.tenantId, app.clientId, app.secret, entra.url, scope];
    const env = { PATH: process.env['PATH'], ARGUMENTS: JSON.stringify(values) };
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd, env });
    assert.match(stdout, /endpoints_resolution_error|self.signed certificate|unable to (get|verify)/);
  });
});
