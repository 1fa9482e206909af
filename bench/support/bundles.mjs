// What a bundler makes of each contestant: the little that one call with a client secret takes.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = new URL('../../packages/dataverse/dist/', import.meta.url);
const ours = (/** @type {string} */ file) => JSON.stringify(fileURLToPath(new URL(file, dist)));

export const CLIENT = 'wayleave: createClient + clientSecret';
export const CREDENTIAL = 'wayleave: clientSecret alone';

const client = `export { createClient } from ${ours('index.js')};`;
const credential = `export { clientSecret } from ${ours('entra/index.js')};`;
const dynamics = "export { DynamicsWebApi } from 'dynamics-web-api';";
const msal = "export { ConfidentialClientApplication } from '@azure/msal-node';";
const identity = "export { ClientSecretCredential } from '@azure/identity';";

/** @type {Readonly<Record<string, string>>} */
export const ENTRIES = {
  [CLIENT]: client + credential,
  'dynamics-web-api + @azure/msal-node': dynamics + msal,
  'dynamics-web-api': dynamics,
  [CREDENTIAL]: credential,
  '@azure/msal-node': msal,
  '@azure/identity': identity,
};

/** The minified ES module, and the bytes that each file has in it. `banner` gives CommonJS inside it a `require`, which running it takes. @param {string} source @param {string} [banner] */
export async function bundle(source, banner = '') {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    banner: { js: banner },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    target: 'node20',
    legalComments: 'none',
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const bytesByFile = inputs.map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }));
  return { code: Buffer.from(outputFiles[0]?.contents ?? []), bytesByFile };
}
