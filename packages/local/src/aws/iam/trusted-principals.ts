import type { PolicyDocument } from '@wayleave/iam';
import { AwsError } from '../service.ts';
import type { IdentityStore } from './identity-store.ts';

/** IAM refuses a trust policy that names a user or role of this account that does not exist. */
export function checkTrustedPrincipals(store: IdentityStore, document: PolicyDocument): void {
  for (const { Principal } of [document.Statement].flat()) {
    if (Principal === undefined || typeof Principal === 'string') continue;
    for (const name of [Principal.AWS ?? []].flat()) {
      if (isMissing(store, name)) {
        throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${name}"`);
      }
    }
  }
}

function isMissing(store: IdentityStore, name: string): boolean {
  if (name === '*' || /^\d{12}$/.test(name) || /^A(IDA|ROA)[A-Z2-7]+$/.test(name)) return false;
  const [prefix, , service, , account, resource = ''] = name.split(':');
  if (prefix !== 'arn' || (service !== 'iam' && service !== 'sts')) return true;
  // Other accounts are not here to be looked into.
  if (account !== store.accountId || resource === 'root' || service === 'sts') return false;
  return ![...store.users.values(), ...store.roles.values()].some((principal) => principal.arn === name);
}
