import { getEventListeners } from 'node:events';
import { TransportError } from '@wayleave/dataverse';
import { EntraError } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import { credentialTo, issued, refused, rejection, SCOPE } from '../support/entra.ts';
import { inOrder } from '../support/server.ts';

describe('a refusal by Entra', () => {
  it('is told with its fields, cause and fix, and not tried again', async () => {
    const answer = refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
    const { credential, server } = await credentialTo(() => answer);
    const error = await rejection(credential.getToken(SCOPE));
    expect(error).toBeInstanceOf(EntraError);
    expect(error).toMatchObject({
      code: 'ERR_ENTRA_TOKEN',
      status: 401,
      error: 'invalid_client',
      codes: [7000215],
      traceId: '0b1e3d6c-0000-4000-8000-000000000001',
      correlationId: '0b1e3d6c-0000-4000-8000-000000000002',
      timestamp: '2026-08-13 21:24:29Z',
      hint: expect.stringContaining('its ID in place of its value'),
      message: expect.stringContaining('AADSTS7000215: Invalid client secret provided.'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is read when its fields are in the description only, on lines of their own', async () => {
    const { credential } = await credentialTo(() => ({
      status: 400,
      body: {
        error: 'invalid_request',
        error_description:
          'AADSTS90002: Tenant not found.\r\nTrace ID: 0b1e3d6c-0000-4000-8000-000000000001\r\nCorrelation ID: 0b1e3d6c-0000-4000-8000-000000000002\r\nTimestamp: 2020-01-02 03:04:05Z',
      },
    }));
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({
      codes: [90002],
      traceId: '0b1e3d6c-0000-4000-8000-000000000001',
      correlationId: '0b1e3d6c-0000-4000-8000-000000000002',
      timestamp: '2020-01-02 03:04:05Z',
    });
  });

  it('does not lock out the next call', async () => {
    const { credential } = await credentialTo(
      inOrder(refused(400, 'unauthorized_client', 700016, 'Not found.'), issued('t1')),
    );
    await rejection(credential.getToken(SCOPE));
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
  });
});

describe('a passing fault', () => {
  it.each([
    ['503', { status: 503 }],
    ['500 with a page', { status: 500, body: '<html>oops</html>' }],
    [
      'temporarily_unavailable',
      refused(400, 'temporarily_unavailable', 90033, 'A transient error has occurred.'),
    ],
  ])('%s is tried again after a growing pause', async (_, fault) => {
    const { credential, time } = await credentialTo(inOrder(fault, fault, issued('t1')));
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    expect(time.sleeps).toEqual([250, 500]);
  });

  it.each([
    ['seconds', '7'],
    ['a date', 'Mon, 23 Nov 2026 00:00:07 GMT'],
  ])('429 waits as long as Retry-After says, in %s', async (_, value) => {
    const fault = { status: 429, headers: { 'retry-after': value } };
    const { credential, time } = await credentialTo(inOrder(fault, issued('t1')));
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    expect(time.sleeps).toEqual([7000]);
  });

  it('that asks for more than a minute is reported, with the time', async () => {
    const { credential, server, time } = await credentialTo(() => ({
      status: 429,
      headers: { 'retry-after': '600' },
    }));
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ status: 429, retryAfterMs: 600_000 });
    expect(server.requests).toHaveLength(1);
    expect(time.sleeps).toEqual([]);
  });

  it('is tried four times in all, and does not lock out the next call', async () => {
    let isUp = false;
    const { credential, server } = await credentialTo(() => (isUp ? issued('t1') : { status: 503 }));
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(4);
    isUp = true;
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    expect(server.requests).toHaveLength(5);
  });

  it('of the connection is tried again', async () => {
    let count = 0;
    const { credential } = await credentialTo((_, response) => {
      count += 1;
      if (count > 1) return issued('t1');
      response.destroy();
      return undefined;
    });
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
  });

  it('is given time, and an answer that never comes does not lock out the next call', async () => {
    let isHanging = true;
    const { credential, server } = await credentialTo(() => issued('t1'));
    const transport = async (): Promise<never> => {
      throw new TransportError('ERR_TRANSPORT_TIMEOUT', 'POST: no whole answer in 30000 ms.');
    };
    const ask = () => credential.getToken(SCOPE, isHanging ? { transport } : {});
    expect(await rejection(ask())).toMatchObject({
      code: 'ERR_ENTRA_UNREACHABLE',
      cause: { code: 'ERR_TRANSPORT_TIMEOUT' },
    });
    isHanging = false;
    expect((await ask()).token).toBe('t1');
    expect(server.requests).toHaveLength(1);
  });

  it('of too many requests does not refuse the next call by itself', async () => {
    const { credential, server } = await credentialTo(
      inOrder({ status: 429, headers: { 'retry-after': '600' } }, issued('t1')),
    );
    await rejection(credential.getToken(SCOPE));
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    expect(server.requests).toHaveLength(2);
  });

  it('leaves no listener on the signal of the caller, nor does a token', async () => {
    const { signal } = new AbortController();
    const { credential, time } = await credentialTo(inOrder({ status: 503 }, issued('t1'), issued('t2')));
    for (let i = 0; i < 3; i += 1) {
      await Promise.all(
        Array.from({ length: 100 }, () => credential.getToken(SCOPE, { abortSignal: signal })),
      );
      time.advance(3_600_000);
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('can be given up during the pause', async () => {
    const abort = new AbortController();
    const { credential } = await credentialTo(() => ({ status: 503 }), {
      sleep: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          abort.abort();
        }),
    });
    const asked = credential.getToken(SCOPE, { abortSignal: abort.signal });
    expect(await rejection(asked)).toMatchObject({ code: 'ERR_ENTRA_ABORTED' });
  });
});

describe('an answer that is none of Entra', () => {
  it.each([
    ['200 without a token', { body: {} }],
    ['200 with an empty token', issued('')],
    ['200 with a token that would break a header', issued('a\r\nb')],
    ['200 without a life', issued('t1', { expires_in: undefined })],
    ['200 with a sign-in page', { body: '<!DOCTYPE html><title>Sign in</title>' }],
    ['200 with broken JSON', { body: '{"access_token":"t' }],
    ['404 with another JSON', { status: 404, body: { message: 'Not Found' } }],
  ])('%s is an error', async (_, answer) => {
    const { credential } = await credentialTo(() => answer);
    const error = await rejection(credential.getToken(SCOPE));
    expect(error).toMatchObject({ code: 'ERR_ENTRA_RESPONSE', status: expect.any(Number) });
  });

  it('a redirect is an error, and the secret is not sent on', async () => {
    const elsewhere = await credentialTo(() => issued('stolen'));
    const { credential } = await credentialTo(() => ({
      status: 307,
      headers: { location: `${elsewhere.server.url}/token` },
    }));
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({
      code: 'ERR_ENTRA_RESPONSE',
      status: 307,
    });
    expect(elsewhere.server.requests).toHaveLength(0);
  });
});
