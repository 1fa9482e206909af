import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ClientSecretCredential } from '@azure/identity';
import { createClient, DataverseError } from '@wayleave/dataverse';
import { fromTokenCredential } from '@wayleave/dataverse/entra';
import { registerApp } from '../../support/microsoft.mjs';
import { plain } from '../../support/where.mjs';
import { loopback } from '../loopback.mjs';

const { entra, dataverse } = plain;
const scope = `${dataverse.url}/.default`;

/** A credential of @azure/identity, and the requests it sends to the token endpoint. @param {{ clientId: string, secret: string }} app */
function counted({ clientId, secret }) {
  /** @type {string[]} */
  const requests = [];
  const credential = new ClientSecretCredential(entra.tenantId, clientId, secret, {
    authorityHost: entra.url,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [
      {
        position: 'perRetry',
        policy: {
          name: 'count',
          sendRequest(request, next) {
            if (new URL(request.url).pathname.endsWith('/oauth2/v2.0/token'))
              requests.push(typeof request.body === 'string' ? request.body : '');
            return next(request);
          },
        },
      },
    ],
  });
  return { credential, requests };
}

/** @param {number} count @param {() => Promise<{ token: string }>} ask */
async function tokensOf(count, ask) {
  const all = await Promise.all(Array.from({ length: count }, ask));
  return new Set(all.map(({ token }) => token));
}

describe('fromTokenCredential over ClientSecretCredential of @azure/identity', () => {
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(plain, 'fromTokenCredential', { user: true });
  });

  it('sends one request for 200 callers at once, and none for 200 more', async (t) => {
    const bare = counted(app);
    await tokensOf(200, () => bare.credential.getToken(scope));
    t.diagnostic(`@azure/identity alone sends ${bare.requests.length}`);
    const { credential, requests } = counted(app);
    const kept = fromTokenCredential(credential);
    assert.equal((await tokensOf(200, () => kept.getToken(scope))).size, 1);
    assert.equal((await tokensOf(200, () => kept.getToken([scope]))).size, 1);
    assert.equal(requests.length, 1);
    assert.equal(new URLSearchParams(requests[0]).get('grant_type'), 'client_credentials');
  });

  it('keeps the tokens of two resources apart', async () => {
    const { credential, requests } = counted(app);
    const kept = fromTokenCredential(credential);
    const scopes = [scope, 'https://graph.microsoft.com/.default'];
    const tokens = await tokensOf(100, async () => {
      const [one, other] = await Promise.all(scopes.map((each) => kept.getToken(each)));
      return { token: `${one?.token} ${other?.token}` };
    });
    assert.equal(tokens.size, 1);
    assert.equal(requests.length, 2);
  });

  it('signs the client in, for 50 requests at once with one token', async () => {
    const { credential, requests } = counted(app);
    const client = createClient({ url: dataverse.url, credential: fromTokenCredential(credential) });
    const users = await Promise.all(Array.from({ length: 50 }, async () => (await client.whoAmI()).userId));
    assert.deepEqual(new Set(users), new Set([app.userId]));
    assert.equal(requests.length, 1);
  });

  it('is not needed for it: the client takes the original as it is', async () => {
    const client = createClient({ url: dataverse.url, credential: counted(app).credential });
    assert.equal((await client.whoAmI()).userId, app.userId);
  });

  it('passes a refusal on as @azure/identity makes it, and asks again after it', async () => {
    const { credential, requests } = counted({ ...app, secret: 'wrong' });
    const kept = fromTokenCredential(credential);
    for (const time of [1, 2]) {
      await assert.rejects(kept.getToken(scope), (/** @type {any} */ error) => {
        assert.equal(error.name, 'AuthenticationRequiredError');
        assert.match(error.message, /AADSTS7000215/);
        return true;
      });
      assert.equal(requests.length, time);
    }
  });

  it('ends the wait with the caller, and asks anew for the next', async () => {
    const { credential } = counted(app);
    const kept = fromTokenCredential(credential);
    const controller = new AbortController();
    const asked = kept.getToken(scope, { abortSignal: controller.signal });
    controller.abort();
    await assert.rejects(asked, { code: 'ERR_ENTRA_ABORTED' });
    assert.notEqual((await kept.getToken(scope)).token, '');
  });

  it('does not go round in circles for a server that refuses a good token', async (t) => {
    const server = await loopback(t, () => ({ status: 401 }));
    const { credential } = counted(app);
    const kept = fromTokenCredential({ getToken: (_, options) => credential.getToken(scope, options) });
    const client = createClient({ url: server.url, credential: kept });
    await assert.rejects(client.whoAmI(), (error) => {
      assert.ok(error instanceof DataverseError);
      assert.equal(error.status, 401);
      return true;
    });
    assert.ok(server.requests.length <= 2);
  });
});
