import type { Session } from '../iam/entities.ts';

/** Temporary credentials as STS gives them. */
export function describeCredentials({ accessKeyId, secretAccessKey, sessionToken, expiration }: Session) {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration,
  };
}
