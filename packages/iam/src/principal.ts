import { accountOf, partitionOf } from './match/arn.ts';
import { listOf, type OneOrMany, type PrincipalElement } from './policy.ts';
import type { Principal } from './request.ts';

/**
 * How a Principal element names a principal. `self`: the user, the session, everyone; a grant to it stands by
 * itself. `source`: the role or user that a session comes from, so boundary and session policies still limit the
 * grant. `account`: the grant is handed to the account, whose own policies must pass it on.
 */
export type Naming = 'self' | 'source' | 'account';

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
  const { type, canonicalUserId } = principal;
  if (type === 'service' && names(element.Service, ...serviceNamesOf(principal))) return 'self';
  if (isIdentityProvider(principal) && names(element.Federated, principal.arn)) return 'self';
  let strongest: Naming | undefined;
  for (const name of listOf(element.AWS)) {
    const naming = awsNaming(name, principal);
    if (naming === 'self') return 'self';
    if (naming !== undefined && strongest !== 'source') strongest = naming;
  }
  const byId = canonicalUserId !== undefined && names(element.CanonicalUser, canonicalUserId);
  return strongest ?? (byId ? 'account' : undefined);
}

/** The names of a service principal, the one it is asked for by first. */
export function serviceNamesOf({ arn, serviceNames }: Principal): readonly string[] {
  return serviceNames === undefined || serviceNames.includes(arn)
    ? (serviceNames ?? [arn])
    : [arn, ...serviceNames];
}

/**
 * Whether a NotPrincipal element leaves the principal alone. AWS looks at every level of it: the account must
 * be listed, the role of a session, and the user or session itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isSpared(element: PrincipalElement, principal: Principal): boolean {
  if (element === '*' || listOf(element.AWS).includes('*')) return true;
  if (!hasIdentity(principal)) return namingOf(element, principal) !== undefined;
  const listed = listOf(element.AWS);
  const account = principalAccount(principal);
  const levels = [
    listed.some((name) => name === account || name === rootArn(principal)),
    principal.type === 'root' || listed.some((name) => isItself(name, principal)),
    principal.type !== 'assumed-role' || listed.some((name) => isRole(name, principal)),
  ];
  return levels.every(Boolean);
}

function awsNaming(name: string, principal: Principal): Naming | undefined {
  if (name === '*') return 'self';
  if (!hasIdentity(principal)) return undefined;
  if (isItself(name, principal)) return 'self';
  if (isSource(name, principal)) return 'source';
  if (name !== principalAccount(principal) && name !== rootArn(principal)) return undefined;
  return principal.type === 'root' ? 'self' : 'account';
}

function isItself(name: string, principal: Principal): boolean {
  return name === principal.arn || name === principal.userId;
}

function isSource(name: string, principal: Principal): boolean {
  if (principal.type === 'federated') return name === principal.userArn;
  return isRole(name, principal);
}

function isRole(name: string, principal: Principal): boolean {
  if (principal.type !== 'assumed-role') return false;
  return name === roleArnOf(principal) || name === principal.userId?.split(':')[0];
}

function rootArn(principal: Principal): string {
  return `arn:${partitionOf(principal.arn)}:iam::${principalAccount(principal) ?? ''}:root`;
}

function names(list: OneOrMany<string> | undefined, ...wanted: readonly string[]): boolean {
  return listOf(list).some((name) => wanted.includes(name));
}
