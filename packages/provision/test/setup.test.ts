import { DataverseError } from '@wayleave/dataverse';
import { EntraError } from '@wayleave/dataverse/entra';
import {
  applySetup,
  type GraphClient,
  ProvisionError,
  planSetup,
  type SetupResult,
} from '@wayleave/provision';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Microsoft, startMicrosoft } from './support/microsoft.ts';

let microsoft: Microsoft;
beforeEach(async () => {
  microsoft = await startMicrosoft();
});
afterEach(() => microsoft.close());

const patience = { patienceMs: 0 };
const changes = ({ steps }: SetupResult) =>
  Object.fromEntries(steps.map(({ step, change }) => [step, change]));

function apply(except: Parameters<typeof applySetup>[2] = {}): Promise<SetupResult> {
  return applySetup(microsoft.config, microsoft.connections, { ...patience, ...except });
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('applySetup', () => {
  it('makes everything, in order, so that the app can sign in and impersonate', async () => {
    const { found, steps } = await apply();
    expect(steps.map(({ change }) => change)).toEqual(Array.from({ length: 9 }, () => 'create'));
    const client = microsoft.signIn(found.clientId ?? '', found.clientSecret ?? '');
    expect((await client.whoAmI()).userId).toBe(found.applicationUserId);
    expect(await client.findUser({ applicationId: found.clientId ?? '' })).toMatchObject({
      systemuserid: found.applicationUserId,
    });
  });

  it('changes nothing when run again', async () => {
    await apply();
    const again = await apply();
    expect(new Set(again.steps.map(({ change }) => change))).toEqual(new Set(['none']));
    expect(again.found.clientSecret).toBeUndefined();
  });

  it('narrows a role that has more than is configured, and widens one that has less', async () => {
    await apply();
    const narrower = {
      ...microsoft.config,
      role: { ...microsoft.config.role, privileges: { new_note: { read: 'Basic' as const } } },
    };
    const second = await applySetup(narrower, microsoft.connections, patience);
    expect(changes(second)).toMatchObject({ 'role-privileges': 'update', 'impersonation-privilege': 'none' });
    const third = await apply();
    expect(changes(third)).toMatchObject({ 'role-privileges': 'update' });
    expect(changes(await apply())).toMatchObject({ 'role-privileges': 'none' });
  });

  it('takes the right to impersonate away when it is no longer asked for', async () => {
    await apply();
    const without = { ...microsoft.config, role: { ...microsoft.config.role, actOnBehalf: false } };
    expect(changes(await applySetup(without, microsoft.connections, patience))).toMatchObject({
      'impersonation-privilege': 'update',
      'role-privileges': 'none',
    });
  });

  it('enables an application user that was disabled', async () => {
    const { found } = await apply();
    const id = found.applicationUserId ?? '';
    const { dataverse } = microsoft.connections;
    await dataverse.table('systemusers').update(id, { isdisabled: true, applicationid: found.clientId });
    expect(changes(await apply())).toMatchObject({ 'application-user': 'update', 'role-assignment': 'none' });
  });

  it('leaves excepted steps and what builds on them alone', async () => {
    const { steps } = await apply({ except: ['application-user'] });
    expect(steps.slice(-2).map(({ step, change }) => [step, change])).toEqual([
      ['application-user', 'skipped'],
      ['role-assignment', 'skipped'],
    ]);
  });

  it('ends with the refusing service’s own error: no service principal, no token', async () => {
    const error = await failure(apply({ except: ['service-principal'] }));
    expect(error).toBeInstanceOf(EntraError);
    expect(error).toMatchObject({ codes: [7000229] });
  });

  it('asks again while Entra does not know a new secret yet, and gives up in time', async () => {
    const pauses: number[] = [];
    let now = Date.now();
    const error = await failure(
      apply({
        except: ['service-principal'],
        patienceMs: 10_000,
        now: () => now,
        sleep: (ms) => {
          pauses.push(ms);
          now += ms;
          return Promise.resolve();
        },
      }),
    );
    expect(error).toBeInstanceOf(EntraError);
    expect(pauses).toEqual([1000, 2000, 4000]);
  });

  it('adds a redirect URI to an app that is there, and keeps those it has', async () => {
    const at = (redirectUri: string) => ({
      ...microsoft.config,
      app: { ...microsoft.config.app, redirectUri },
    });
    const first = await applySetup(at('https://one.example/'), microsoft.connections, patience);
    const second = await applySetup(at('https://two.example/'), microsoft.connections, patience);
    expect(changes(second)).toMatchObject({ application: 'update', 'client-secret': 'none' });
    const { graph } = microsoft.connections;
    const app = await graph.get(`/applications/${first.found.applicationObjectId}?$select=web`);
    expect(app).toMatchObject({ web: { redirectUris: ['https://one.example/', 'https://two.example/'] } });
    const third = await applySetup(at('https://two.example/'), microsoft.connections, patience);
    expect(changes(third)).toMatchObject({ application: 'none' });
  });

  it('asks again while Graph does not know the new application yet', async () => {
    let [misses, now] = [2, Date.now()];
    const { graph } = microsoft.connections;
    const late: GraphClient = {
      ...graph,
      async post<T>(path: string, body: object): Promise<T> {
        if (path !== '/servicePrincipals' || misses-- <= 0) return graph.post<T>(path, body);
        const words = "The appId 'x' of the service principal does not reference a valid application object.";
        throw new ProvisionError('ERR_PROVISION_GRAPH', words, { status: 400 });
      },
    };
    const sleep = async (ms: number) => {
      now += ms;
    };
    const wait = { now: () => now, sleep };
    const { steps } = await applySetup(microsoft.config, { ...microsoft.connections, graph: late }, wait);
    expect(steps.find(({ step }) => step === 'service-principal')).toMatchObject({
      change: 'create',
      ms: 3000,
    });
  });

  it.each([
    [{ environment: 'https://other.crm4.dynamics.com' }, 'environment is https://other'],
    [{ environment: 'other' }, 'environment is other'],
    [{ app: { name: 'notes', secret: { name: 'server', days: 0 } } }, 'app.secret.days is 0'],
    [{ app: { name: 'notes', secret: { name: 'server', days: Number.NaN } } }, 'app.secret.days is NaN'],
    [{ app: { name: ' ', secret: { name: 'server', days: 1 } } }, 'app.name is blank'],
  ])('refuses %o before anything is changed', async (part, words) => {
    const error = await failure(
      applySetup({ ...microsoft.config, ...part }, microsoft.connections, patience),
    );
    expect(error).toMatchObject({ code: 'ERR_PROVISION_CONFIG', message: expect.stringContaining(words) });
    const { value } = await microsoft.connections.graph.get<{ value: readonly unknown[] }>(
      "/applications?$filter=displayName eq 'notes'",
    );
    expect(value).toEqual([]);
  });

  it('names a table that the environment does not have', async () => {
    const config = {
      ...microsoft.config,
      role: { ...microsoft.config.role, privileges: { nope: { read: 'Basic' as const } } },
    };
    const error = await failure(applySetup(config, microsoft.connections, patience));
    expect(error).toBeInstanceOf(DataverseError);
    expect(String(error)).toContain('nope');
  });

  it('refuses to choose between two apps of one name', async () => {
    const { graph } = microsoft.connections;
    for (const _ of [1, 2]) await graph.post('/applications', { displayName: 'notes' });
    expect(await failure(apply())).toMatchObject({ code: 'ERR_PROVISION_AMBIGUOUS' });
  });
});

describe('planSetup', () => {
  it('says what would be made and makes nothing', async () => {
    const plan = await planSetup(microsoft.config, microsoft.connections, patience);
    expect(plan.steps.every(({ change }) => change === 'create')).toBe(true);
    expect((await microsoft.rows('roles')).some((role) => role['name'] === 'Notes')).toBe(false);
    expect(changes(await apply())).toMatchObject({ application: 'create' });
  });
});
