import {
  boolean,
  createOnly,
  document,
  optional,
  PropertyError,
  type Read,
  required,
  string,
} from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

const properties = {
  TopicArn: createOnly(required(string)),
  Protocol: createOnly(required(string)),
  Endpoint: createOnly(optional(string)),
  Region: optional(string),
  FilterPolicy: optional(document),
  FilterPolicyScope: optional(string),
  RawMessageDelivery: optional(boolean),
  RedrivePolicy: optional(document),
};

const CHANGEABLE = ['FilterPolicyScope', 'FilterPolicy', 'RawMessageDelivery', 'RedrivePolicy'] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const snsSubscription = resourceType({
  type: 'AWS::SNS::Subscription',
  properties,
  unbuilt: ['DeliveryPolicy', 'SubscriptionRoleArn', 'ReplayPolicy'],
  attributes: ['Arn'],

  async create(input, work) {
    checkRegion(input, work);
    const { TopicArn, Protocol, Endpoint } = input;
    const { SubscriptionArn: arn } = await work.call<{ SubscriptionArn: string }>('sns', 'Subscribe', {
      TopicArn,
      Protocol,
      ...(Endpoint !== undefined && { Endpoint }),
      Attributes: attributesOf(input),
      ReturnSubscriptionArn: true,
    });
    work.created(arn);
    return { physicalId: arn, attributes: { Arn: arn } };
  },

  async update({ physicalId: SubscriptionArn }, input, previous, work) {
    checkRegion(input, work);
    const before = attributesOf(previous);
    const after = attributesOf(input);
    for (const AttributeName of CHANGEABLE) {
      const value = after[AttributeName];
      if (before[AttributeName] === value) continue;
      const none =
        AttributeName === 'RawMessageDelivery'
          ? 'false'
          : AttributeName === 'FilterPolicyScope'
            ? 'MessageAttributes'
            : '';
      await work.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn,
        AttributeName,
        AttributeValue: value ?? none,
      });
    }
    return undefined;
  },

  async delete({ physicalId: SubscriptionArn }, _input, work) {
    await unlessMissing(() => work.call('sns', 'Unsubscribe', { SubscriptionArn }));
  },
});

function attributesOf(input: Read<typeof properties>): Record<string, string> {
  return Object.fromEntries(
    CHANGEABLE.flatMap((name) => (input[name] === undefined ? [] : [[name, String(input[name])]])),
  );
}

function checkRegion({ Region }: Read<typeof properties>, work: Work): void {
  if (Region !== undefined && Region !== work.region) {
    throw new PropertyError(
      `A subscription to a topic in region ${Region} is not built in local CloudFormation.`,
    );
  }
}
