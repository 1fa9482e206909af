import type { OneOrMany } from '@wayleave/iam';

/** The elements of an Action or Resource element, of which there may be none. */
export function elements(element: OneOrMany<string> | undefined): readonly string[] {
  if (element === undefined) return [];
  return typeof element === 'string' ? [element] : element;
}

/** Whether an action pattern is every action, or every action of a service. */
export function isWideAction(pattern: string): boolean {
  return pattern === '*' || pattern.endsWith(':*');
}

/** Whether a Resource element is everything, or everything of a service. */
export function isAnywhere(resource: string): boolean {
  if (resource === '*') return true;
  if (!resource.startsWith('arn:') || !resource.endsWith(':*')) return false;
  // `arn:partition:service:region:account:*`
  return resource.split(':').length === 6;
}
