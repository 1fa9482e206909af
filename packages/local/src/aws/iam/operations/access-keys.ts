import type { Clock } from '../../../clock.ts';
import { AwsError, operation } from '../../service.ts';
import type { AccessKey } from '../entities.ts';
import { findUser, noSuchEntity } from '../find.ts';
import type { IdentityStore } from '../identity-store.ts';
import { secretKey, uniqueId } from '../ids.ts';
import { type PageInput, page } from '../pages.ts';
import { ownName } from './users.ts';

const QUOTA = 2;

export function accessKeyOperations(store: IdentityStore, clock: Clock) {
  const arnOf = (name: string) => store.users.get(name.toLowerCase())?.arn ?? store.arn(`user/${name}`);
  const keysOf = (userName: string) =>
    [...store.accessKeys.values()].filter((key) => key.userName === userName);
  const find = (userName: string, accessKeyId: string): AccessKey => {
    const key = store.accessKeys.get(accessKeyId);
    if (key?.userName !== findUser(store, userName).userName) {
      throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
    }
    return key;
  };
  return {
    CreateAccessKey: operation<{ readonly UserName?: string }, object>({
      authorize: ({ UserName }, call) => [
        { action: 'iam:CreateAccessKey', resource: arnOf(ownName(UserName, call)) },
      ],
      run({ UserName }, call) {
        const { userName } = findUser(store, ownName(UserName, call));
        if (keysOf(userName).length >= QUOTA) {
          throw new AwsError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${QUOTA}`, 409);
        }
        const key: AccessKey = {
          accessKeyId: uniqueId('AKIA'),
          secretAccessKey: secretKey(),
          userName,
          status: 'Active',
          createDate: new Date(clock.now()),
        };
        store.accessKeys.set(key.accessKeyId, key);
        return { AccessKey: { ...describe(key), SecretAccessKey: key.secretAccessKey } };
      },
    }),
    ListAccessKeys: operation<PageInput & { readonly UserName?: string }, object>({
      authorize: ({ UserName }, call) => [
        { action: 'iam:ListAccessKeys', resource: arnOf(ownName(UserName, call)) },
      ],
      run(input, call) {
        const { userName } = findUser(store, ownName(input.UserName, call));
        const { items, rest } = page(keysOf(userName), input);
        return { AccessKeyMetadata: items.map(describe), ...rest };
      },
    }),
    UpdateAccessKey: operation<KeyInput & { readonly Status: 'Active' | 'Inactive' | 'Expired' }, object>({
      authorize: ({ UserName }, call) => [
        { action: 'iam:UpdateAccessKey', resource: arnOf(ownName(UserName, call)) },
      ],
      run({ UserName, AccessKeyId, Status }, call) {
        if (Status === 'Expired')
          throw new AwsError('InvalidInput', 'An access key cannot be set to Expired.');
        find(ownName(UserName, call), AccessKeyId).status = Status;
        return {};
      },
    }),
    DeleteAccessKey: operation<KeyInput, object>({
      authorize: ({ UserName }, call) => [
        { action: 'iam:DeleteAccessKey', resource: arnOf(ownName(UserName, call)) },
      ],
      run({ UserName, AccessKeyId }, call) {
        store.accessKeys.delete(find(ownName(UserName, call), AccessKeyId).accessKeyId);
        return {};
      },
    }),
  };
}

interface KeyInput {
  readonly UserName?: string;
  readonly AccessKeyId: string;
}

function describe(key: AccessKey) {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: key.createDate,
  };
}
