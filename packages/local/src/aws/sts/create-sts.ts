import type { IdentityStore } from '../iam/identity-store.ts';
import { AwsError, operation, type Service } from '../service.ts';
import { assumeRole } from './assume-role.ts';
import { describeCredentials } from './credentials.ts';

interface GetSessionTokenInput {
  readonly DurationSeconds?: number;
  readonly SerialNumber?: string;
  readonly TokenCode?: string;
}

/**
 * AWS Security Token Service: GetCallerIdentity, AssumeRole and GetSessionToken.
 * https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
 */
export function createSts(store: IdentityStore): Service {
  return {
    table: 'sts',
    operations: {
      AssumeRole: assumeRole(store),
      GetCallerIdentity: operation<object, object>({
        // No permission is needed to learn who one is.
        authorize: () => [],
        run: (_, { caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
      }),
      GetSessionToken: operation<GetSessionTokenInput, object>({
        authorize: () => [],
        run({ DurationSeconds = 43_200, SerialNumber, TokenCode }, { caller }) {
          if (SerialNumber !== undefined || TokenCode !== undefined) {
            throw new AwsError(
              'ValidationError',
              'GetSessionToken with an MFA device is not built in local AWS.',
            );
          }
          if (caller.kind !== 'user' || caller.temporary) {
            throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
          }
          return { Credentials: describeCredentials(store.issueUserSession(caller, DurationSeconds)) };
        },
      }),
    },
  };
}
