import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Finding, Severity } from '@wayleave/cloudformation';
import { isObject } from '../deploy/template.ts';
import type { Desk } from './desk.ts';
import { type LoadedTemplate, nameOf, readTemplate } from './load-template.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** The templates of nested stacks that lie in files here. */
export interface NestedTemplates {
  /** By the logical id of the stack; `Outer/Inner` for one in a nested stack. Those outside come first. */
  readonly templates: ReadonlyMap<string, LoadedTemplate>;
  /** What is wrong with them, and why one was not read; their paths are those of the outermost stack. */
  readonly findings: readonly Finding[];
}

/** As deep as the prover follows them. */
const DEEPEST = 10;
/** Templates that nest several others each would grow without end. */
const MOST = 500;

/**
 * Reads the templates that `TemplateURL` names as relative paths, from the template that names them, as
 * `aws cloudformation package` does, and those that CDK wrote beside their parent. Only from the working directory and
 * the template's own folder; never over the network: any other URL is left as it is. Rejects with `TemplateError`
 * `BadTemplateText` for one that cannot be parsed.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
export async function readNested(outermost: LoadedTemplate, desk: Desk): Promise<NestedTemplates> {
  const templates = new Map<string, LoadedTemplate>();
  const findings: Finding[] = [];
  const read = new Map<string, LoadedTemplate>();
  if (outermost.file === undefined) {
    const why = 'a relative path leads nowhere from standard input';
    for (const { logicalId, url } of localStacks(outermost))
      findings.push(unread(logicalId, url, why, 'warning'));
    return { templates, findings };
  }
  const start = await desk.realPath(outermost.file);
  let full = false;
  const roots = [await desk.realPath(desk.cwd), dirname(start)];
  const isNear = (file: string) => roots.some((root) => isInside(file, root));

  async function load(file: string, stack: string): Promise<LoadedTemplate> {
    const known = read.get(file);
    if (known !== undefined) return known;
    const text = await desk.read(file);
    const loaded = { ...(await readTemplate(nameOf(file, roots[0] ?? desk.cwd), text)), file };
    read.set(file, loaded);
    findings.push(...loaded.validation.flatMap((finding) => asFound(finding, stack)));
    return loaded;
  }

  async function visit(parent: LoadedTemplate, prefix: string, within: readonly string[]): Promise<void> {
    for (const { logicalId, url } of localStacks(parent)) {
      const key = `${prefix}${logicalId}`;
      const leave = (why: string, severity: Severity = 'warning') =>
        void findings.push(unread(key, url, why, severity));
      if (isAbsolute(url)) {
        leave('it is an absolute path');
        continue;
      }
      const named = resolve(dirname(within.at(-1) ?? start), url);
      if (!isNear(named)) {
        leave('it lies outside');
        continue;
      }
      let file: string;
      try {
        file = await desk.realPath(named);
      } catch (error) {
        leave(whyUnreadable(error));
        continue;
      }
      // Links are followed no further either.
      if (!isNear(file)) leave('it lies outside');
      else if (within.includes(file)) leave('it nests itself', 'error');
      else if (within.length > DEEPEST) leave(`it lies deeper than ${DEEPEST} stacks`);
      else if (templates.size >= MOST) {
        if (!full) leave(`there are more than ${MOST} nested stacks, and the rest is not read either`);
        full = true;
      } else {
        const loaded = await load(file, key).catch((error: unknown) => {
          if (error instanceof Error && error.name === 'TemplateError') throw error;
          return leave(whyUnreadable(error));
        });
        if (loaded === undefined) continue;
        templates.set(key, loaded);
        await visit(loaded, `${key}/`, [...within, file]);
      }
    }
  }

  await visit(outermost, '', [start]);
  return { templates, findings };
}

/** Where a resource stands: one of a nested stack, `Nested/Topic`, in the file of that. */
export function sourceWithin(
  { templates }: NestedTemplates,
  own: LoadedTemplate['sourceOf'],
): NonNullable<LoadedTemplate['sourceOf']> {
  return (name) => {
    const slash = name.lastIndexOf('/');
    if (slash < 0) return own?.(name);
    return templates.get(name.slice(0, slash))?.sourceOf?.(name.slice(slash + 1));
  };
}

/** The stacks of a template whose own templates are files, by what names them. */
export function localStacks({
  json,
}: Pick<LoadedTemplate, 'json'>): readonly { readonly logicalId: string; readonly url: string }[] {
  return Object.entries(json.Resources).flatMap(([logicalId, resource]) => {
    const { Type: type, Properties: properties, Metadata: metadata } = isObject(resource) ? resource : {};
    if (type !== 'AWS::CloudFormation::Stack') return [];
    const url = isObject(properties) ? properties['TemplateURL'] : undefined;
    const found = typeof url === 'string' ? url : assetOf(metadata);
    return found === undefined || found === '' || /^[a-z][a-z0-9+.-]+:/i.test(found)
      ? []
      : [{ logicalId, url: found }];
  });
}

/** CDK names the file of what it uploads in the metadata of the resource. */
function assetOf(metadata: unknown): string | undefined {
  if (!isObject(metadata) || metadata['aws:asset:property'] !== 'TemplateURL') return undefined;
  const path = metadata['aws:asset:path'];
  return typeof path === 'string' ? path : undefined;
}

function asFound(
  { patch: _patch, logicalId: _inner, ...finding }: Finding,
  stack: string,
): readonly Finding[] {
  return finding.severity === 'info' ? [] : [{ ...finding, path: ['Resources', outermostOf(stack)] }];
}

function unread(stack: string, url: string, why: string, severity: Severity): Finding {
  const logicalId = outermostOf(stack);
  return {
    id: 'NestedTemplateNotRead',
    severity,
    message: `The template of the nested stack ${stack}, ${url}, was not read: ${why}.`,
    cause:
      severity === 'error'
        ? 'Making it would make another one, without end.'
        : 'What is in it is not proven.',
    fix:
      severity === 'error'
        ? 'Take one of the stacks out of the circle.'
        : 'Name a file in the working directory, or in the folder of the template, relative to the template that nests it.',
    path: ['Resources', logicalId, ...(stack === logicalId ? ['Properties', 'TemplateURL'] : [])],
    logicalId,
  };
}

function outermostOf(stack: string): string {
  return stack.split('/')[0] ?? stack;
}

function isInside(file: string, root: string): boolean {
  const way = relative(root, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
