// Templates that others publish to npm: read, printed and read again without loss, and imported as TypeScript.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseTemplate, toYaml } from '@wayleave/cloudformation';
import { importTemplate } from '@wayleave/cloudformation/import';
import ts from 'typescript';
import { root } from '../../support/clouds.mjs';
import { meaningOf } from './meaning.mjs';

const packages = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Which files of a scope are templates, and how many there are at least. */
const collections = [
  {
    scope: '@cfn-modules',
    isTemplate: (/** @type {string} */ file) => /(?:^|\/)[\w-]+\.ya?ml$/.test(file),
    least: 20,
  },
  {
    scope: '@aws-solutions-constructs',
    isTemplate: (/** @type {string} */ file) => file.endsWith('.template.json'),
    least: 16,
  },
];

/** @param {string} text */
const jsonOf = (text) => parseTemplate(text).toJson({ validate: false });

/** The templates of a collection. @param {typeof collections[number]} collection */
async function templatesOf({ scope, isTemplate }) {
  const folder = join(packages, scope);
  const files = await readdir(folder, { recursive: true });
  const own = files.filter((file) => !file.includes('/.') && isTemplate(file)).sort();
  return Promise.all(own.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })));
}

for (const collection of collections)
  describe(`the templates of ${collection.scope}`, () => {
    /** @type {string} */
    let folder;
    /** @type {Awaited<ReturnType<typeof templatesOf>>} */
    let templates;
    before(async () => {
      templates = await templatesOf(collection);
      folder = await mkdtemp(join(tmpdir(), 'wayleave-templates-'));
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    });
    after(() => rm(folder, { recursive: true }));

    it('are read and printed without loss, as YAML and as JSON', (t) => {
      for (const { file, text } of templates) {
        const read = jsonOf(text);
        assert.deepEqual(jsonOf(toYaml(read)), read, `${file} as YAML`);
        assert.deepEqual(jsonOf(JSON.stringify(read, null, 2)), read, `${file} as JSON`);
      }
      t.diagnostic(`${templates.length} templates were read and printed.`);
      assert.ok(templates.length >= collection.least, `${templates.length} templates`);
    });

    it('are built again by the TypeScript that is written for them', async () => {
      for (const [at, { file, text }] of templates.entries()) {
        const json = jsonOf(text);
        const { outputText } = ts.transpileModule(importTemplate(json), {
          compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
        });
        const module = join(folder, `${at}.mjs`);
        await writeFile(module, outputText);
        const { default: built } = await import(pathToFileURL(module).href);
        assert.deepEqual(
          meaningOf(built.toJson({ validate: false })),
          meaningOf(json),
          relative(packages, join(packages, collection.scope, file)),
        );
      }
    });
  });
