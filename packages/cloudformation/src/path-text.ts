import type { TemplatePath } from './finding.ts';

/** A path as people write it: `Resources.Topic.Properties.Subscription[0].Endpoint`. */
export function pathText(path: TemplatePath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}
