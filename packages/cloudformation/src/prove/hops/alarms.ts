import { texts } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { draft, stated } from './draft.ts';
import { isFunctionType } from './names.ts';
import { serviceSends } from './service-sends.ts';
import { type Draft, pathOf, type View } from './view.ts';

/**
 * Of topics and of their keys the source may be told.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
const SERVICE = 'cloudwatch.amazonaws.com';
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
const FOR_FUNCTIONS = 'lambda.alarms.cloudwatch.amazonaws.com';
const LISTS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;
const TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

/** Alarms publish to topics, and invoke functions. */
export function alarms(view: View): readonly Draft[] {
  const { world } = view;
  return TYPES.flatMap((type) => world.ofType(type)).flatMap((alarm) => {
    const wired = new Set<string>();
    return LISTS.flatMap((key) =>
      texts(alarm.properties[key]).flatMap((arn, index) => {
        if (wired.has(arn)) return [];
        wired.add(arn);
        const path = pathOf(alarm, key, index);
        const target = world.resourceOf(arn);
        const isFunction =
          target === undefined ? arn.split(':')[2] === 'lambda' : isFunctionType(target.type);
        if (isFunction) {
          const call = { service: FOR_FUNCTIONS, sourceArn: alarm.arn, sourceAccount: world.account };
          const sender = { call, from: world.place(alarm), wiredBy: alarm };
          return serviceSends(view, sender, { arn, path, kind: 'function' }) ?? [];
        }
        return target?.type === 'AWS::SNS::Topic' ? publishing(view, alarm, target, path) : [];
      }),
    );
  });
}

/** The policy that a topic has by default lets the alarms of its account publish. */
function publishing(
  view: View,
  alarm: WorldResource,
  topic: WorldResource,
  path: Draft['path'],
): Draft | readonly Draft[] {
  const { world, book } = view;
  const from = world.place(alarm);
  if (book.ofResource(topic).length === 0) {
    const why = `the policy that ${topic.logicalId} has by default lets the alarms of its account publish`;
    return draft(view, {
      kind: 'publish',
      from,
      to: world.place(topic),
      path,
      wiredBy: alarm,
      answers: [stated(SERVICE, 'sns:Publish', topic.arn, 'allowed', why)],
      message: { who: { service: SERVICE, sourceArn: alarm.arn, place: from }, target: topic },
    });
  }
  const call = {
    service: SERVICE,
    sourceArn: alarm.arn,
    sourceAccount: world.account,
    context: { 'aws:SourceOwner': world.account },
  };
  return serviceSends(view, { call, from, wiredBy: alarm }, { arn: topic.arn, path, kind: 'topic' }) ?? [];
}
