import { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createSns, type SnsOptions, type SnsService } from '../../../../src/aws/sns/create-sns.ts';
import { createSqs } from '../../../../src/aws/sqs/create-sqs.ts';
import { createTestClock, startAws, type TestAws, type TestClock } from '../../../support/aws.ts';
import { createFunctions, type Functions, sendPermission } from './functions.ts';

/** SNS and SQS behind real clients, and functions that only take events in. */
export interface Cloud {
  readonly aws: TestAws;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly service: SnsService;
  readonly functions: Functions;
  readonly clock: TestClock;
  /** Makes a queue; with a topic, one that lets the topic send. */
  queue(name: string, topicArn?: string): Promise<{ readonly arn: string; readonly url: string }>;
  /** What lies in a queue, with all attributes. */
  received(url: string): Promise<readonly Message[]>;
  close(): Promise<void>;
}

export const account = '111122223333';

export async function startCloud(
  options: Partial<Pick<SnsOptions, 'signing' | 'deadLetterAttributes'>> = {},
): Promise<Cloud> {
  // SDK clients sign with the machine's time, and requests are refused when the two differ much.
  const clock = createTestClock(Date.now());
  const functions = createFunctions();
  let service: SnsService | undefined;
  const aws = await startAws({
    clock,
    services: [
      () => functions,
      (kernel, { origin }) => createSqs({ kernel, clock, origin }),
      (kernel) => {
        service = createSns({ kernel, clock, ...options });
        return service;
      },
    ],
  });
  if (service === undefined) throw new Error('SNS was not made.');
  const sns = new SNSClient(aws.client);
  const sqs = new SQSClient(aws.client);
  return {
    aws,
    sns,
    sqs,
    service,
    functions,
    clock,
    async queue(name, topicArn) {
      const arn = `arn:aws:sqs:us-east-1:${account}:${name}`;
      const Attributes = topicArn === undefined ? {} : { Policy: sendPermission(arn, topicArn) };
      const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
      return { arn, url };
    },
    async received(url) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
    async close() {
      sns.destroy();
      sqs.destroy();
      await aws.close();
    },
  };
}

export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** The error of a call that must fail. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    return { name: error.name, message: error.message, status: $metadata?.httpStatusCode };
  }
  throw new Error('The call succeeded.');
}
