import { type ClientSecretOptions, clientSecret } from '@wayleave/dataverse/entra';
import { onTestFinished } from 'vitest';
import { type Handler, startServer } from './server.ts';
import { testTime } from './time.ts';

export const SECRET = 'Yhd8Q~+/=very&secret%value';
export const TENANT = '11111111-2222-3333-4444-555555555555';
export const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
export const SCOPE = 'https://contoso.crm4.dynamics.com/.default';

/** A credential whose authority is a loopback server answering by `handler`. */
export async function credentialTo(handler: Handler, options: Partial<ClientSecretOptions> = {}) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  const time = testTime();
  const credential = clientSecret({
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: SECRET,
    authority: server.url,
    now: time.now,
    random: time.random,
    sleep: time.sleep,
    ...options,
  });
  return { credential, server, time };
}

export function issued(token: string, more: object = {}) {
  return {
    body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token, ...more },
  };
}

/** A refusal in the form that Entra gives. */
export function refused(status: number, error: string, code: number, words: string) {
  const ids = {
    trace: '0b1e3d6c-0000-4000-8000-000000000001',
    correlation: '0b1e3d6c-0000-4000-8000-000000000002',
  };
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${words} Trace ID: ${ids.trace} Correlation ID: ${ids.correlation} Timestamp: 2026-08-13 21:24:29Z`,
      error_codes: [code],
      timestamp: '2026-08-13 21:24:29Z',
      trace_id: ids.trace,
      correlation_id: ids.correlation,
    },
  };
}

/** What `promise` rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('did not reject');
    },
    (error: unknown) => error,
  );
}
