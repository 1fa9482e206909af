import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { functionFile } from './code-file.ts';

/** Writes a library, with its licence, as one file: `require` opens tens of them otherwise. */
export async function bundleRequired(name: string, folder: string, dir: string): Promise<void> {
  const manifest = createRequire(join(process.cwd(), folder, 'package.json')).resolve(`${name}/package.json`);
  const licence = readFileSync(join(dirname(manifest), 'LICENSE'), 'utf8').trim();
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const bundle = await rolldown({
    input: { [name]: createRequire(manifest).resolve(dirname(manifest)) },
    platform: 'node',
  });
  const { output } = await bundle.generate({
    format: 'cjs',
    charset: 'ascii',
    minify: true,
    postBanner: `/*! ${name} ${version}\n\n${licence}\n*/`,
  });
  // As a script it has no `require`; it asks for what is part of Node.js alone.
  const code = output[0].code.replaceAll(/\brequire\("(\w+)"\)/g, 'process.getBuiltinModule("$1")');
  const body = `const module = { exports: {} };\nconst { exports } = module;\n${code}`;
  writeFileSync(join(dir, `${name}.cjs`), functionFile([], body, 'module.exports'));
}

/** Lets `require` find these libraries where {@link bundleRequired} puts them. */
export const besides = (names: readonly string[]): Plugin => ({
  name: 'required-libraries-are-beside',
  transform(code) {
    const moved = names.reduce(
      (text, name) =>
        text.replaceAll(
          `createRequire(import.meta.url)('${name}')`,
          `createRequire(import.meta.url)('./${name}.cjs')({})`,
        ),
      code,
    );
    return moved === code ? undefined : { code: moved, map: null };
  },
});
