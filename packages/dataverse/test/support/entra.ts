import { inspect } from 'node:util';
import { type ClientSecretOptions, clientSecret } from '@wayleave/dataverse/entra';
import { onTestFinished } from 'vitest';
import { type Handler, startServer } from './server.ts';
import { testTime } from './time.ts';

export const SECRET = 'Yhd8Q~+/=very&secret%value';
export const TENANT = '11111111-2222-3333-4444-555555555555';
export const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
export const SCOPE = 'https://contoso.crm4.dynamics.com/.default';
/** A text of the form that assertions have. */
export const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0aGUtc3ViamVjdCJ9.c2lnbmF0dXJl';

/** A loopback server answering by `handler` until the test ends. */
export async function serverFor(handler: Handler) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

/** A token endpoint on loopback, and what the credential of an app needs to ask there, with a clock of the test's. */
export async function entraFor(handler: Handler) {
  const server = await serverFor(handler);
  const time = testTime();
  const app = {
    tenantId: TENANT,
    clientId: CLIENT,
    authority: server.url,
    now: time.now,
    random: time.random,
    sleep: time.sleep,
  };
  return { server, time, app };
}

/** A credential with a secret whose authority is a loopback server answering by `handler`. */
export async function credentialTo(handler: Handler, options: Partial<ClientSecretOptions> = {}) {
  const { server, time, app } = await entraFor(handler);
  return { credential: clientSecret({ ...app, clientSecret: SECRET, ...options }), server, time };
}

export function issued(token: string, more: object = {}) {
  return {
    body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token, ...more },
  };
}

/** Answers t1, t2, … */
export function numbered(more: object = {}) {
  let count = 0;
  return () => {
    count += 1;
    return issued(`t${count}`, more);
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

/** The fields of a form that arrived. */
export function formOf(request: { readonly body: string } | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request?.body));
}

/** All that a log could show of a value. */
export function shown(value: unknown): string {
  return [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value), String(value)].join('\n');
}

/** Lets what runs over loopback in the background come to its end. */
export async function until(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
