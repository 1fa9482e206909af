import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

export interface HandlerBundle {
  /** The deployment package: `index.js` in a zip. */
  readonly zip: Uint8Array;
  /** Bytes of `index.js`. */
  readonly bytes: number;
}

/** Constant, so that the same source gives the same zip. */
const zipTime = new Date('2020-01-01T00:00:00Z');

/** Bundles the handler with all that it needs into one file, and zips it for Lambda. */
export async function bundleHandler(exampleRoot: URL): Promise<HandlerBundle> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/handler.ts', exampleRoot))],
    absWorkingDir: fileURLToPath(exampleRoot),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    conditions: ['@wayleave/source'],
    legalComments: 'eof', // licences that ask for their notice keep it
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild gave no output for src/handler.ts.');
  const zip = zipSync({ 'index.js': [file.contents, { mtime: zipTime, level: 6 }] });
  return { zip, bytes: file.contents.length };
}
