import { document, list, required, string } from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const sqsQueuePolicy = resourceType({
  type: 'AWS::SQS::QueuePolicy',
  properties: { PolicyDocument: required(document), Queues: required(list(string)) },
  attributes: ['Id'],

  async create({ PolicyDocument, Queues }, work) {
    const id = work.generateName(128);
    work.created(id);
    for (const QueueUrl of Queues) await setPolicy(QueueUrl, PolicyDocument, work);
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(_resource, { PolicyDocument, Queues }, previous, work) {
    for (const QueueUrl of Queues) await setPolicy(QueueUrl, PolicyDocument, work);
    for (const QueueUrl of previous.Queues.filter((one) => !Queues.includes(one)))
      await removePolicy(QueueUrl, work);
    return undefined;
  },

  async delete(_resource, { Queues }, work) {
    for (const QueueUrl of Queues) await removePolicy(QueueUrl, work);
  },
});

async function setPolicy(QueueUrl: string, Policy: string, work: Work): Promise<void> {
  await work.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
}

async function removePolicy(QueueUrl: string, work: Work): Promise<void> {
  await unlessMissing(() => setPolicy(QueueUrl, '', work));
}
