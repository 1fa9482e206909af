import { accountOf } from './match/arn.ts';
import { hasIdentity, isIdentityProvider, principalAccount, roleArnOf, serviceNamesOf } from './principal.ts';
import type { AuthorizationRequest, Principal } from './request.ts';

/** The condition keys of a request; keys have no case. */
export interface Context {
  /** The values of a key, undefined when the request does not have it. */
  readonly values: (key: string) => readonly string[] | undefined;
  /** The one value of a key, as a policy variable stands for it. */
  readonly value: (key: string) => string | undefined;
}

type Values = Map<string, readonly string[]>;

/** The context of a request: what follows from its other fields, then what the caller gave. Built when first asked. */
export function contextOf(request: AuthorizationRequest): Context {
  let byKey: Values | undefined;
  const values = (key: string) => {
    byKey ??= allOf(request);
    return byKey.get(key.toLowerCase());
  };
  const value = (key: string) => {
    const found = values(key);
    return found?.length === 1 ? found[0] : undefined;
  };
  return { values, value };
}

function allOf(request: AuthorizationRequest): Values {
  const byKey: Values = new Map();
  const add = (key: string, value: string | number | boolean | readonly string[] | undefined) => {
    if (value !== undefined)
      byKey.set(key.toLowerCase(), typeof value === 'object' ? value : [String(value)]);
  };
  impliedBy(request.principal, (key, value) => {
    if (value !== undefined) byKey.set(key, typeof value === 'object' ? value : [value]);
  });
  add('aws:resourceaccount', request.resourceAccountId ?? accountOf(request.resource));
  const given = Object.entries(request.context ?? {});
  for (const [key, value] of given) add(key, value);
  impliedByChain(byKey);
  const tagged = given.map(([key]) => key).filter((key) => key.toLowerCase().startsWith(REQUEST_TAG));
  if (tagged.length > 0 && !byKey.has('aws:tagkeys')) {
    add(
      'aws:tagkeys',
      tagged.map((key) => key.slice(REQUEST_TAG.length)),
    );
  }
  return byKey;
}

const REQUEST_TAG = 'aws:requesttag/';

/** Takes keys in lower case. */
type Add = (key: string, value: string | readonly string[] | undefined) => void;

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
function impliedBy(principal: Principal, add: Add): void {
  const { type, arn, userId, tags } = principal;
  if (type === 'anonymous') {
    add('aws:principalaccount', 'anonymous');
    add('aws:principaltype', 'Anonymous');
    add('aws:userid', 'anonymous');
    return;
  }
  // A token of an identity provider is presented without a signature; the key comes with signed requests.
  if (isIdentityProvider(principal)) return;
  add('aws:principalisawsservice', String(type === 'service'));
  if (type === 'service') {
    add('aws:principalservicename', arn);
    add('aws:principalservicenameslist', serviceNamesOf(principal));
  }
  for (const [key, value] of Object.entries(tags ?? {})) add(`aws:principaltag/${key.toLowerCase()}`, value);
  if (type === 'service' || !hasIdentity(principal)) return;
  const account = principalAccount(principal);
  const last = arn.slice(arn.lastIndexOf('/') + 1);
  const ids = { root: account, federated: `${account}:${last}`, user: undefined, 'assumed-role': undefined };
  add('aws:principalaccount', account);
  add('aws:principaltype', TYPES[type]);
  add('aws:principalarn', type === 'assumed-role' ? roleArnOf(principal) : arn);
  add('aws:userid', userId ?? ids[type]);
  add('aws:username', type === 'user' ? last : undefined);
}

/** A service that acts with the caller's credentials is in `aws:CalledVia`, in the order of the chain. */
function impliedByChain(byKey: Values): void {
  const chain = byKey.get('aws:calledvia') ?? [];
  const first = chain[0];
  const last = chain.at(-1);
  if (!byKey.has('aws:viaawsservice')) byKey.set('aws:viaawsservice', [String(first !== undefined)]);
  if (first !== undefined && !byKey.has('aws:calledviafirst')) byKey.set('aws:calledviafirst', [first]);
  if (last !== undefined && !byKey.has('aws:calledvialast')) byKey.set('aws:calledvialast', [last]);
}

const TYPES = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  federated: 'FederatedUser',
} as const;
