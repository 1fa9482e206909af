import { clientSecret } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import {
  CLIENT,
  credentialTo,
  issued,
  numbered,
  rejection,
  SCOPE,
  SECRET,
  TENANT,
  until,
} from '../support/entra.ts';

const tokenOf = async (answer: Promise<{ token: string }>) => (await answer).token;

describe('tokens are cached', () => {
  it('so that a thousand cold calls at once send one request', async () => {
    const { credential, server } = await credentialTo(numbered());
    const answers = await Promise.all(Array.from({ length: 1000 }, () => credential.getToken(SCOPE)));
    expect(new Set(answers.map(({ token }) => token))).toEqual(new Set(['t1']));
    expect(server.requests).toHaveLength(1);
  });

  it('as one frozen object, which a hit hands out again', async () => {
    const { credential } = await credentialTo(numbered());
    const first = await credential.getToken(SCOPE);
    expect(await credential.getToken(SCOPE)).toBe(first);
    expect(await credential.getToken([SCOPE])).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(credential.getToken(SCOPE)).toBe(credential.getToken(SCOPE)); // hands out the same promise
  });

  it('by authority, when the credential has none of its own', async () => {
    const asked: string[] = [];
    const credential = clientSecret({
      tenantId: TENANT,
      clientId: CLIENT,
      clientSecret: SECRET,
      transport: async ({ url }) => {
        asked.push(new URL(url).origin);
        return {
          status: 200,
          headers: {},
          body: new TextEncoder().encode(JSON.stringify(issued('t1').body)),
        };
      },
    });
    const hosts = ['https://login.microsoftonline.us', 'https://login.microsoftonline.com'];
    for (const authority of [...hosts, ...hosts]) await credential.getToken(SCOPE, { authority });
    await credential.getToken(SCOPE);
    expect(asked).toEqual(hosts);
  });

  it('by scope', async () => {
    const { credential, server } = await credentialTo(numbered());
    await credential.getToken(SCOPE);
    await credential.getToken('https://fabrikam.crm4.dynamics.com/.default');
    expect(server.requests).toHaveLength(2);
  });

  it('even when they live for a few minutes only', async () => {
    const { credential, server, time } = await credentialTo(numbered({ expires_in: 120 }));
    await credential.getToken(SCOPE);
    time.advance(59_000);
    expect(await tokenOf(credential.getToken(SCOPE))).toBe('t1');
    expect(server.requests).toHaveLength(1);
  });

  it('and replaced when they have expired, once for all who wait', async () => {
    const { credential, server, time } = await credentialTo(numbered());
    await credential.getToken(SCOPE);
    time.advance(3_600_000);
    const answers = await Promise.all(Array.from({ length: 100 }, () => credential.getToken(SCOPE)));
    expect(new Set(answers.map(({ token }) => token))).toEqual(new Set(['t2']));
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['five minutes before their end', {}, 3_300_000],
    ['at refresh_in', { refresh_in: 1800 }, 1_801_000],
    ['at half of a short life', { expires_in: 120 }, 61_000],
  ])('and renewed in the background %s, with nobody waiting', async (_, more, later) => {
    const { credential, server, time } = await credentialTo(numbered(more));
    await credential.getToken(SCOPE);
    time.advance(later);
    const answers = await Promise.all(Array.from({ length: 100 }, () => credential.getToken(SCOPE)));
    expect(new Set(answers.map(({ token }) => token))).toEqual(new Set(['t1']));
    let token = '';
    while (token !== 't2') {
      await new Promise((resolve) => setImmediate(resolve));
      token = await tokenOf(credential.getToken(SCOPE));
    }
    expect(server.requests).toHaveLength(2);
  });

  it('and kept when the renewal fails, which is not tried again at each call', async () => {
    let isUp = true;
    const { credential, server, time } = await credentialTo(() =>
      isUp ? issued('t1') : { status: 400, body: { error: 'invalid_client' } },
    );
    await credential.getToken(SCOPE);
    isUp = false;
    time.advance(3_400_000);
    await credential.getToken(SCOPE);
    await until(() => server.requests.length === 2);
    for (let i = 0; i < 20; i += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(await tokenOf(credential.getToken(SCOPE))).toBe('t1');
    }
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });
});

