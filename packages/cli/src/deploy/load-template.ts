import { type Desk, systemDesk } from '../templates/desk.ts';
import { loadTemplate as load } from '../templates/load-template.ts';
import type { DeployableTemplate, LoadedTemplate } from './template.ts';

/** Loads a template as all commands do, for a deployment; it is checked later, with the code that it gets. */
export async function loadTemplate(
  path: string,
  options: { readonly export?: string } = {},
  desk: Desk = systemDesk(),
): Promise<LoadedTemplate> {
  const { json, text, sourceOf } = await load(path, options, desk);
  return {
    // What is not so is a finding of the checks, which go first.
    json: json as unknown as DeployableTemplate,
    ...(text !== undefined && { text }),
    ...(sourceOf !== undefined && { sourceOf }),
  };
}
