import { type Credential, createClient } from '@wayleave/dataverse';
import { clientSecret, type EntraCredential } from '@wayleave/dataverse/entra';
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { CLIENT, credentialTo, issued, refused, rejection, SECRET, TENANT } from '../support/entra.ts';
import { startServer } from '../support/server.ts';

/** An Entra that issues t1, t2, …, and an environment that takes the tokens of `good`. */
async function both(good: (token: string) => boolean) {
  let count = 0;
  const entra = await credentialTo(() => {
    count += 1;
    return issued(`t${count}`);
  });
  const environment = await startServer(({ headers }) =>
    good(headers.authorization?.slice('Bearer '.length) ?? '')
      ? { body: { UserId: 'u', BusinessUnitId: 'b', OrganizationId: 'o' } }
      : { status: 401 },
  );
  onTestFinished(() => environment.close());
  const client = createClient({ url: `${environment.url}/`, credential: entra.credential });
  return { client, entra: entra.server, environment };
}

describe('a client with a client secret', () => {
  it('asks Entra for a token for the environment, once for many requests at once', async () => {
    const { client, entra, environment } = await both(() => true);
    await Promise.all(Array.from({ length: 100 }, () => client.whoAmI()));
    expect(entra.requests).toHaveLength(1);
    expect(new URLSearchParams(entra.requests[0]?.body).get('scope')).toBe(`${environment.url}/.default`);
    expect(environment.requests).toHaveLength(100);
    expect(environment.requests[0]?.body).not.toContain(SECRET);
  });

  it('gets one fresh token when many requests at once are refused the old one', async () => {
    const { client, entra } = await both((token) => token === 't2');
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.whoAmI()));
    expect(answers).toHaveLength(50);
    expect(entra.requests).toHaveLength(2);
  });

  it('reports the 401 when the fresh token is refused too', async () => {
    const { client, entra } = await both(() => false);
    expect(await rejection(client.whoAmI())).toMatchObject({ code: 'ERR_DATAVERSE_RESPONSE', status: 401 });
    expect(entra.requests).toHaveLength(2);
  });

  it('reports what Entra refused', async () => {
    const { credential } = await credentialTo(() => refused(400, 'invalid_resource', 500011, 'Not found.'));
    const client = createClient({ url: 'https://contoso.crm4.dynamics.com', credential });
    expect(await rejection(client.whoAmI())).toMatchObject({ code: 'ERR_ENTRA_TOKEN', codes: [500011] });
  });

  it('ends the wait for the token by the signal', async () => {
    const { credential } = await credentialTo(() => new Promise(() => {}));
    const client = createClient({ url: 'https://contoso.crm4.dynamics.com', credential });
    const asked = client.with({ signal: AbortSignal.timeout(20) }).whoAmI();
    expect(await rejection(asked)).toMatchObject({ code: 'ERR_ENTRA_ABORTED' });
  });
});

// The shape of TokenCredential in @azure/core-auth.
interface AzureAbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: (this: AzureAbortSignal, event: unknown) => void): void;
  removeEventListener(type: 'abort', listener: (this: AzureAbortSignal, event: unknown) => void): void;
}
interface AzureGetTokenOptions {
  abortSignal?: AzureAbortSignal;
  requestOptions?: { timeout?: number };
  claims?: string;
  enableCae?: boolean;
  tenantId?: string;
}
interface AzureTokenCredential {
  getToken(
    scopes: string | string[],
    options?: AzureGetTokenOptions,
  ): Promise<{ token: string; expiresOnTimestamp: number; refreshAfterTimestamp?: number } | null>;
}

describe("Azure's TokenCredential", () => {
  it('can be given to a client, and a client secret to whoever takes one', () => {
    expectTypeOf<AzureTokenCredential>().toExtend<Credential>();
    expectTypeOf<EntraCredential>().toExtend<AzureTokenCredential>();
    const credential: AzureTokenCredential = clientSecret({
      tenantId: TENANT,
      clientId: CLIENT,
      clientSecret: SECRET,
    });
    expect(createClient({ url: 'https://contoso.crm4.dynamics.com', credential }).url).toContain('contoso');
  });
});
