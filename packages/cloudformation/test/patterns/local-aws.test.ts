import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { later, type Template, type TemplateJson, template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { snsToLambda, snsToSqsToLambda } from '@wayleave/cloudformation/patterns';
import { type Local, startLocal } from '@wayleave/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code } from './support.ts';
import { bare, variants } from './variants.ts';

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.stop());

function options(): { endpoint: string; region: string; credentials: Local['aws']['credentials'] } {
  const { url: endpoint, region, credentials } = local.aws;
  return { endpoint, region, credentials };
}

async function deploy(name: string, json: TemplateJson): Promise<Record<string, string>> {
  const cloudformation = new CloudFormationClient(options());
  await cloudformation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify(json),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  await local.settled();
  const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: name }));
  expect(Stacks[0]).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  return Object.fromEntries(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

function uploads(): { t: Template; topic: ReturnType<typeof add> } {
  const t = template('Uploads');
  return { t, topic: add(t) };
}

function add(t: Template) {
  const topic = t.add('Uploads', Topic());
  t.output('TopicArn', topic.TopicArn);
  return topic;
}

function isSubscribed(t: Template, topic: string): boolean {
  return Object.values(t.toJson().Resources).some(
    ({ Type, Properties }) =>
      Type === 'AWS::SNS::Subscription' &&
      JSON.stringify(Properties?.['TopicArn']) === JSON.stringify({ Ref: topic }),
  );
}

async function publish(
  TopicArn: string | undefined,
  attributes: Record<string, string> = {},
  Message = 'clip.mp4',
): Promise<void> {
  await new SNSClient(options()).send(
    new PublishCommand({
      TopicArn,
      Message,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]),
      ),
    }),
  );
  await local.settled();
}

describe('patterns on local AWS', () => {
  it('snsToLambda runs the function on a message that meets the filter', async () => {
    const { t, topic } = uploads();
    t.use(snsToLambda({ topic, ...code, filterPolicy: { kind: ['video'] }, retryAttempts: 0 }));
    const { TopicArn } = await deploy('sns-to-lambda', t.toJson());
    const before = local.aws.invocations().length;
    await publish(TopicArn, { kind: 'text' });
    await publish(TopicArn, { kind: 'video' });
    expect(local.aws.invocations().slice(before)).toMatchObject([{ status: 'success' }]);
  });

  it('snsToLambda keeps what the function failed at in the failure queue', async () => {
    const { t, topic } = uploads();
    const { onFailure } = t.use(
      snsToLambda({
        topic,
        code: 'exports.handler = async () => { throw new Error("no"); };',
        runtime: 'nodejs24.x',
        retryAttempts: 0,
      }),
    );
    t.output('QueueUrl', onFailure.ref);
    const { TopicArn, QueueUrl } = await deploy('sns-to-failure', t.toJson());
    await publish(TopicArn);
    const { Messages = [] } = await new SQSClient(options()).send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toHaveLength(1);
    expect(Messages[0]?.Body).toContain('clip.mp4');
  });

  /** What local CloudFormation does not have: other variants are left to validation and proof. */
  const unknown =
    /AWS::(CloudWatch::Alarm|KMS::Key|Lambda::(Alias|EventSourceMapping|Version))|"S3Key"|NotificationConfiguration/;
  const known = Object.entries({ ...variants, ...bare }).filter(
    ([, build]) => !unknown.test(JSON.stringify(build().toJson())),
  );

  it.each(known)('runs the function: %s', async (name, build) => {
    const t = build();
    const topic = t.logicalIds.find(
      (id) => t.toJson().Resources[id]?.Type === 'AWS::SNS::Topic' && isSubscribed(t, id),
    );
    t.output('TopicArn', later.ref(topic ?? ''));
    const { TopicArn } = await deploy(name.replace(/[^A-Za-z]+/g, '-'), t.toJson());
    const before = local.aws.invocations().length;
    await publish(TopicArn, { kind: 'video' }, '{"clip":{"kind":"video"}}');
    expect(local.aws.invocations().slice(before)).toMatchObject([{ status: 'success' }]);
  });

  it('snsToSqsToLambda delivers to its queue, as far as local AWS goes: it has no event source mappings', async () => {
    const { t, topic } = uploads();
    const { queue, mapping } = t.use(snsToSqsToLambda({ topic, ...code, rawMessageDelivery: true }));
    t.output('QueueName', queue.QueueName);
    const json = t.toJson();
    const { [mapping.logicalId]: _mapping, ...Resources } = json.Resources;
    const { TopicArn, QueueName } = await deploy('sns-to-sqs', { ...json, Resources });
    await publish(TopicArn);
    const sqs = new SQSClient(options());
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['clip.mp4']);
  });
});
