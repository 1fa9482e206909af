import { type Desk, systemDesk } from '../templates/desk.ts';
import { loadTemplate as load } from '../templates/load-template.ts';
import { readNested } from '../templates/nested-templates.ts';
import type { DeployableTemplate, LoadedTemplate } from './template.ts';

/** Loads a template as all commands do, for a deployment; it is checked later, with the code that it gets. */
export async function loadTemplate(
  path: string,
  options: { readonly export?: string } = {},
  desk: Desk = systemDesk(),
): Promise<LoadedTemplate> {
  const loaded = await load(path, options, desk);
  const { json, text, sourceOf } = loaded;
  const nested = await readNested(loaded, desk);
  return {
    // What is not so is a finding of the checks, which go first.
    json: json as unknown as DeployableTemplate,
    ...(text !== undefined && { text }),
    ...(sourceOf !== undefined && { sourceOf }),
    ...((nested.templates.size > 0 || nested.findings.length > 0) && { nested }),
  };
}
