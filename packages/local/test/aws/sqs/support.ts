import { SQSClient } from '@aws-sdk/client-sqs';
import { createSqs } from '../../../src/aws/sqs/create-sqs.ts';
import { createTestClock, startAws, type TestAws, type TestClock } from '../../support/aws.ts';

export interface Cloud {
  readonly aws: TestAws;
  readonly sqs: SQSClient;
  readonly clock: TestClock;
  close(): Promise<void>;
}

export const account = '111122223333';

/** SQS behind a real client, which checks all digests. */
export async function startCloud(): Promise<Cloud> {
  const clock = createTestClock(Date.now());
  const aws = await startAws({
    clock,
    services: [(kernel, { origin }) => createSqs({ kernel, clock, origin })],
  });
  // Tests move the time; the client follows, or its signatures would be too old.
  const sqs = new SQSClient({ ...aws.client, systemClockOffset: 0 });
  return {
    aws,
    sqs,
    clock: {
      ...clock,
      advance(ms) {
        clock.advance(ms);
        sqs.config.systemClockOffset = clock.now() - Date.now();
      },
    },
    async close() {
      sqs.destroy();
      await aws.close();
    },
  };
}

/** Name, message and status of the error of a call that must fail. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ readonly name: string; readonly message: string; readonly status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    return { name: error.name, message: error.message, status: $metadata?.httpStatusCode };
  }
  throw new Error('The call succeeded.');
}
