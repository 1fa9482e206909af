import type { Clock } from '../../../clock.ts';
import { type Call, operation } from '../../service.ts';
import { describeUser } from '../describe.ts';
import type { User } from '../entities.ts';
import { alreadyExists, deleteConflict, findAttachablePolicy, findUser } from '../find.ts';
import type { IdentityStore } from '../identity-store.ts';
import { uniqueId } from '../ids.ts';
import { type PageInput, page } from '../pages.ts';
import { askTag, readTags, type TagInput, tagContext } from '../tags.ts';

interface CreateUserInput {
  readonly UserName: string;
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly TagInput[];
}

export function userOperations(store: IdentityStore, clock: Clock) {
  const arnOf = (name: string) => store.users.get(name.toLowerCase())?.arn ?? store.arn(`user/${name}`);
  return {
    CreateUser: operation<CreateUserInput, object>({
      authorize: ({ UserName, Path = '/', PermissionsBoundary, Tags }) => [
        {
          action: 'iam:CreateUser',
          resource: store.arn(`user${Path}${UserName}`),
          context: {
            ...tagContext(Tags),
            ...(PermissionsBoundary !== undefined && { 'iam:PermissionsBoundary': PermissionsBoundary }),
          },
        },
        ...askTag('User', store.arn(`user${Path}${UserName}`), Tags),
      ],
      run({ UserName, Path = '/', PermissionsBoundary, Tags }) {
        if (store.users.has(UserName.toLowerCase()))
          throw alreadyExists(`User with name ${UserName} already exists.`);
        if (PermissionsBoundary !== undefined) findAttachablePolicy(store, PermissionsBoundary);
        const user: User = {
          userName: UserName,
          userId: uniqueId('AIDA'),
          path: Path,
          arn: store.arn(`user${Path}${UserName}`),
          createDate: new Date(clock.now()),
          inline: new Map(),
          attached: new Set(),
          tags: readTags(Tags),
          ...(PermissionsBoundary !== undefined && { boundary: PermissionsBoundary }),
        };
        store.users.set(UserName.toLowerCase(), user);
        return { User: describeUser(user, true) };
      },
    }),
    GetUser: operation<{ readonly UserName?: string }, object>({
      authorize: (input, call) => [{ action: 'iam:GetUser', resource: arnOf(ownName(input.UserName, call)) }],
      run: ({ UserName }, call) => ({ User: describeUser(findUser(store, ownName(UserName, call)), true) }),
    }),
    DeleteUser: operation<{ readonly UserName: string }, object>({
      authorize: ({ UserName }) => [{ action: 'iam:DeleteUser', resource: arnOf(UserName) }],
      run({ UserName }) {
        const user = findUser(store, UserName);
        if (user.attached.size > 0)
          throw deleteConflict('Cannot delete entity, must detach all policies first.');
        if (user.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
        const hasKeys = [...store.accessKeys.values()].some((key) => key.userName === user.userName);
        if (hasKeys) throw deleteConflict('Cannot delete entity, must delete access keys first.');
        store.users.delete(UserName.toLowerCase());
        return {};
      },
    }),
    ListUsers: operation<PageInput & { readonly PathPrefix?: string }, object>({
      authorize: ({ PathPrefix = '/' }) => [
        { action: 'iam:ListUsers', resource: store.arn(`user${PathPrefix}`) },
      ],
      run(input) {
        const users = [...store.users.values()].filter((user) =>
          user.path.startsWith(input.PathPrefix ?? '/'),
        );
        const { items, rest } = page(users, input);
        return { Users: items.map((user) => describeUser(user, false)), ...rest };
      },
    }),
  };
}

/** Several operations are about the caller when they name nobody. */
export function ownName(userName: string | undefined, { caller }: Call): string {
  return userName ?? caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
}
