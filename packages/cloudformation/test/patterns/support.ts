import type { Template, TemplateJson } from '@wayleave/cloudformation';
import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import type { TopicHandle } from '@wayleave/cloudformation/patterns';

/** The least that a pattern with a function has to be told. */
export const code = { code: 'exports.handler = async () => {};', runtime: 'nodejs24.x' } as const;

export function withTopic(): { t: Template; uploads: TopicHandle } {
  const t = template('Uploads');
  return { t, uploads: t.add('Uploads', Topic({ DisplayName: 'Uploaded videos' })) };
}

export function properties(json: TemplateJson, logicalId: string) {
  const found = json.Resources[logicalId];
  if (found === undefined) throw new Error(`${logicalId} is not in the template.`);
  return found.Properties ?? {};
}

/** Types of resources by logical id. */
export function types(json: TemplateJson): Record<string, string> {
  return Object.fromEntries(Object.entries(json.Resources).map(([id, { Type }]) => [id, Type]));
}
