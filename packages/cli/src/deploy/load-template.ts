import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DeployError } from './error.ts';
import { type DeployableTemplate, isObject, type LoadedTemplate } from './template.ts';

const MODULES = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

/**
 * Loads a template from its text (JSON, YAML), or from a module that exports one, its JSON or a function that
 * makes either. Rejects with {@link DeployError} `BadTemplate`, or `TemplateError` for text that cannot be read.
 */
export async function loadTemplate(
  path: string,
  options: { readonly export?: string } = {},
): Promise<LoadedTemplate> {
  if (MODULES.has(extname(path))) return fromModule(path, options.export ?? 'default');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw bad(`${path} cannot be read.`, 'Name a template, or a module that exports one.', cause);
  });
  const { parseTemplate } = await import('@wayleave/cloudformation');
  return { ...fromTemplate(parseTemplate(text, { file: path })), text };
}

async function fromModule(path: string, name: string): Promise<LoadedTemplate> {
  const { createJiti } = await import('jiti');
  const file = resolve(path);
  const jiti = createJiti(pathToFileURL(file).href);
  const module: unknown = await jiti.import(file);
  const found = isModule(module) && Object.hasOwn(module, name) ? module[name] : undefined;
  const made: unknown = typeof found === 'function' ? await (found as () => unknown)() : found;
  if (isTemplate(made)) return fromTemplate(made);
  if (isObject(made) && isObject(made['Resources'])) return { json: made as unknown as DeployableTemplate };
  throw bad(
    `${path} has no template as its export ${name}.`,
    'Export a template, its JSON or a function that makes one: export default t. Or name the export with --export.',
  );
}

/** A template of the builder, of this or another copy of the package. */
interface BuiltTemplate {
  toJson(options: { readonly validate: false }): unknown;
  sourceOf?: LoadedTemplate['sourceOf'];
}

function isTemplate(value: unknown): value is BuiltTemplate {
  return isObject(value) && typeof value['toJson'] === 'function';
}

function isModule(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

/** Faults are reported all together by the checks, not thrown one by one. */
function fromTemplate(template: BuiltTemplate): LoadedTemplate {
  const json = template.toJson({ validate: false }) as DeployableTemplate;
  const { sourceOf } = template;
  return { json, ...(sourceOf !== undefined && { sourceOf: (id: string) => sourceOf(id) }) };
}

function bad(message: string, fix: string, cause?: unknown): DeployError {
  return new DeployError('BadTemplate', message, fix, { cause });
}
