import { type AssertionRequest, clientAssertion } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import {
  CLIENT,
  entraFor,
  formOf,
  issued,
  JWT,
  numbered,
  rejection,
  SCOPE,
  TENANT,
} from '../support/entra.ts';
import { inOrder } from '../support/server.ts';

describe('clientAssertion', () => {
  it('shows the JWT that the callback gives, which is told what for', async () => {
    const { server, app } = await entraFor(numbered());
    let asked: AssertionRequest | undefined;
    const credential = clientAssertion({
      ...app,
      getAssertion: async (request) => {
        asked = request;
        return JWT;
      },
    });
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    expect(formOf(server.requests[0])).toEqual({
      grant_type: 'client_credentials',
      client_id: CLIENT,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: JWT,
      scope: SCOPE,
    });
    expect(asked).toMatchObject({
      authority: server.url,
      tenantId: TENANT,
      clientId: CLIENT,
      audience: 'api://AzureADTokenExchange',
      tokenEndpoint: `${server.url}/${TENANT}/oauth2/v2.0/token`,
      signal: expect.any(AbortSignal),
    });
  });

  it('asks the callback once for ten calls, and once more when the token has expired', async () => {
    const { server, time, app } = await entraFor(numbered());
    let calls = 0;
    const credential = clientAssertion({
      ...app,
      getAssertion: () => {
        calls += 1;
        return JWT;
      },
    });
    for (let i = 0; i < 10; i += 1) await credential.getToken(SCOPE);
    expect([calls, server.requests.length]).toEqual([1, 1]);
    time.advance(3_600_000);
    await Promise.all(Array.from({ length: 10 }, () => credential.getToken(SCOPE)));
    expect([calls, server.requests.length]).toEqual([2, 2]);
  });

  it('asks the callback anew when the request is repeated', async () => {
    const { server, app } = await entraFor(inOrder({ status: 503 }, { status: 503 }, issued('t1')));
    let calls = 0;
    const credential = clientAssertion({
      ...app,
      getAssertion: () => {
        calls += 1;
        return `${JWT}${calls}`;
      },
    });
    await credential.getToken(SCOPE);
    expect(server.requests.map((request) => formOf(request)['client_assertion'])).toEqual([
      `${JWT}1`,
      `${JWT}2`,
      `${JWT}3`,
    ]);
  });

  it.each([
    ['https://login.microsoftonline.us', 'api://AzureADTokenExchangeUSGov'],
    ['https://login.partner.microsoftonline.cn', 'api://AzureADTokenExchangeChina'],
  ])('names the audience of the cloud of %s', async (authority, audience) => {
    const { app } = await entraFor(numbered());
    let asked = '';
    const credential = clientAssertion({
      ...app,
      authority,
      getAssertion: (request) => {
        asked = request.audience;
        throw new Error('enough');
      },
    });
    await rejection(credential.getToken(SCOPE));
    expect(asked).toBe(audience);
  });

  it('rejects with what the callback rejected with as cause, and asks again at the next call', async () => {
    const { server, app } = await entraFor(numbered());
    const cause = new Error('vault is sealed');
    let isSealed = true;
    const credential = clientAssertion({
      ...app,
      getAssertion: async () => {
        if (isSealed) throw cause;
        return JWT;
      },
    });
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_ASSERTION', cause });
    expect(server.requests).toHaveLength(0);
    isSealed = false;
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
  });

  it.each([
    ['nothing', ''],
    ['a line end', `${JWT}\n`],
    ['a text that is no JWT', 'not a jwt'],
  ])('rejects when the callback gives %s', async (_, assertion) => {
    const { server, app } = await entraFor(numbered());
    const credential = clientAssertion({ ...app, getAssertion: () => assertion });
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_ASSERTION' });
    expect(server.requests).toHaveLength(0);
  });

  it('gives a callback that never ends up, and tells it', async () => {
    const { app } = await entraFor(numbered());
    let isHanging = true;
    let heard: AbortSignal | undefined;
    const credential = clientAssertion({
      ...app,
      timeoutMs: 5,
      getAssertion: ({ signal }) => {
        heard = signal;
        return isHanging ? new Promise(() => {}) : JWT;
      },
    });
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({
      code: 'ERR_ENTRA_UNREACHABLE',
      message: 'getAssertion did not end in 5 ms.',
    });
    expect(heard?.aborted).toBe(true);
    isHanging = false;
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
  });
});
