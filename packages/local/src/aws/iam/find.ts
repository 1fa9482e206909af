import { AwsError } from '../service.ts';
import type { ManagedPolicy, Role, User } from './entities.ts';
import type { IdentityStore } from './identity-store.ts';

/** The entities that an operation names, or IAM's refusal. Names are compared without case. */
export function findUser(store: IdentityStore, userName: string): User {
  const user = store.users.get(userName.toLowerCase());
  if (user === undefined) throw noSuchEntity(`The user with name ${userName} cannot be found.`);
  return user;
}

export function findRole(store: IdentityStore, roleName: string): Role {
  const role = store.roles.get(roleName.toLowerCase());
  if (role === undefined) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  return role;
}

export function findPolicy(store: IdentityStore, policyArn: string): ManagedPolicy {
  checkPolicyArn(policyArn);
  const policy = store.policies.get(policyArn);
  if (policy === undefined) throw noSuchEntity(`Policy ${policyArn} was not found.`);
  return policy;
}

export function findAttachablePolicy(store: IdentityStore, policyArn: string): ManagedPolicy {
  checkPolicyArn(policyArn);
  const policy = store.policies.get(policyArn);
  if (policy === undefined) throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
  return policy;
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

export function alreadyExists(message: string): AwsError {
  return new AwsError('EntityAlreadyExists', message, 409);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}

function checkPolicyArn(arn: string): void {
  if (arn.split(':').length < 6 || !arn.startsWith('arn:')) {
    throw new AwsError('ValidationError', 'Invalid ARN:  Could not be parsed!');
  }
}
