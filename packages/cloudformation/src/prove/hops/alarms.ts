import { texts } from '../model/json.ts';
import { draft, stated } from './draft.ts';
import { serviceSends } from './service-sends.ts';
import { type Draft, pathOf, type View } from './view.ts';

const SERVICE = 'cloudwatch.amazonaws.com';
const LISTS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;

/** Alarms publish to topics. The policy that a topic has by default lets those of its account do so. */
export function alarms(view: View): readonly Draft[] {
  const { world, book } = view;
  return world.ofType('AWS::CloudWatch::Alarm').flatMap((alarm) => {
    const wired = new Set<string>();
    return LISTS.flatMap((key) =>
      texts(alarm.properties[key]).flatMap((arn, index) => {
        const topic = world.resourceOf(arn);
        if (topic?.type !== 'AWS::SNS::Topic' || wired.has(arn)) return [];
        wired.add(arn);
        const path = pathOf(alarm, key, index);
        const from = world.place(alarm);
        const message = { who: { service: SERVICE, sourceArn: alarm.arn, place: from }, target: topic };
        if (book.ofResource(topic).length === 0) {
          const why = `the policy that ${topic.logicalId} has by default lets the alarms of its account publish`;
          const answers = [stated(SERVICE, 'sns:Publish', arn, 'allowed', why)];
          return [
            draft(view, {
              kind: 'publish',
              from,
              to: world.place(topic),
              path,
              wiredBy: alarm,
              answers,
              message,
            }),
          ];
        }
        const call = {
          service: SERVICE,
          sourceArn: alarm.arn,
          sourceAccount: world.account,
          context: { 'aws:SourceOwner': world.account },
        };
        return serviceSends(view, { call, from, wiredBy: alarm }, { arn, path, kind: 'topic' }) ?? [];
      }),
    );
  });
}
