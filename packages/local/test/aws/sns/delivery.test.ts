import { verify, X509Certificate } from 'node:crypto';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/aws/service.ts';
import { createSigning } from '../../../src/aws/sns/delivery/signing.ts';
import { account, type Cloud, refusal, startCloud } from './support/cloud.ts';
import { invokePermission } from './support/functions.ts';

const functionArn = `arn:aws:lambda:us-east-1:${account}:function:handler`;
const signing = createSigning({ certUrl: 'http://127.0.0.1/cert.pem', now: Date.now });

let cloud: Cloud;
let TopicArn: string;
beforeEach(async () => {
  cloud = await startCloud({ signing });
  TopicArn = (await cloud.sns.send(new CreateTopicCommand({ Name: 'uploads' }))).TopicArn ?? '';
});
afterEach(() => cloud.close());

type Published = Partial<ConstructorParameters<typeof PublishCommand>[0]>;
async function publish(input: Published = {}): Promise<string> {
  const { MessageId = '' } = await cloud.sns.send(
    new PublishCommand({ TopicArn, Message: 'hello', ...input }),
  );
  await cloud.aws.settled();
  return MessageId;
}
async function subscribe(
  protocol: string,
  endpoint: string,
  Attributes: Record<string, string> = {},
): Promise<string> {
  const command = new SubscribeCommand({ TopicArn, Protocol: protocol, Endpoint: endpoint, Attributes });
  return (await cloud.sns.send(command)).SubscriptionArn ?? '';
}
const permit = () => cloud.functions.policies.set(functionArn, invokePermission(functionArn, TopicArn));

interface Event {
  readonly Records: readonly { readonly Sns: Readonly<Record<string, unknown>> }[];
}

