// What a bundler makes of each contestant: the little that one call with a client secret takes.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = new URL('../../packages/dataverse/dist/', import.meta.url);
const ours = (/** @type {string} */ file) => JSON.stringify(fileURLToPath(new URL(file, dist)));

export const CLIENT = 'wayleave: createClient + clientSecret';
export const CREDENTIAL = 'wayleave: clientSecret alone';

const client = `export { createClient } from ${ours('index.js')};`;
const credential = `export { clientSecret } from ${ours('entra.js')};`;
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

/**
 * Gzipped bytes of the chunks that are loaded at the start, when the bundler may split: the entry and what it imports
 * statically. Explanations of errors are imported when there is one. @param {string} source @param {(code: Uint8Array) => number} sizeOf
 */
export async function sizeAtStart(source, sizeOf) {
  const { outputFiles, metafile } = await build({
    ...options(source),
    splitting: true,
    outdir: fileURLToPath(new URL('../out', import.meta.url)),
  });
  const { outputs } = metafile;
  const nameOf = (/** @type {string} */ path) => path.split('/').at(-1) ?? '';
  const sizes = new Map(outputFiles.map(({ path, contents }) => [nameOf(path), sizeOf(contents)]));
  /** @type {Set<string>} */
  const loaded = new Set();
  const load = (/** @type {string} */ path) => {
    if (loaded.has(path) || outputs[path] === undefined) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') load(next);
  };
  load(Object.keys(outputs).find((path) => outputs[path]?.entryPoint !== undefined) ?? '');
  return [...loaded].reduce((sum, path) => sum + (sizes.get(nameOf(path)) ?? Number.NaN), 0);
}

/** The minified ES module, and the bytes that each file has in it. `banner` gives CommonJS inside it a `require`, which running it takes. @param {string} source @param {string} [banner] */
export async function bundle(source, banner = '') {
  const { outputFiles, metafile } = await build({ ...options(source), banner: { js: banner } });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const bytesByFile = inputs.map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }));
  return { code: Buffer.from(outputFiles[0]?.contents ?? []), bytesByFile };
}

/** @param {string} source @returns {import('esbuild').BuildOptions & { write: false, metafile: true }} */
function options(source) {
  return {
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    target: 'node20',
    legalComments: 'none',
  };
}
