import type { NestedTemplates } from '../templates/nested-templates.ts';
import { type DeployableTemplate, isObject } from './template.ts';
import { deliver } from './template-body.ts';

/** Puts a template where CloudFormation can read it, and tells its address there. */
export type PutTemplate = (stack: string, body: string, key: string) => Promise<string>;

/**
 * The template with the addresses of its nested stacks' templates in place of their files, which are put there, those
 * of the innermost first. Rejects with {@link DeployError} `TemplateTooLarge`.
 */
export async function withNestedUploaded(
  template: DeployableTemplate,
  { templates }: Pick<NestedTemplates, 'templates'>,
  put: PutTemplate,
): Promise<DeployableTemplate> {
  async function place(outer: DeployableTemplate, prefix: string): Promise<DeployableTemplate> {
    const resources = { ...outer.Resources };
    for (const [logicalId, resource] of Object.entries(outer.Resources)) {
      const stack = `${prefix}${logicalId}`;
      const inner = templates.get(stack);
      // What CDK names by a function of the region, it publishes itself.
      if (inner === undefined || typeof resource.Properties?.['TemplateURL'] !== 'string') continue;
      const own = inner.json as unknown as DeployableTemplate; // it has been validated
      const placed = await place(own, `${stack}/`);
      const { body, key } = deliver(placed, placed === own ? inner.text : undefined);
      const url = await put(stack, body, key);
      resources[logicalId] = { ...resource, Properties: { ...resource.Properties, TemplateURL: url } };
    }
    const changed = Object.entries(resources).some(([id, each]) => each !== outer.Resources[id]);
    return changed ? { ...outer, Resources: resources } : outer;
  }
  return place(template, '');
}

/** The template with the resources of its nested stacks beside its own, as `Nested/Role`: what all of it needs. */
export function flattened(
  template: DeployableTemplate,
  { templates }: Pick<NestedTemplates, 'templates'>,
): DeployableTemplate {
  if (templates.size === 0) return template;
  const all = [...templates].map(([stack, { json }]) => ({
    stack,
    json: json as unknown as DeployableTemplate,
  }));
  const inner = all.flatMap(({ stack, json }) =>
    Object.entries(json.Resources).map(([id, resource]) => [`${stack}/${id}`, resource] as const),
  );
  const transform = [template, ...all.map(({ json }) => json)].find(
    ({ Transform }) => Transform !== undefined,
  )?.Transform;
  return {
    ...template,
    Resources: { ...template.Resources, ...Object.fromEntries(inner.filter(([, each]) => isObject(each))) },
    ...(transform !== undefined && { Transform: transform }),
  };
}
