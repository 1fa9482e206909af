import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { root } from '../../support/clouds.mjs';
import { loopback } from '../loopback.mjs';
import { install } from './install.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
const TYPES = ['--metadata', 'metadata.xml', '--table', 'cwl_video', '--table', 'cwl_channel'];
const CALLS = ['--action', 'cwl_Publish', '--function', 'cwl_Count', '--out', 'src/dataverse.ts'];

/** Compilers by name: the one of this folder, which most people have, and that of the repository. */
const compilers = [import.meta.url, `${root}/package.json`].map((from) => {
  const manifest = createRequire(from).resolve('typescript/package.json');
  const { version } = createRequire(from)('typescript/package.json');
  return { name: `TypeScript ${version}`, tsc: manifest.replace('package.json', 'bin/tsc') };
});

const resolutions = [
  { moduleResolution: 'node16', module: 'node16' },
  { moduleResolution: 'nodenext', module: 'nodenext' },
  { moduleResolution: 'bundler', module: 'esnext' },
];

describe('@wayleave/dataverse as it would be published, in an empty folder', () => {
  /** @type {string} */
  let folder;
  /** @type {readonly string[]} */
  let files;
  /** @type {Awaited<ReturnType<typeof install>>['within']} */
  let within;
  /** @type {() => Promise<void>} */
  let remove;

  before(async () => {
    ({ folder, files, within, remove } = await install('dataverse'));
    await mkdir(join(folder, 'src'));
    await copyFile(join(here, 'metadata.xml'), join(folder, 'metadata.xml'));
    await copyFile(join(here, 'program.ts'), join(folder, 'src/program.ts'));
  });
  after(() => remove());

  it('brings no other package, and of itself what is needed', async () => {
    const packages = await readdir(join(folder, 'node_modules'));
    assert.deepEqual(
      packages.filter((name) => !name.startsWith('.')),
      ['@wayleave'],
    );
    const places = new Set(files.map((file) => file.split('/')[0]));
    assert.deepEqual([...places].sort(), ['LICENSE', 'README.md', 'bin', 'dist', 'package.json', 'src']);
    assert.deepEqual(
      files.filter((file) => /test|tsbuildinfo|fixtures/.test(file)),
      [],
    );
  });

  it('loads by every name that it exports, each with its declarations', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'packages/dataverse/package.json'), 'utf8'));
    const names = Object.keys(manifest.exports).filter((name) => name !== './package.json');
    const paths = names.map((name) => `@wayleave/dataverse${name.slice(1)}`);
    const program = `
      for (const path of ${JSON.stringify(paths)}) console.log(Object.keys(await import(path)).length);`;
    await writeFile(join(folder, 'names.mjs'), program);
    const { code, stdout, stderr } = await within(process.execPath, ['names.mjs']);
    assert.equal(code, 0, stderr);
    assert.equal(stdout.trim().split('\n').length, names.length);
    for (const count of stdout.trim().split('\n')) assert.ok(Number(count) > 0, stdout);
    for (const name of names) {
      const { types, default: main } = manifest.exports[name];
      assert.ok(files.includes(types.slice(2)), types);
      assert.ok(files.includes(main.slice(2)), main);
    }
  });

  it('writes types by the command that its help shows, and checks them', async () => {
    const types = (/** @type {readonly string[]} */ ...more) =>
      within('npx', ['@wayleave/dataverse', 'types', ...TYPES, ...CALLS, ...more]);
    const first = await types();
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /2 tables/);
    assert.equal((await types('--check')).code, 0);
    const metadata = await readFile(join(folder, 'metadata.xml'), 'utf8');
    await writeFile(join(folder, 'metadata.xml'), metadata.replace('Name="cwl_title"', 'Name="cwl_caption"'));
    assert.equal((await types('--check')).code, 1);
    await writeFile(join(folder, 'metadata.xml'), metadata);
    assert.equal((await types('--check')).code, 0);
    assert.equal((await within('npx', ['@wayleave/dataverse', 'types', '--nonsense'])).code, 2);
  });

  for (const { name, tsc } of compilers) {
    for (const options of resolutions) {
      const { moduleResolution } = options;
      it(`compiles, and runs as JavaScript: ${name}, moduleResolution ${moduleResolution}`, async (t) => {
        const outDir = `out-${moduleResolution}-${compilers.findIndex((each) => each.tsc === tsc)}`;
        const config = {
          compilerOptions: {
            ...options,
            outDir,
            rootDir: 'src',
            target: 'es2022',
            strict: true,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            skipLibCheck: false, // the package's own declarations are looked at, too
            types: ['node'],
            typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
          },
          include: ['src'],
        };
        const project = `tsconfig.${outDir}.json`;
        await writeFile(join(folder, project), JSON.stringify(config));
        const compiled = await within(process.execPath, [tsc, '-p', project]);
        assert.equal(compiled.stdout, '');
        assert.equal(compiled.code, 0);

        const entra = await loopback(t, () => ({
          body: { token_type: 'Bearer', expires_in: 3599, access_token: 'the-token' },
        }));
        const server = await loopback(t, ({ method, path }) => {
          if (method === 'POST' && path.endsWith('/cwl_videos')) {
            const at = `${server.url}/api/data/v9.2/cwl_videos(${ID})`;
            return { status: 204, headers: { 'OData-EntityId': at } };
          }
          if (method === 'POST') return { status: 204 };
          if (path.includes('/cwl_Count(')) return { body: { Count: 7 } };
          if (path.includes('cwl_name=')) return { body: { cwl_duration: 4.2 } };
          return { body: { value: [{ cwl_name: 'clip', cwl_uploadedon: '2026-02-03T04:05:06Z' }] } };
        });
        const ran = await within(process.execPath, [`${outDir}/program.js`, server.url, entra.url]);
        assert.equal(ran.stderr, '');
        assert.deepEqual(JSON.parse(ran.stdout), {
          uploaded: ['clip 2026'],
          id: ID,
          duration: 4.2,
          count: 7,
        });
        assert.equal(entra.requests.length, 1);
        for (const { headers } of server.requests) assert.equal(headers.authorization, 'Bearer the-token');
        assert.deepEqual(
          server.requests.map(({ method, path }) => `${method} ${path.split(/[(?]/)[0]}`),
          [
            'GET /api/data/v9.2/cwl_videos',
            'POST /api/data/v9.2/cwl_videos',
            'GET /api/data/v9.2/cwl_videos',
            'GET /api/data/v9.2/cwl_Count',
            'POST /api/data/v9.2/cwl_Publish',
          ],
        );
      });
    }
  }
});
