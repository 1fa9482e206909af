import { DeployError } from '../error.ts';
import type { DeployableTemplate } from '../template.ts';

/** Where the code of functions lies in S3, by logical id. */
export type CodeLocations = ReadonlyMap<string, { readonly S3Bucket: string; readonly S3Key: string }>;

/**
 * The template with the functions' code where it was put. Throws {@link DeployError} `BadCode` for a logical
 * id that is no function of the template.
 */
export function withCode(template: DeployableTemplate, code: CodeLocations): DeployableTemplate {
  if (code.size === 0) return template;
  const functions = Object.keys(template.Resources).filter(
    (id) => template.Resources[id]?.Type === 'AWS::Lambda::Function',
  );
  const resources = { ...template.Resources };
  for (const [logicalId, Code] of code) {
    const resource = functions.includes(logicalId) ? resources[logicalId] : undefined;
    if (resource === undefined) {
      throw new DeployError(
        'BadCode',
        `--code ${logicalId}: the template has no AWS::Lambda::Function of this logical id.`,
        `It has: ${functions.join(', ') || 'none'}.`,
      );
    }
    resources[logicalId] = { ...resource, Properties: { ...resource.Properties, Code } };
  }
  return { ...template, Resources: resources };
}
