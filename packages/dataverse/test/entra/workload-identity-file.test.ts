import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workloadIdentityFile } from '@wayleave/dataverse/entra';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CLIENT, entraFor, formOf, JWT, numbered, rejection, SCOPE, TENANT } from '../support/entra.ts';

async function tokenFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wayleave-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'token');
  await writeFile(path, text);
  return path;
}

describe('workloadIdentityFile', () => {
  it('shows the token of the file, read for each token request', async () => {
    const { server, time, app } = await entraFor(numbered());
    const path = await tokenFile(`${JWT}\n`);
    const credential = workloadIdentityFile({ ...app, tokenFile: path });
    await credential.getToken(SCOPE);
    await writeFile(path, `${JWT}2`);
    time.advance(3_600_000);
    await credential.getToken(SCOPE);
    expect(server.requests.map((request) => formOf(request)['client_assertion'])).toEqual([JWT, `${JWT}2`]);
  });

  it('takes what is not given from the variables that Kubernetes sets', async () => {
    const { server, time } = await entraFor(numbered());
    const env = {
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: CLIENT,
      AZURE_FEDERATED_TOKEN_FILE: await tokenFile(JWT),
      AZURE_AUTHORITY_HOST: `${server.url}/`,
    };
    expect((await workloadIdentityFile({ env, now: time.now }).getToken(SCOPE)).token).toBe('t1');
    expect(server.requests[0]?.path).toBe(`/${TENANT}/oauth2/v2.0/token`);
    expect(formOf(server.requests[0])['client_id']).toBe(CLIENT);
  });

  it.each(['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE'])(
    'refuses before any call when there is no %s',
    (variable) => {
      const env = {
        AZURE_TENANT_ID: TENANT,
        AZURE_CLIENT_ID: CLIENT,
        AZURE_FEDERATED_TOKEN_FILE: '/token',
        [variable]: undefined,
      };
      expect(() => workloadIdentityFile({ env })).toThrow(
        expect.objectContaining({
          code: 'ERR_ENTRA_CONFIGURATION',
          message: expect.stringContaining(variable),
        }),
      );
    },
  );

  it('rejects when the file is missing or blank, without a request', async () => {
    const { server, app } = await entraFor(numbered());
    const path = await tokenFile(' \n');
    for (const file of [path, `${path}-missing`]) {
      const credential = workloadIdentityFile({ ...app, tokenFile: file });
      expect(await rejection(credential.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_ASSERTION' });
    }
    expect(server.requests).toHaveLength(0);
  });
});
