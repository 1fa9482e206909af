import { encodedDocument } from './documents.ts';
import type { ManagedPolicy, Principal, Role, User } from './entities.ts';
import type { IdentityStore } from './identity-store.ts';

/** Entities as IAM's answers show them. */
export function describeUser(user: User, detailed: boolean) {
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: user.createDate,
    ...(detailed && details(user)),
  };
}

export function describeRole(role: Role, form: 'created' | 'listed' | 'full') {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    // The answer to CreateRole leaves the default out.
    ...((form !== 'created' || role.maxSessionDuration !== 3600) && {
      MaxSessionDuration: role.maxSessionDuration,
    }),
    ...(form !== 'listed' && details(role)),
    ...(form === 'full' && { RoleLastUsed: {} }),
  };
}

export function describePolicy(
  store: IdentityStore,
  policy: ManagedPolicy,
  form: 'created' | 'listed' | 'full',
) {
  const principals: Principal[] = [...store.users.values(), ...store.roles.values()];
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: principals.filter((one) => one.attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: principals.filter((one) => one.boundary === policy.arn).length,
    IsAttachable: true,
    ...(form === 'full' && policy.description !== undefined && { Description: policy.description }),
    CreateDate: policy.createDate,
    UpdateDate: policy.createDate,
    ...(form !== 'listed' && shownTags(policy.tags)),
  };
}

function details({ boundary, tags }: Principal) {
  return {
    ...(boundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
    }),
    ...shownTags(tags),
  };
}

function shownTags(tags: ReadonlyMap<string, string>) {
  return tags.size > 0 ? { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) } : {};
}
