import { document, list, required, string } from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const snsTopicPolicy = resourceType({
  type: 'AWS::SNS::TopicPolicy',
  properties: { PolicyDocument: required(document), Topics: required(list(string)) },
  attributes: ['Id'],

  async create({ PolicyDocument, Topics }, work) {
    const id = work.generateName(128);
    work.created(id);
    for (const TopicArn of Topics) await setPolicy(TopicArn, PolicyDocument, work);
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(_resource, { PolicyDocument, Topics }, previous, work) {
    for (const TopicArn of Topics) await setPolicy(TopicArn, PolicyDocument, work);
    for (const TopicArn of previous.Topics.filter((one) => !Topics.includes(one)))
      await resetPolicy(TopicArn, work);
    return undefined;
  },

  async delete(_resource, { Topics }, work) {
    for (const TopicArn of Topics) await resetPolicy(TopicArn, work);
  },
});

async function setPolicy(TopicArn: string, AttributeValue: string, work: Work): Promise<void> {
  await work.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
}

/** Without a policy of its own a topic has the default policy again. */
async function resetPolicy(TopicArn: string, work: Work): Promise<void> {
  await unlessMissing(() => setPolicy(TopicArn, '', work));
}