describe('the transport', () => {
  const giving = (token: string, seen: object[]) => async (request: object) => {
    seen.push(request);
    return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(issued(token).body)) };
  };

  it('is the own one of the credential before that of the client', async () => {
    const { credential } = await credentialTo(numbered(), { transport: giving('own', []) });
    expect(await tokenOf(credential.getToken(SCOPE, { transport: giving('client', []) }))).toBe('own');
  });

  it('is that of the client when the credential has none, with a limit of time and a signal', async () => {
    const { credential, server } = await credentialTo(numbered());
    const seen: object[] = [];
    expect(await tokenOf(credential.getToken(SCOPE, { transport: giving('client', seen) }))).toBe('client');
    expect(seen).toMatchObject([{ timeoutMs: 30_000, signal: expect.any(AbortSignal) }]);
    expect(server.requests).toHaveLength(0);
  });

  it('may give the body as a stream', async () => {
    const { credential } = await credentialTo(numbered());
    const text = new TextEncoder().encode(JSON.stringify(issued('t1').body));
    const body = (async function* () {
      yield text.slice(0, 9);
      yield text.slice(9);
    })();
    const transport = async () => ({ status: 200, headers: {}, body });
    expect(await tokenOf(credential.getToken(SCOPE, { transport }))).toBe('t1');
  });
});

describe('a token that the resource refused', () => {
  it('is replaced once, however many report it', async () => {
    const { credential, server } = await credentialTo(numbered());
    await credential.getToken(SCOPE);
    const again = () => tokenOf(credential.getToken(SCOPE, { rejectedToken: 't1' }));
    expect(await Promise.all([again(), again(), again()])).toEqual(['t2', 't2', 't2']);
    expect(await again()).toBe('t2');
    expect(server.requests).toHaveLength(2);
  });
});

describe('a token that the resource refused, while it is replaced,', () => {
  it('is not handed out to others either', async () => {
    const { credential, server } = await credentialTo(numbered());
    await credential.getToken(SCOPE);
    const again = tokenOf(credential.getToken(SCOPE, { rejectedToken: 't1' }));
    expect(await tokenOf(credential.getToken(SCOPE))).toBe('t2');
    expect(await again).toBe('t2');
    expect(server.requests).toHaveLength(2);
  });
});

describe('a caller who gives up', () => {
  it('does not end the request that others wait for', async () => {
    let answer = () => {};
    const arrived = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { credential } = await credentialTo(async () => {
      await arrived;
      return issued('t1');
    });
    const abort = new AbortController();
    const first = rejection(credential.getToken(SCOPE, { abortSignal: abort.signal }));
    const second = credential.getToken(SCOPE);
    abort.abort(new Error('enough'));
    expect(await first).toMatchObject({ code: 'ERR_ENTRA_ABORTED', cause: { message: 'enough' } });
    answer();
    expect(await tokenOf(second)).toBe('t1');
  });

  it('ends it when nobody else waits, and does not harm who comes later', async () => {
    let isHanging = true;
    const { credential, server } = await credentialTo(() =>
      isHanging ? new Promise(() => {}) : issued('t2'),
    );
    const abort = new AbortController();
    const first = rejection(credential.getToken(SCOPE, { abortSignal: abort.signal }));
    await until(() => server.requests.length === 1);
    abort.abort();
    isHanging = false;
    expect(await tokenOf(credential.getToken(SCOPE))).toBe('t2');
    expect(await first).toMatchObject({ code: 'ERR_ENTRA_ABORTED' });
  });

  it('before asking sends nothing', async () => {
    const { credential, server } = await credentialTo(numbered());
    const asked = credential.getToken(SCOPE, { abortSignal: AbortSignal.abort() });
    expect(await rejection(asked)).toMatchObject({ code: 'ERR_ENTRA_ABORTED' });
    expect(server.requests).toHaveLength(0);
  });
});
