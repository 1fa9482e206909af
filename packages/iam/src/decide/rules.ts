import { roleArnOf } from '../principal.ts';
import type { AuthorizationRequest, Principal } from '../request.ts';

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
  return resource.split(':')[5]?.startsWith('role/') === true && TRUST_ACTIONS.has(action.toLowerCase());
}

/** Whether the request uses a KMS key, whose key policy is the root of all access to it. */
export function usesKey({ action, resource }: AuthorizationRequest): boolean {
  return resource.split(':')[5]?.startsWith('key/') === true && action.toLowerCase().startsWith('kms:');
}

/**
 * Whether no permission is needed, not even against a Deny: the refusal would say the same as the answer.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function needsNoPermission({ principal, action }: AuthorizationRequest): boolean {
  return principal.type !== 'anonymous' && action.toLowerCase() === 'sts:getcalleridentity';
}

/**
 * Whether the principal is a session of a service-linked role, which no policy of an organization restricts.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 */
export function isServiceLinked(principal: Principal): boolean {
  return roleArnOf(principal)?.includes(SERVICE_ROLES) === true;
}

/**
 * Whether resource control policies have no say: for service-linked roles, for their trust policies, and for
 * `kms:RetireGrant`.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps
 */
export function isBeyondResourceControl({ principal, action, resource }: AuthorizationRequest): boolean {
  return (
    isServiceLinked(principal) ||
    resource.includes(SERVICE_ROLES) ||
    action.toLowerCase() === 'kms:retiregrant'
  );
}

const SERVICE_ROLES = ':role/aws-service-role/';
