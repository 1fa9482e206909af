import type { Clock } from '../../clock.ts';
import type { Service } from '../service.ts';
import type { IdentityStore } from './identity-store.ts';
import { accessKeyOperations } from './operations/access-keys.ts';
import { attachedPolicyOperations } from './operations/attached-policies.ts';
import { inlinePolicyOperations } from './operations/inline-policies.ts';
import { managedPolicyOperations } from './operations/managed-policies.ts';
import { roleOperations } from './operations/roles.ts';
import { userOperations } from './operations/users.ts';

/**
 * AWS Identity and Access Management: users with access keys, roles, inline and managed policies, permissions
 * boundaries of roles. Groups, policy versions beyond the first, and everything else answer as not built.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
 */
export function createIam(store: IdentityStore, clock: Clock): Service {
  return {
    table: 'iam',
    operations: {
      ...userOperations(store, clock),
      ...accessKeyOperations(store, clock),
      ...roleOperations(store, clock),
      ...inlinePolicyOperations(store, 'User'),
      ...inlinePolicyOperations(store, 'Role'),
      ...attachedPolicyOperations(store, 'User'),
      ...attachedPolicyOperations(store, 'Role'),
      ...managedPolicyOperations(store, clock),
    },
  };
}
