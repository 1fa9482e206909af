import type { Clock } from '../../../clock.ts';
import { operation } from '../../service.ts';
import { describeRole } from '../describe.ts';
import { readDocument } from '../documents.ts';
import type { Role } from '../entities.ts';
import { alreadyExists, deleteConflict, findAttachablePolicy, findRole } from '../find.ts';
import type { IdentityStore } from '../identity-store.ts';
import { uniqueId } from '../ids.ts';
import { type PageInput, page } from '../pages.ts';
import { askTag, readTags, type TagInput, tagContext } from '../tags.ts';
import { checkTrustedPrincipals } from '../trusted-principals.ts';

interface CreateRoleInput {
  readonly RoleName: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly TagInput[];
}

export function roleOperations(store: IdentityStore, clock: Clock) {
  const arnOf = (name: string) => store.roles.get(name.toLowerCase())?.arn ?? store.arn(`role/${name}`);
  const readTrust = (text: string) => {
    const trust = readDocument(text, 'trust');
    checkTrustedPrincipals(store, trust.document);
    return trust;
  };
  return {
    CreateRole: operation<CreateRoleInput, object>({
      authorize: ({ RoleName, Path = '/', PermissionsBoundary, Tags }) => [
        {
          action: 'iam:CreateRole',
          resource: store.arn(`role${Path}${RoleName}`),
          context: {
            ...tagContext(Tags),
            ...(PermissionsBoundary !== undefined && { 'iam:PermissionsBoundary': PermissionsBoundary }),
          },
        },
        ...askTag('Role', store.arn(`role${Path}${RoleName}`), Tags),
      ],
      run(input) {
        const { RoleName, Path = '/', Description, MaxSessionDuration = 3600, PermissionsBoundary } = input;
        const trust = readTrust(input.AssumeRolePolicyDocument);
        if (store.roles.has(RoleName.toLowerCase()))
          throw alreadyExists(`Role with name ${RoleName} already exists.`);
        if (PermissionsBoundary !== undefined) findAttachablePolicy(store, PermissionsBoundary);
        const role: Role = {
          roleName: RoleName,
          roleId: uniqueId('AROA'),
          path: Path,
          arn: store.arn(`role${Path}${RoleName}`),
          createDate: new Date(clock.now()),
          trust,
          maxSessionDuration: MaxSessionDuration,
          inline: new Map(),
          attached: new Set(),
          tags: readTags(input.Tags),
          ...(Description !== undefined && { description: Description }),
          ...(PermissionsBoundary !== undefined && { boundary: PermissionsBoundary }),
        };
        store.roles.set(RoleName.toLowerCase(), role);
        return { Role: describeRole(role, 'created') };
      },
    }),
    GetRole: operation<{ readonly RoleName: string }, object>({
      authorize: ({ RoleName }) => [{ action: 'iam:GetRole', resource: arnOf(RoleName) }],
      run: ({ RoleName }) => ({ Role: describeRole(findRole(store, RoleName), 'full') }),
    }),
    ListRoles: operation<PageInput & { readonly PathPrefix?: string }, object>({
      authorize: ({ PathPrefix = '/' }) => [
        { action: 'iam:ListRoles', resource: store.arn(`role${PathPrefix}`) },
      ],
      run(input) {
        const roles = [...store.roles.values()].filter((role) =>
          role.path.startsWith(input.PathPrefix ?? '/'),
        );
        const { items, rest } = page(roles, input);
        return { Roles: items.map((role) => describeRole(role, 'listed')), ...rest };
      },
    }),
    DeleteRole: operation<{ readonly RoleName: string }, object>({
      authorize: ({ RoleName }) => [{ action: 'iam:DeleteRole', resource: arnOf(RoleName) }],
      run({ RoleName }) {
        const role = findRole(store, RoleName);
        if (role.attached.size > 0)
          throw deleteConflict('Cannot delete entity, must detach all policies first.');
        if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
        store.roles.delete(RoleName.toLowerCase());
        return {};
      },
    }),
    UpdateAssumeRolePolicy: operation<{ readonly RoleName: string; readonly PolicyDocument: string }, object>(
      {
        authorize: ({ RoleName }) => [{ action: 'iam:UpdateAssumeRolePolicy', resource: arnOf(RoleName) }],
        run({ RoleName, PolicyDocument }) {
          findRole(store, RoleName).trust = readTrust(PolicyDocument);
          return {};
        },
      },
    ),
    UpdateRole: operation<
      { readonly RoleName: string; readonly Description?: string; readonly MaxSessionDuration?: number },
      object
    >({
      authorize: ({ RoleName }) => [{ action: 'iam:UpdateRole', resource: arnOf(RoleName) }],
      run({ RoleName, Description, MaxSessionDuration }) {
        const role = findRole(store, RoleName);
        if (Description !== undefined) role.description = Description;
        if (MaxSessionDuration !== undefined) role.maxSessionDuration = MaxSessionDuration;
        return {};
      },
    }),
    PutRolePermissionsBoundary: operation<
      { readonly RoleName: string; readonly PermissionsBoundary: string },
      object
    >({
      authorize: ({ RoleName, PermissionsBoundary }) => [
        {
          action: 'iam:PutRolePermissionsBoundary',
          resource: arnOf(RoleName),
          context: { 'iam:PermissionsBoundary': PermissionsBoundary },
        },
      ],
      run({ RoleName, PermissionsBoundary }) {
        const role = findRole(store, RoleName);
        role.boundary = findAttachablePolicy(store, PermissionsBoundary).arn;
        return {};
      },
    }),
    DeleteRolePermissionsBoundary: operation<{ readonly RoleName: string }, object>({
      authorize: ({ RoleName }) => [
        { action: 'iam:DeleteRolePermissionsBoundary', resource: arnOf(RoleName) },
      ],
      run({ RoleName }) {
        delete findRole(store, RoleName).boundary;
        return {};
      },
    }),
    TagRole: operation<{ readonly RoleName: string; readonly Tags: readonly TagInput[] }, object>({
      authorize: ({ RoleName, Tags }) => askTag('Role', arnOf(RoleName), Tags),
      run({ RoleName, Tags }) {
        const role = findRole(store, RoleName);
        role.tags = new Map([...role.tags, ...readTags(Tags)]);
        return {};
      },
    }),
    UntagRole: operation<{ readonly RoleName: string; readonly TagKeys: readonly string[] }, object>({
      authorize: ({ RoleName }) => [{ action: 'iam:UntagRole', resource: arnOf(RoleName) }],
      run({ RoleName, TagKeys }) {
        const role = findRole(store, RoleName);
        role.tags = new Map([...role.tags].filter(([key]) => !TagKeys.includes(key)));
        return {};
      },
    }),
  };
}
