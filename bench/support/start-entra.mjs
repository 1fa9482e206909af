// Entra's stand-in with a certificate of this run, and the environment in which a contestant trusts it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { start } from './remote.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

export const TENANT = '11111111-2222-4333-8444-555555555555';

export async function startEntra() {
  const folder = temporaryFolder();
  const server = start(new URL('../servers/entra.mjs', import.meta.url));
  try {
    const certificate = (await certificates(folder)).selfSigned();
    const ca = join(folder, 'ca.pem');
    await writeFile(ca, certificate.cert);
    const authority = await server.call('listen', certificate);
    const where = {
      authority,
      tenantId: TENANT,
      clientId: '22222222-3333-4444-8555-666666666666',
      secret: 'not~a.GUID',
    };
    // Node reads it when a process starts: each contestant is one.
    return { server, where, env: { NODE_EXTRA_CA_CERTS: ca }, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The tests of the client make the same certificate, in TypeScript. @param {string} folder @returns {Promise<{ selfSigned: () => { cert: string, key: string } }>} */
async function certificates(folder) {
  const outfile = join(folder, 'certificate.mjs');
  const source = new URL('../../packages/dataverse/test/support/certificate.ts', import.meta.url);
  await build({ entryPoints: [fileURLToPath(source)], outfile, platform: 'node', format: 'esm' });
  return import(outfile);
}