describe('delivery to a function', () => {
  it('hands over one record in the recorded form', async () => {
    permit();
    const subscription = await subscribe('lambda', functionArn);
    const id = await publish({
      Subject: '[Subject] Test',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'video' } },
    });
    expect(cloud.functions.events).toEqual([
      {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: subscription,
            Sns: {
              Type: 'Notification',
              MessageId: id,
              TopicArn,
              Subject: '[Subject] Test',
              Message: 'hello',
              Timestamp: new Date(cloud.clock.now()).toISOString(),
              SignatureVersion: '1',
              Signature: expect.any(String),
              SigningCertUrl: 'http://127.0.0.1/cert.pem',
              UnsubscribeUrl: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
              MessageAttributes: { kind: { Type: 'String', Value: 'video' } },
            },
          },
        ],
      },
    ]);
    expect(cloud.service.deliveries()).toMatchObject([
      { messageId: id, subscriptionArn: subscription, endpoint: functionArn, status: 'delivered' },
    ]);
  });

  it('says null for a missing subject and {} for missing attributes', async () => {
    permit();
    await subscribe('lambda', functionArn);
    await publish();
    const [event] = cloud.functions.events as Event[];
    expect(event?.Records[0]?.Sns).toMatchObject({ Subject: null, MessageAttributes: {} });
  });

  it('is refused without a permission, is not tried again, and tells the publisher nothing', async () => {
    cloud.functions.policies.set(functionArn, undefined);
    await subscribe('lambda', functionArn);
    const id = await publish();
    cloud.clock.advance(24 * 3600 * 1000);
    await cloud.aws.settled();
    expect(cloud.functions.events).toEqual([]);
    expect(cloud.service.deliveries()).toMatchObject([
      {
        messageId: id,
        status: 'denied',
        error: {
          code: 'AccessDeniedException',
          message: `User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
        },
      },
    ]);
    expect(cloud.aws.trail.decisions().at(-1)).toMatchObject({
      principal: 'sns.amazonaws.com',
      allowed: false,
    });
  });

  it('is refused with a permission for another topic', async () => {
    cloud.functions.policies.set(functionArn, invokePermission(functionArn, `${TopicArn}-other`));
    await subscribe('lambda', functionArn);
    await publish();
    expect(cloud.service.deliveries()).toMatchObject([{ status: 'denied' }]);
  });

  it('is tried again after server errors: three times at once, then by the schedule', async () => {
    permit();
    await subscribe('lambda', functionArn);
    const failure = new AwsError('ServiceException', 'Something went wrong.', 500);
    cloud.functions.failures.push(failure, failure, failure, failure, failure, failure);
    await publish();
    expect(cloud.functions.failures).toHaveLength(2);
    for (const waited of [1000, 1000]) {
      expect(cloud.service.deliveries()).toEqual([]);
      cloud.clock.advance(waited);
      await cloud.aws.settled();
    }
    expect(cloud.functions.failures).toEqual([]);
    cloud.clock.advance(1000);
    await cloud.aws.settled();
    expect(cloud.service.deliveries()).toMatchObject([{ status: 'delivered' }]);
  });
});

describe('dead letters', () => {
  it('keep a message whose function is gone, and say why', async () => {
    const dead = await cloud.queue('dead', TopicArn);
    await subscribe('lambda', functionArn, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
    });
    permit();
    cloud.functions.policies.delete(functionArn);
    const id = await publish({ MessageAttributes: { attr1: { DataType: 'Number', StringValue: '1' } } });
    const [message] = await cloud.received(dead.url);
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId: id,
      Message: 'hello',
      MessageAttributes: { attr1: { Type: 'Number', Value: '1' } },
    });
    expect(message?.MessageAttributes).toMatchObject({
      RequestID: { DataType: 'String' },
      ErrorCode: { DataType: 'String', StringValue: 'AccessDeniedException' },
      ErrorMessage: { DataType: 'String' },
    });
    expect(cloud.service.deliveries()).toMatchObject([{ messageId: id, status: 'dead-lettered' }]);
  });

  it('are lost when their queue does not let the topic in', async () => {
    const dead = await cloud.queue('dead');
    await subscribe('lambda', functionArn, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
    });
    await publish();
    expect(await cloud.received(dead.url)).toEqual([]);
    expect(cloud.service.deliveries()).toMatchObject([
      { endpoint: functionArn, status: 'denied' },
      {
        endpoint: dead.arn,
        status: 'denied',
        error: { code: 'AccessDenied', message: expect.stringContaining('sqs:sendmessage') },
      },
    ]);
  });
});

describe('delivery to a queue', () => {
  it('wraps the message in an envelope as AWS writes it', async () => {
    const queue = await cloud.queue('queue', TopicArn);
    const subscription = await subscribe('sqs', queue.arn);
    const id = await publish({ Message: 'ö§a1"_!?,. £$-', Subject: 'S' });
    const [message] = await cloud.received(queue.url);
    const { Signature, ...rest } = JSON.parse(message?.Body ?? '') as Record<string, string>;
    expect(rest).toEqual({
      Type: 'Notification',
      MessageId: id,
      TopicArn,
      Subject: 'S',
      Message: 'ö§a1"_!?,. £$-',
      Timestamp: new Date(cloud.clock.now()).toISOString(),
      SignatureVersion: '1',
      SigningCertURL: 'http://127.0.0.1/cert.pem',
      UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
    });
    expect(message?.Body?.startsWith('{\n  "Type" : "Notification",\n  "MessageId" : "')).toBe(true);
    expect(message?.Attributes?.['SenderId']).toBe('sns.amazonaws.com');
    expect(Signature).toMatch(/=$/);
  });

  it('hands raw messages over as they are, attributes with the recorded digest', async () => {
    const queue = await cloud.queue('raw', TopicArn);
    await subscribe('sqs', queue.arn, { RawMessageDelivery: 'true' });
    await publish({ MessageAttributes: { attr1: { DataType: 'Number', StringValue: '99.12' } } });
    const [message] = await cloud.received(queue.url);
    expect(message).toMatchObject({
      Body: 'hello',
      MD5OfMessageAttributes: 'd302007e9aa062660afc85fd0a482472',
      MessageAttributes: { attr1: { DataType: 'Number', StringValue: '99.12' } },
    });
  });

  it('chooses the text of the protocol', async () => {
    const queue = await cloud.queue('json', TopicArn);
    await subscribe('sqs', queue.arn, { RawMessageDelivery: 'true' });
    await publish({ Message: JSON.stringify({ default: 'd', sqs: 'for queues' }), MessageStructure: 'json' });
    expect((await cloud.received(queue.url))[0]?.Body).toBe('for queues');
  });

  it('fails, and is not tried again, when the queue is gone', async () => {
    const queue = await cloud.queue('short-lived', TopicArn);
    await subscribe('sqs', queue.arn);
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
    await publish();
    expect(cloud.service.deliveries()).toMatchObject([
      { status: 'failed', error: { code: 'QueueDoesNotExist' } },
    ]);
  });

  it('passes by subscriptions whose filter says no, and is on record for topics nobody listens to', async () => {
    await publish();
    const queue = await cloud.queue('filtered', TopicArn);
    await subscribe('sqs', queue.arn, {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: '{"kind":["video"]}',
    });
    await publish({ Message: '{"kind":"audio"}' });
    await publish({ Message: '{"kind":["video","audio"]}' });
    expect(cloud.service.deliveries().map(({ status }) => status)).toEqual([
      'no-subscribers',
      'filtered',
      'delivered',
    ]);
    expect(await cloud.received(queue.url)).toHaveLength(1);
  });
});

describe('signatures', () => {
  it.each([
    ['1', 'sha1'],
    ['2', 'sha256'],
  ])('of version %s are %s, and the certificate verifies them', async (version, hash) => {
    const Attributes = { SignatureVersion: version };
    const command = new CreateTopicCommand({ Name: `signed-${version}`, Attributes });
    TopicArn = (await cloud.sns.send(command)).TopicArn ?? '';
    const queue = await cloud.queue('signed', TopicArn);
    await subscribe('sqs', queue.arn);
    permit();
    await subscribe('lambda', functionArn);
    await publish({ Subject: 'about' });
    const body = JSON.parse((await cloud.received(queue.url))[0]?.Body ?? '') as Record<string, string>;
    const [event] = cloud.functions.events as Event[];
    const { publicKey } = new X509Certificate(await signing.certificate());
    for (const signed of [body, event?.Records[0]?.Sns as Record<string, string>]) {
      const text = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        .map((name) => `${name}\n${signed[name]}\n`)
        .join('');
      expect(
        verify(hash, Buffer.from(text), publicKey, Buffer.from(signed['Signature'] ?? '', 'base64')),
      ).toBe(true);
    }
    expect(body['SignatureVersion']).toBe(version);
    // AWS itself writes 1 into the events of functions, whatever the signature is.
    expect(event?.Records[0]?.Sns['SignatureVersion']).toBe('1');
  });
});

describe('who may publish', () => {
  it('is for IAM to say: the default topic policy alone lets no role in', async () => {
    const role = {
      kind: 'assumed-role',
      arn: `arn:aws:sts::${account}:assumed-role/nobody/session`,
      accountId: account,
      userId: 'AROAEXAMPLE:session',
      roleArn: `arn:aws:iam::${account}:role/nobody`,
    } as const;
    const call = cloud.aws.kernel.call(role, 'sns', 'Publish', { TopicArn, Message: 'hello' });
    expect(await refusal(call)).toMatchObject({
      name: 'AwsError',
      message: `User: ${role.arn} is not authorized to perform: SNS:Publish on resource: ${TopicArn} because no identity-based policy allows the SNS:Publish action`,
    });
  });

  it('is everybody’s with keys for whom IAM says yes', async () => {
    const sns = new SNSClient(cloud.aws.client);
    await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
    expect(cloud.aws.trail.decisions().at(-1)).toMatchObject({
      action: 'sns:Publish',
      resource: TopicArn,
      allowed: true,
    });
    sns.destroy();
  });

  it('is no service that acts for another account', async () => {
    const service = {
      kind: 'service',
      arn: 'lambda.amazonaws.com',
      accountId: account,
      userId: 'lambda.amazonaws.com',
      sourceArn: functionArn,
    } as const;
    const foreign = { ...service, sourceAccount: '444455556666' };
    const call = cloud.aws.kernel.call(foreign, 'sns', 'Publish', { TopicArn, Message: 'hello' });
    await expect(call).rejects.toThrow('not authorized');
  });
});
