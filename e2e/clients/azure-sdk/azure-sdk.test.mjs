import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import { SecretClient } from '@azure/keyvault-secrets';
import { nodeTransport } from '@wayleave/dataverse';
import { clientSecret } from '@wayleave/dataverse/entra';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { registerApp } from '../../support/microsoft.mjs';
import { plain } from '../../support/where.mjs';
import { loopback } from '../loopback.mjs';
import { skip, workshop } from './openssl.mjs';

const { entra, dataverse } = plain;
const scope = `${dataverse.url}/.default`;

/** Our credential, and the requests it sends. @param {{ clientId: string, secret: string }} app */
function counted({ clientId, secret }) {
  /** @type {string[]} */
  const requests = [];
  const send = nodeTransport();
  const credential = clientSecret({
    tenantId: entra.tenantId,
    clientId,
    clientSecret: secret,
    authority: entra.url,
    transport: (request) => {
      requests.push(request.url);
      return send(request);
    },
  });
  return { credential, requests };
}

/** A pipeline of the Azure SDK with its policy for bearer tokens. @param {import('@azure/core-auth').TokenCredential} credential */
function pipelineOf(credential) {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
  const http = createDefaultHttpClient();
  /** @param {Partial<import('@azure/core-rest-pipeline').PipelineRequestOptions>} [more] */
  return (more) =>
    pipeline.sendRequest(
      http,
      createPipelineRequest({ url: `${dataverse.url}/api/data/v9.2/WhoAmI`, ...more }),
    );
}

describe('clientSecret as the TokenCredential of the Azure SDK', () => {
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(plain, 'azure-sdk', { user: true });
  });

  it('signs 100 requests of bearerTokenAuthenticationPolicy with one token', async () => {
    const { credential, requests } = counted(app);
    const send = pipelineOf(credential);
    const answers = await Promise.all(Array.from({ length: 100 }, () => send()));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(JSON.parse(answers[0]?.bodyAsText ?? '').UserId, app.userId);
    assert.deepEqual(requests, [`${entra.url}/${entra.tenantId}/oauth2/v2.0/token`]);
  });

  it('serves many clients of it from one cache', async () => {
    const { credential, requests } = counted(app);
    for (const send of [pipelineOf(credential), pipelineOf(credential), pipelineOf(credential)]) {
      assert.equal((await send()).status, 200);
    }
    assert.equal(requests.length, 1);
  });

  it('has its refusal come out of the pipeline as it is', async () => {
    const send = pipelineOf(counted({ ...app, secret: 'wrong' }).credential);
    await assert.rejects(send(), (/** @type {any} */ error) => {
      assert.equal(error.code, 'ERR_ENTRA_TOKEN');
      assert.deepEqual(error.codes, [7000215]);
      assert.doesNotMatch(JSON.stringify(error), /wrong"/);
      return true;
    });
  });

  it('heeds the signal that the SDK hands on', async () => {
    const { credential, requests } = counted(app);
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(pipelineOf(credential)({ abortSignal: controller.signal }), {
      code: 'ERR_ENTRA_ABORTED',
    });
    assert.deepEqual(requests, []);
  });

  it('reads a secret by SecretClient of @azure/keyvault-secrets', { skip }, async (t) => {
    const keys = createRemoteJWKSet(new URL(`${entra.url}/${entra.tenantId}/discovery/v2.0/keys`));
    const { cert, key, ca } = workshop(t).issue('vault', 'subjectAltName=IP:127.0.0.1');
    /** @type {unknown[]} */
    const refused = [];
    const vault = await loopback(
      t,
      async ({ path, headers }) => {
        const token = headers.authorization?.replace(/^Bearer /, '');
        if (token === undefined) {
          // A vault tells by a first refusal where to sign in and for what. Local Entra has no vaults: for Dataverse.
          const challenge = `Bearer authorization="${entra.url}/${entra.tenantId}", resource="${dataverse.url}"`;
          return { status: 401, headers: { 'www-authenticate': challenge } };
        }
        try {
          const { payload } = await jwtVerify(token, keys, { audience: dataverse.url });
          assert.equal(payload['appid'], app.clientId);
        } catch (error) {
          refused.push(error);
          return { status: 403 };
        }
        const name = /^\/secrets\/([\w-]+)\//.exec(path)?.[1];
        return { body: { value: `value of ${name}`, id: `${vault.url}/secrets/${name}/1`, attributes: {} } };
      },
      { cert, key },
    );
    const { credential, requests } = counted(app);
    const secrets = new SecretClient(vault.url, credential, {
      tlsOptions: { ca },
      disableChallengeResourceVerification: true,
      retryOptions: { maxRetries: 0 },
    });
    const read = await Promise.all(['one', 'two', 'three'].map((name) => secrets.getSecret(name)));
    assert.deepEqual(refused, []);
    assert.deepEqual(
      read.map(({ value }) => value),
      ['value of one', 'value of two', 'value of three'],
    );
    assert.equal(requests.length, 1);
  });
});
