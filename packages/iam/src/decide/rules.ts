import type { AuthorizationRequest } from '../request.ts';

const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/** Whether the resource policy of the request is the trust policy of a role. */
export function assumesRole({ action, resource }: AuthorizationRequest): boolean {
  return TRUST_ACTIONS.has(action.toLowerCase()) && resource.split(':')[5]?.startsWith('role/') === true;
}

/** Whether the request uses a KMS key, whose key policy is the root of all access to it. */
export function usesKey({ action, resource }: AuthorizationRequest): boolean {
  return action.toLowerCase().startsWith('kms:') && resource.split(':')[5]?.startsWith('key/') === true;
}
