import { extname, relative, resolve, sep } from 'node:path';
import type { Finding, SourceLocation, TemplateJson, TemplatePath } from '@wayleave/cloudformation';
import type { Desk } from './desk.ts';
import { TemplateFault } from './template-fault.ts';
import { whyNotLoaded } from './why-not-loaded.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** A template as a command got it. */
export interface LoadedTemplate {
  /** Relative to the working directory, with `/`; `<stdin>` for standard input. */
  readonly name: string;
  /** Where it is; absent for standard input. */
  readonly file?: string;
  /** Its text; absent where a module builds it. */
  readonly text?: string;
  readonly json: TemplateJson;
  readonly validation: readonly Finding[];
  /** Where a resource was added, or stands in the text. */
  readonly sourceOf?: (logicalId: string) => SourceLocation | undefined;
  /** Where something stands in the text. */
  readonly positionOf?: (path: TemplatePath) => { readonly line: number; readonly column: number };
}

const NAME_ONE =
  'Name a template (.json, .yaml, .template), a module that exports one, or - for standard input.';
const modules = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

/**
 * Loads a template: JSON or YAML text from a file, `-` for standard input, or a module that exports a template, its
 * JSON, or a function (async, too) that makes one of these.
 *
 * Rejects with {@link TemplateFault}, or `TemplateError` `BadTemplateText` for text that cannot be read.
 */
export async function loadTemplate(
  given: string,
  options: { readonly export?: string },
  desk: Desk,
): Promise<LoadedTemplate> {
  if (modules.has(extname(given))) return loadModule(given, options.export ?? 'default', desk);
  if (options.export !== undefined)
    throw new TemplateFault(
      'BadOption',
      `${given} has no exports.`,
      'Leave --export away: it is for modules.',
    );
  if (given === '-') return readTemplate('<stdin>', unquoted(await desk.readInput()));
  const file = resolve(desk.cwd, given);
  const text = await desk.read(file).catch((cause: unknown) => {
    throw new TemplateFault(
      'Unreadable',
      `${given} cannot be read: ${whyUnreadable(cause)}.`,
      NAME_ONE,
      cause,
    );
  });
  return { ...(await readTemplate(nameOf(file, desk.cwd), text)), file };
}

/** `aws cloudformation get-template --query TemplateBody` prints YAML as one JSON text. */
function unquoted(text: string): string {
  if (!text.trimStart().startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text; // what is wrong with it is said when it is read
  }
}

/** Reads a template's text. */
export async function readTemplate(name: string, text: string): Promise<LoadedTemplate> {
  const { parseTemplate } = await import('@wayleave/cloudformation');
  const parsed = parseTemplate(text, { file: name });
  return {
    name,
    text,
    json: parsed.toJson({ validate: false }),
    validation: parsed.validate(),
    sourceOf: (logicalId) => parsed.sourceOf(logicalId),
    positionOf: (path) => parsed.positionOf(path),
  };
}

async function loadModule(given: string, name: string, desk: Desk): Promise<LoadedTemplate> {
  const file = resolve(desk.cwd, given);
  await desk.realPath(file).catch((cause: unknown) => {
    throw new TemplateFault(
      'Unreadable',
      `${given} cannot be read: ${whyUnreadable(cause)}.`,
      NAME_ONE,
      cause,
    );
  });
  let made: unknown;
  try {
    made = await desk.aside(async () => {
      const exported: unknown = await desk.load(file);
      const found = isModule(exported) && Object.hasOwn(exported, name) ? exported[name] : undefined;
      return typeof found === 'function' ? await (found as () => unknown)() : found;
    });
  } catch (cause) {
    throw new TemplateFault(
      'BadModule',
      `${given} cannot be loaded: ${whyNotLoaded(cause, file, nameOf(file, desk.cwd))}.`,
      'Mend it; run by itself it shows the whole error.',
      cause,
    );
  }
  const local = (source: SourceLocation): SourceLocation => ({
    ...source,
    file: nameOf(source.file, desk.cwd),
  });
  const where = nameOf(file, desk.cwd);
  if (isBuilt(made)) {
    const { sourceOf } = made;
    const json = made.toJson({ validate: false });
    return {
      name: where,
      file,
      json,
      validation:
        made.validate?.().map((finding) => locate(finding, finding.source && local(finding.source))) ??
        (await validatePlain(where, json)),
      sourceOf: (logicalId) => {
        const source = sourceOf?.(logicalId);
        return source && local(source);
      },
    };
  }
  if (isModule(made) && typeof made['Resources'] === 'object') {
    const { json } = await readTemplate(where, JSON.stringify(made));
    return { name: where, file, json, validation: await validatePlain(where, json) };
  }
  throw new TemplateFault(
    'NotATemplate',
    `${given} has no template as its export ${name}.`,
    'Export a template, its JSON or a function that makes one: export default t. Or name the export with --export.',
  );
}

function locate({ source: _before, ...finding }: Finding, source: SourceLocation | undefined): Finding {
  return source === undefined ? finding : { ...finding, source };
}

/** Plain JSON has no places of its own: those in the text that is made here mean nothing to anybody. */
async function validatePlain(name: string, json: TemplateJson): Promise<readonly Finding[]> {
  const { validation } = await readTemplate(name, JSON.stringify(json));
  return validation.map((finding) => locate(finding, undefined));
}

/** A template of the builder, of this or another copy of the package. */
interface Built {
  toJson(options: { readonly validate: false }): TemplateJson;
  validate?(): readonly Finding[];
  sourceOf?(logicalId: string): SourceLocation | undefined;
}

function isBuilt(value: unknown): value is Built {
  return isModule(value) && typeof value['toJson'] === 'function';
}

function isModule(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

/** A file as messages name it: relative to the working directory, with `/`. */
export function nameOf(file: string, cwd: string): string {
  return relative(cwd, file).split(sep).join('/');
}
