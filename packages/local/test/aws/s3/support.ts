import { S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '../../../src/aws/s3/create-s3.ts';
import { createTestClock, type Keys, startAws, type TestAws, type TestClock } from '../../support/aws.ts';

export interface Cloud {
  readonly aws: TestAws;
  readonly s3: S3Client;
  readonly clock: TestClock;
  /** A client of a user who has this policy and no other. */
  clientWith(policy: object): Promise<S3Client>;
  close(): Promise<void>;
}

/** S3 behind a real client, which sends and checks checksums by itself. */
export async function startCloud(): Promise<Cloud> {
  const clock = createTestClock(Date.now());
  const aws = await startAws({
    clock,
    services: [(kernel, { origin }) => createS3({ kernel, clock, origin })],
  });
  const clients: S3Client[] = [];
  const client = (keys?: Keys): S3Client => {
    const made = new S3Client(keys === undefined ? aws.client : aws.clientFor(keys));
    clients.push(made);
    return made;
  };
  return {
    aws,
    s3: client(),
    clock,
    async clientWith(policy) {
      const { call } = aws.kernel;
      const admin = aws.administrator.caller;
      const UserName = `user-${clients.length}`;
      await call(admin, 'iam', 'CreateUser', { UserName });
      const PolicyDocument = JSON.stringify(policy);
      await call(admin, 'iam', 'PutUserPolicy', { UserName, PolicyName: 'Only', PolicyDocument });
      const { AccessKey } = await call<{ AccessKey: { AccessKeyId: string; SecretAccessKey: string } }>(
        admin,
        'iam',
        'CreateAccessKey',
        { UserName },
      );
      return client({ accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
    },
    async close() {
      for (const one of clients) one.destroy();
      await aws.close();
    },
  };
}

/** The error of a call that must fail: its name, words, status and members. */
export async function refusal(call: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata, ...members } = error as unknown as {
      readonly $metadata?: { readonly httpStatusCode?: number };
    };
    return { ...members, name: error.name, message: error.message, status: $metadata?.httpStatusCode };
  }
  throw new Error('The call succeeded.');
}
