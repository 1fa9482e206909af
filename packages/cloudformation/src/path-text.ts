import type { TemplatePath } from './finding.ts';

/**
 * A path as people write it: names after dots, positions in brackets.
 *
 * @example pathText(['Resources', 'Topic', 'Properties', 'Tags', 0]) // Resources.Topic.Properties.Tags[0]
 */
export function pathText(path: TemplatePath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}
