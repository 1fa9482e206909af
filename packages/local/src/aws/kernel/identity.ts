import type { IdentityStore } from '../iam/identity-store.ts';
import type { Caller, Kernel } from '../service.ts';
import type { Identity } from './services.ts';

/** The identity store with the question whether a role may be assumed, which the kernel decides and records. */
export function createIdentity(store: IdentityStore, kernel: Kernel): Identity {
  return {
    store,
    roleByArn: store.roleByArn,
    issueSession: store.issueSession,
    mayAssume(principal, roleArn) {
      const caller =
        typeof principal === 'string' ? servicePrincipal(principal, kernel.accountId) : principal;
      const role = store.roleByArn(roleArn);
      return kernel.decide(caller, 'sts', {
        action: 'sts:AssumeRole',
        resource: roleArn,
        ...(role !== undefined && {
          resourcePolicy: { name: `trust policy of role ${role.roleName}`, document: role.trust.document },
        }),
      });
    },
  };
}

function servicePrincipal(name: string, accountId: string): Caller {
  return { kind: 'service', arn: name, accountId, userId: name };
}
