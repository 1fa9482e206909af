import { accountOf } from './match/arn.ts';
import { isIdentityProvider, principalAccount, roleArnOf } from './principal.ts';
import type { AuthorizationRequest, Principal } from './request.ts';

/** The condition keys of a request; keys have no case. */
export interface Context {
  /** The values of a key, undefined when the request does not have it. */
  readonly values: (key: string) => readonly string[] | undefined;
  /** The one value of a key, as a policy variable stands for it. */
  readonly value: (key: string) => string | undefined;
}

/** The context of a request: what its principal says of itself, then what the caller gave. */
export function contextOf(request: AuthorizationRequest): Context {
  const byKey = new Map<string, readonly string[]>();
  const add = (key: string, value: string | number | boolean | readonly string[] | undefined) => {
    if (value === undefined) return;
    byKey.set(key.toLowerCase(), typeof value === 'object' ? value : [String(value)]);
  };
  for (const [key, value] of impliedBy(request.principal)) add(key, value);
  add('aws:ResourceAccount', request.resourceAccountId ?? accountOf(request.resource));
  for (const [key, value] of Object.entries(request.context ?? {})) add(key, value);
  const values = (key: string) => byKey.get(key.toLowerCase());
  const value = (key: string) => {
    const found = values(key);
    return found?.length === 1 ? found[0] : undefined;
  };
  return { values, value };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function impliedBy(principal: Principal): ReadonlyArray<readonly [string, string | undefined]> {
  const isService: readonly [string, string] = [
    'aws:PrincipalIsAWSService',
    String(principal.type === 'service'),
  ];
  if (principal.type === 'service') return [isService, ['aws:PrincipalServiceName', principal.arn]];
  if (principal.type === 'anonymous') {
    return [isService, ['aws:PrincipalType', 'Anonymous'], ['aws:userid', 'anonymous']];
  }
  if (isIdentityProvider(principal)) return [isService];
  const account = principalAccount(principal);
  const last = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  const arn = principal.type === 'assumed-role' ? roleArnOf(principal) : principal.arn;
  const userId = {
    root: account,
    federated: `${account}:${last}`,
    user: undefined,
    'assumed-role': undefined,
  };
  return [
    isService,
    ['aws:PrincipalAccount', account],
    ['aws:PrincipalType', TYPES[principal.type]],
    ['aws:PrincipalArn', arn],
    ['aws:userid', principal.userId ?? userId[principal.type]],
    ['aws:username', principal.type === 'user' ? last : undefined],
  ];
}

const TYPES = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  federated: 'FederatedUser',
} as const;
