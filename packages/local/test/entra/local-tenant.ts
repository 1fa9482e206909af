import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Clock } from '../../src/clock.ts';
import { createEntra, type Entra, type EntraOptions } from '../../src/entra/entra.ts';
import { createTrail, type Trail } from '../../src/trail.ts';

export const origin = 'https://127.0.0.1:8443';
export const tenantId = '11111111-2222-4333-8444-555555555555';
export const tenantDomain = 'contoso.onmicrosoft.com';
export const environment = 'https://127.0.0.1:8444';
export const administrator = {
  appId: 'aaaaaaaa-0000-4000-8000-000000000001',
  displayName: 'Wayleave set-up',
  secret: 'set~8Q~the-secret-of-the-administrator+/=&',
};
export const dataverseScope = `${environment}/.default`;
export const graphScope = 'https://graph.microsoft.com/.default';
/** One pair for all tests of a file: making one costs more than the tests. */
const keyPair = generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface LocalTenant {
  readonly entra: Entra;
  readonly trail: Trail;
  /** Moves the clock by milliseconds. */
  pass(ms: number): void;
  now(): number;
  /** A token request as a form to the v2 endpoint, or to `path`. */
  token(
    form: Record<string, string>,
    init?: { path?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  /** The administrator's access token for `scope`. */
  bearer(scope?: string): Promise<string>;
  graph(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export function createLocalTenant(options: Partial<EntraOptions> = {}): LocalTenant {
  let now = Date.UTC(2026, 10, 23, 12, 0, 0);
  const clock: Clock = {
    now: () => now,
    after: () => {
      throw new Error('Entra sets no timers.');
    },
  };
  const trail = createTrail();
  const entra = createEntra({
    origin,
    tenantId,
    tenantDomain,
    clock,
    trail,
    environments: [environment],
    administrator,
    keyPair,
    randomUUID,
    ...options,
  });
  const token: LocalTenant['token'] = (form, init = {}) =>
    entra.fetch(
      new Request(`${origin}${init.path ?? `/${tenantId}/oauth2/v2.0/token`}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: init.headers ?? {},
      }),
    );
  const bearer = async (scope = graphScope): Promise<string> => {
    const answer = await json(await token({ ...credentials(), scope }));
    return String(answer['access_token']);
  };
  return {
    entra,
    trail,
    pass: (ms) => {
      now += ms;
    },
    now: () => now,
    token,
    bearer,
    async graph(method, path, body, headers = {}) {
      const authorization = headers['authorization'] ?? `Bearer ${await bearer()}`;
      return entra.fetch(
        new Request(`${origin}/v1.0${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...headers, authorization },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      );
    },
  };
}

/** The administrator's credentials as form fields. */
export function credentials(): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: administrator.appId,
    client_secret: administrator.secret,
  };
}

export async function json(response: Response): Promise<Record<string, unknown>> {
  // Tests look into the fields they name; the wire is untyped.
  return (await response.json()) as Record<string, unknown>;
}
