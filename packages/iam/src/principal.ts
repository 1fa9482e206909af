import { accountOf, partitionOf } from './match/arn.ts';
import { listOf, type OneOrMany, type PrincipalElement } from './policy.ts';
import type { Principal } from './request.ts';

/**
 * How a Principal element names a principal. `self`: the user, the session, everyone; a grant to it stands by
 * itself. `role`: the role behind a session, so boundary and session policies still limit the grant.
 * `account`: the grant is handed to the account, whose own policies must pass it on.
 */
export type Naming = 'self' | 'role' | 'account';

/** An identity provider that presents a token; it has no identity policies of its own. */
export function isIdentityProvider(principal: Principal): boolean {
  return principal.type === 'federated' && !principal.arn.includes(':federated-user/');
}

/** Whether the principal lives in an account, with policies of its own. */
export function hasIdentity(principal: Principal): boolean {
  return principal.type !== 'service' && principal.type !== 'anonymous' && !isIdentityProvider(principal);
}

export function principalAccount(principal: Principal): string | undefined {
  return principal.accountId ?? accountOf(principal.arn);
}

/** The ARN of the role behind a session, undefined for other principals. */
export function roleArnOf(principal: Principal): string | undefined {
  if (principal.type !== 'assumed-role') return undefined;
  if (principal.roleArn !== undefined) return principal.roleArn;
  const role = principal.arn.split('/')[1] ?? '';
  return `arn:${partitionOf(principal.arn)}:iam::${principalAccount(principal) ?? ''}:role/${role}`;
}

/**
 * The strongest way in which a Principal element names the principal; undefined if it does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function namingOf(element: PrincipalElement, principal: Principal): Naming | undefined {
  if (element === '*') return 'self';
  const namings = listOf(element.AWS).map((name) => awsNaming(name, principal));
  if (named(element.Service, principal, principal.type === 'service')) namings.push('self');
  if (named(element.Federated, principal, isIdentityProvider(principal))) namings.push('self');
  if (
    principal.canonicalUserId !== undefined &&
    listOf(element.CanonicalUser).includes(principal.canonicalUserId)
  ) {
    namings.push('account');
  }
  return (['self', 'role', 'account'] as const).find((naming) => namings.includes(naming));
}

/**
 * Whether a NotPrincipal element leaves the principal alone. AWS looks at every level of it: the account must
 * be listed, the role of a session, and the user or session itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isSpared(element: PrincipalElement, principal: Principal): boolean {
  if (element === '*' || listOf(element.AWS).includes('*')) return true;
  if (!hasIdentity(principal)) return namingOf(element, principal) !== undefined;
  const names = listOf(element.AWS);
  const account = principalAccount(principal);
  const levels = [
    names.some((name) => name === account || name === rootArn(principal)),
    principal.type === 'root' || names.some((name) => isItself(name, principal)),
    principal.type !== 'assumed-role' || names.some((name) => isRole(name, principal)),
  ];
  return levels.every(Boolean);
}

function awsNaming(name: string, principal: Principal): Naming | undefined {
  if (name === '*') return 'self';
  if (!hasIdentity(principal)) return undefined;
  if (isItself(name, principal)) return 'self';
  if (isRole(name, principal)) return 'role';
  if (name !== principalAccount(principal) && name !== rootArn(principal)) return undefined;
  return principal.type === 'root' ? 'self' : 'account';
}

function isItself(name: string, principal: Principal): boolean {
  return name === principal.arn || name === principal.userId;
}

function isRole(name: string, principal: Principal): boolean {
  if (principal.type !== 'assumed-role') return false;
  return name === roleArnOf(principal) || name === principal.userId?.split(':')[0];
}

function rootArn(principal: Principal): string {
  return `arn:${partitionOf(principal.arn)}:iam::${principalAccount(principal) ?? ''}:root`;
}

function named(names: OneOrMany<string> | undefined, principal: Principal, ofItsKind: boolean): boolean {
  return ofItsKind && listOf(names).includes(principal.arn);
}
