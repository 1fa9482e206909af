import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credential, nodeTransport, type Transport } from '@wayleave/dataverse';
import type { AppOptions } from '@wayleave/dataverse/entra';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certificate } from '../../../packages/dataverse/test/entra/certificates.ts';
import type { Answer, Arrived } from '../../../packages/dataverse/test/support/server.ts';
import { type Machine, ofAMachine, ofAnApp, type Proofs } from '../src/credentials.ts';
import { connect } from '../src/start.ts';
import { serve } from './support/scripted.ts';

const SCOPE = 'https://contoso.crm4.dynamics.com/.default';
const IDS = {
  tenantId: '11111111-2222-3333-4444-555555555555',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
};
const SECRET = 'Yhd8Q~+/=very&secret%value';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0aGUtc3ViamVjdCJ9.c2lnbmF0dXJl';
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

const AWS_ENV = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
};

const issued: Answer = {
  body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'a-token' },
};
const vended: Answer = {
  body: `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult>
    <WebIdentityToken>${JWT}</WebIdentityToken><Expiration>2099-01-01T00:00:00Z</Expiration>
    </GetWebIdentityTokenResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetWebIdentityTokenResponse>`,
};

/** A login host on loopback, an app that asks there, and the form that arrived. */
async function entra() {
  const server = await serve(() => issued);
  const form = () => Object.fromEntries(new URLSearchParams(server.requests[0]?.body));
  return { server, app: { ...IDS, authority: server.url }, form };
}

const tokenOf = async (credential: Credential) => (await credential.getToken(SCOPE))?.token;

/** The path of a file that is there until the test ends. */
async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wayleave-guide-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

/** What `ofAnApp` gives for an app of this login host. */
async function appsOf(app: AppOptions, more: Partial<Proofs> = {}) {
  const { certificate: pem, key } = certificate({ to: '20990101000000Z' });
  return ofAnApp(app, {
    secret: SECRET,
    file: await fileWith(`${pem}\n${key}`),
    identityToken: async () => JWT,
    transport: nodeTransport(),
    ...more,
  });
}

describe('an app signs in', () => {
  it('with a secret', async () => {
    const { app, form } = await entra();
    expect(await tokenOf((await appsOf(app)).bySecret)).toBe('a-token');
    expect(form()).toMatchObject({ client_secret: SECRET, scope: SCOPE });
  });

  it('with a certificate', async () => {
    const { app, form } = await entra();
    expect(await tokenOf((await appsOf(app)).byCertificate)).toBe('a-token');
    expect(form()['client_assertion']?.split('.')).toHaveLength(3);
  });

  it('with an assertion of another issuer', async () => {
    const { app, form } = await entra();
    const audiences: string[] = [];
    const identityToken = async (audience: string) => {
      audiences.push(audience);
      return JWT;
    };
    expect(await tokenOf((await appsOf(app, { identityToken })).byAssertion)).toBe('a-token');
    expect([audiences, form()['client_assertion']]).toEqual([['api://AzureADTokenExchange'], JWT]);
  });

  it('at another cloud, through its own transport', async () => {
    const asked: string[] = [];
    const transport: Transport = async ({ url }) => {
      asked.push(url);
      const body = new TextEncoder().encode(JSON.stringify(issued.body));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    };
    expect(await tokenOf((await appsOf(IDS, { transport })).inAnotherCloud)).toBe('a-token');
    expect(asked).toEqual([`https://login.microsoftonline.us/${IDS.tenantId}/oauth2/v2.0/token`]);
  });
});

/** What `ofAMachine` gives for a machine with this environment. */
function machineOf(app: AppOptions, env: Machine['env'], more: Partial<Machine> & { url?: string } = {}) {
  return ofAMachine(app, more.url ?? 'https://contoso.crm4.dynamics.com', {
    env: {
      ...AWS_ENV,
      AZURE_TENANT_ID: 't.example',
      AZURE_CLIENT_ID: 'c',
      AZURE_FEDERATED_TOKEN_FILE: 'f',
      ...env,
    },
    provider: async () => KEYS,
    region: 'eu-central-1',
    endpoint: 'https://sts.eu-central-1.amazonaws.com',
    clientId: IDS.clientId,
    azure: { getToken: async () => null },
    ...more,
  });
}

describe('a machine signs in', () => {
  it('as an AWS role, by its keys or a provider of them', async () => {
    const sts = await serve(() => vended);
    for (const name of ['onLambda', 'onEc2'] as const) {
      const { app, form } = await entra();
      expect(await tokenOf(machineOf(app, {}, { endpoint: sts.url })[name])).toBe('a-token');
      expect(form()['client_assertion']).toBe(JWT);
    }
    expect(sts.requests).toHaveLength(2);
    expect(sts.requests[0]?.headers.authorization).toContain(KEYS.accessKeyId);
  });

  it('with the token that Kubernetes projects', async () => {
    const { server, app, form } = await entra();
    const { onKubernetes } = machineOf(app, {
      AZURE_TENANT_ID: IDS.tenantId,
      AZURE_CLIENT_ID: IDS.clientId,
      AZURE_FEDERATED_TOKEN_FILE: await fileWith(JWT),
      AZURE_AUTHORITY_HOST: server.url,
    });
    expect(await tokenOf(onKubernetes)).toBe('a-token');
    expect(form()['client_assertion']).toBe(JWT);
  });

  it('as a managed identity', async () => {
    const end = Math.floor(Date.now() / 1000) + 3600;
    const server = await serve(() => ({
      body: { access_token: 'a-token', expires_on: `${end}`, token_type: 'Bearer' },
    }));
    const env = { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: 'a-header' };
    expect(await tokenOf(machineOf(IDS, env).onAzure)).toBe('a-token');
    expect(server.requests[0]).toMatchObject({
      path: `/msi/token?api-version=2019-08-01&resource=${encodeURIComponent('https://contoso.crm4.dynamics.com')}&client_id=${IDS.clientId}`,
      headers: { 'x-identity-header': 'a-header' },
    });
  });

  it('by any TokenCredential, asked once', async () => {
    const { url } = await serve(({ headers }) => ({
      body: { UserId: headers.authorization, BusinessUnitId: 'b', OrganizationId: 'o' },
    }));
    let count = 0;
    const azure = {
      async getToken() {
        count += 1;
        return { token: 'azure', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    const { dataverse } = machineOf(IDS, {}, { url, azure });
    const [{ userId }] = await Promise.all([dataverse.whoAmI(), dataverse.whoAmI()]);
    expect([userId, count]).toEqual(['Bearer azure', 1]);
  });
});

describe('the first lines of the guide', () => {
  it('connect', async () => {
    const { app } = await entra();
    const environment = await serve(({ headers }: Arrived) => ({
      body: { UserId: headers.authorization, BusinessUnitId: 'b', OrganizationId: 'o' },
    }));
    const dataverse = connect(environment.url, { ...app, clientSecret: SECRET });
    expect((await dataverse.whoAmI()).userId).toBe('Bearer a-token');
  });
});
