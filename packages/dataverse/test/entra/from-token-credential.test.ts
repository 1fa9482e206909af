import {
  clientSecret,
  type EntraCredential,
  fromTokenCredential,
  type TokenCredentialLike,
  type TokenOptions,
} from '@wayleave/dataverse/entra';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { rejection, SCOPE, until } from '../support/entra.ts';
import { testTime } from '../support/time.ts';

/** As `@azure/core-auth` declares them. */
interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: (this: AbortSignalLike, event: unknown) => unknown): void;
  removeEventListener(type: 'abort', listener: (this: AbortSignalLike, event: unknown) => unknown): void;
}
interface AzureTokenOptions {
  abortSignal?: AbortSignalLike;
  requestOptions?: { timeout?: number };
  claims?: string;
  enableCae?: boolean;
  tenantId?: string;
}
interface AzureAccessToken {
  token: string;
  expiresOnTimestamp: number;
  refreshAfterTimestamp?: number;
  tokenType?: 'Bearer' | 'pop';
}
interface AzureTokenCredential {
  getToken(scopes: string | string[], options?: AzureTokenOptions): Promise<AzureAccessToken | null>;
}

/** Gives t1, t2, … and counts. */
function counting(
  more: (count: number, options?: TokenOptions) => object | null | Promise<never> = () => ({}),
) {
  const time = testTime();
  const asked: (TokenOptions | undefined)[] = [];
  const inner: TokenCredentialLike = {
    async getToken(_, options) {
      asked.push(options);
      const extra = await more(asked.length, options);
      return extra && { token: `t${asked.length}`, expiresOnTimestamp: time.now() + 3_600_000, ...extra };
    },
  };
  return { asked, time, credential: fromTokenCredential(inner, { now: time.now, timeoutMs: 1000 }), inner };
}

describe('credentials have the shape of those of @azure/identity', () => {
  it('both ways', () => {
    expectTypeOf<EntraCredential>().toExtend<AzureTokenCredential>();
    expectTypeOf<AzureTokenCredential>().toExtend<TokenCredentialLike>();
    expectTypeOf(clientSecret).returns.toExtend<AzureTokenCredential>();
  });
});

describe('fromTokenCredential', () => {
  it('asks once for a thousand callers, and gives the same token again', async () => {
    const { asked, credential } = counting();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => credential.getToken([SCOPE])));
    expect(new Set(answers).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('renews in the background near the end, or when the credential says so', async () => {
    const { asked, time, credential } = counting((count) =>
      count === 1 ? {} : { refreshAfterTimestamp: time.now() + 1000 },
    );
    await credential.getToken(SCOPE);
    time.advance(3_400_000);
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
    await until(() => asked.length === 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect((await credential.getToken(SCOPE)).token).toBe('t2');
    time.advance(2000);
    expect((await credential.getToken(SCOPE)).token).toBe('t2');
    expect(asked).toHaveLength(3);
  });

  it('passes on the options, and which token was refused', async () => {
    const { asked, credential } = counting();
    await credential.getToken(SCOPE);
    expect((await credential.getToken(SCOPE, { rejectedToken: 't1' })).token).toBe('t2');
    expect(asked[1]).toMatchObject({ rejectedToken: 't1', abortSignal: expect.any(AbortSignal) });
  });

  it('ends the wait of a caller though the credential does not heed the signal', async () => {
    const { credential } = counting(() => new Promise<never>(() => {}));
    const abort = new AbortController();
    const asked = rejection(credential.getToken(SCOPE, { abortSignal: abort.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect(await asked).toMatchObject({ code: 'ERR_ENTRA_ABORTED' });
  });

  it('does not wait for ever for a credential that hangs, nor is locked by it', async () => {
    let isHanging = true;
    const inner: TokenCredentialLike = {
      getToken: () =>
        isHanging
          ? new Promise(() => {})
          : Promise.resolve({ token: 't1', expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    const credential = fromTokenCredential(inner, { timeoutMs: 5 });
    expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_UNREACHABLE' });
    isHanging = false;
    expect((await credential.getToken(SCOPE)).token).toBe('t1');
  });

  it('passes on what the credential rejects with', async () => {
    const error = new Error('az login first');
    const credential = fromTokenCredential({ getToken: () => Promise.reject(error) });
    expect(await rejection(credential.getToken(SCOPE))).toBe(error);
  });

  it('rejects when the credential gives no token, or none with an end', async () => {
    const none = counting(() => null);
    expect(await rejection(none.credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_TOKEN' });
    const endless = counting(() => ({ expiresOnTimestamp: undefined }));
    expect(await rejection(endless.credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_TOKEN' });
  });
});
