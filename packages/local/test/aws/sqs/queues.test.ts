import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, type Cloud, refusal, startCloud } from './support.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const create = (QueueName: string, Attributes: Record<string, string> = {}) =>
  cloud.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
const attributes = async (QueueUrl: string | undefined, names: string[] = ['All']) =>
  (
    await cloud.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names as QueueAttributeName[] }),
    )
  ).Attributes;

describe('queues', () => {
  it('have a URL of the origin, the account and the name', async () => {
    const { QueueUrl } = await create('named');
    expect(QueueUrl).toBe(`${cloud.aws.origin}/${account}/named`);
    expect((await cloud.sqs.send(new GetQueueUrlCommand({ QueueName: 'named' }))).QueueUrl).toBe(QueueUrl);
  });

  it('have the recorded attributes', async () => {
    const { QueueUrl } = await create('recorded', { VisibilityTimeout: '20', SqsManagedSseEnabled: 'false' });
    const seconds = String(Math.floor(cloud.clock.now() / 1000));
    expect(await attributes(QueueUrl)).toEqual({
      QueueArn: `arn:aws:sqs:us-east-1:${account}:recorded`,
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: seconds,
      LastModifiedTimestamp: seconds,
      VisibilityTimeout: '20',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'false',
    });
    expect(await attributes(QueueUrl, ['RedrivePolicy'])).toBeUndefined();
  });

  it('are made once; a different attribute is a conflict', async () => {
    const { QueueUrl } = await create('twice', { DelaySeconds: '1' });
    expect((await create('twice')).QueueUrl).toBe(QueueUrl);
    expect((await create('twice', { DelaySeconds: '1' })).QueueUrl).toBe(QueueUrl);
    expect(await refusal(create('twice', { DelaySeconds: '2' }))).toMatchObject({
      name: 'QueueNameExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  it('refuse names, attributes and kinds that cannot be', async () => {
    expect((await refusal(create('with space'))).message).toBe(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
    expect(await refusal(create('wrong', { DelaySeconds: '901' }))).toMatchObject({
      name: 'InvalidAttributeValue',
    });
    expect((await refusal(create('ordered.fifo', { FifoQueue: 'true' }))).message).toContain('FIFO queues');
    expect((await refusal(create('secret', { KmsMasterKeyId: 'alias/aws/sqs' }))).message).toContain(
      'KmsMasterKeyId',
    );
  });

  it('take a redrive policy only to a queue that is there', async () => {
    const policy = (deadLetterTargetArn: string) => ({
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 42 }),
    });
    expect((await refusal(create('source', policy('dummy')))).message).toBe(
      'Value {"deadLetterTargetArn":"dummy","maxReceiveCount":42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
    );
    const absent = `arn:aws:sqs:us-east-1:${account}:absent`;
    expect((await refusal(create('source', policy(absent)))).message).toContain(
      'Dead letter target does not exist.',
    );
  });

  it('are not found when they are not there', async () => {
    const wanted = { name: 'QueueDoesNotExist', message: 'The specified queue does not exist.', status: 400 };
    expect(await refusal(cloud.sqs.send(new GetQueueUrlCommand({ QueueName: 'absent' })))).toEqual(wanted);
    expect(await refusal(attributes(`${cloud.aws.origin}/${account}/absent`))).toEqual(wanted);
  });

  it('leave their name taken for 60 seconds', async () => {
    const { QueueUrl } = await create('brief');
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await refusal(create('brief'))).toMatchObject({
      name: 'QueueDeletedRecently',
      message:
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    });
    cloud.clock.advance(60_000);
    await create('brief');
  });

  it('are purged at most once in 60 seconds', async () => {
    const { QueueUrl } = await create('purged');
    await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    await cloud.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await attributes(QueueUrl, ['ApproximateNumberOfMessages'])).toEqual({
      ApproximateNumberOfMessages: '0',
    });
    expect(await refusal(cloud.sqs.send(new PurgeQueueCommand({ QueueUrl })))).toMatchObject({
      name: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on purged is allowed every 60 seconds.',
    });
    cloud.clock.advance(60_000);
    await cloud.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });

  it('are listed by prefix and by pages', async () => {
    for (const name of ['list-1', 'list-2', 'list-3']) await create(name);
    const first = await cloud.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'list-', MaxResults: 2 }));
    const second = await cloud.sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: 'list-', MaxResults: 2, NextToken: first.NextToken }),
    );
    const names = [...(first.QueueUrls ?? []), ...(second.QueueUrls ?? [])].map((url) =>
      url.split('/').at(-1),
    );
    expect(names).toEqual(['list-1', 'list-2', 'list-3']);
    expect(second.NextToken).toBeUndefined();
  });

  it('change their attributes and carry tags', async () => {
    const { QueueUrl } = await cloud.sqs.send(
      new CreateQueueCommand({ QueueName: 'changed', tags: { team: 'video' } }),
    );
    await cloud.sqs.send(
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '69' } }),
    );
    expect(await attributes(QueueUrl, ['VisibilityTimeout'])).toEqual({ VisibilityTimeout: '69' });
    expect((await cloud.sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: 'video' });
  });
});
