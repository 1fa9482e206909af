import type { TemplatePath } from '../../finding.ts';
import { at, isObject, list, parsed, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { outside, pathOf, type View } from './view.ts';

/** One subscription, in a topic or a resource of its own. */
export interface Subscription {
  readonly topicArn: string;
  /** The topic, where it is in the template. */
  readonly topic: WorldResource | undefined;
  readonly from: Place;
  readonly protocol: string;
  readonly endpoint: string;
  readonly wiredBy: WorldResource;
  readonly path: TemplatePath;
  /** The dead-letter queue's ARN. */
  readonly deadLetterArn: string | undefined;
}

const known = new WeakMap<View, readonly Subscription[]>();

/** All subscriptions of a world. */
export function subscriptions(view: View): readonly Subscription[] {
  const found = known.get(view) ?? findSubscriptions(view);
  known.set(view, found);
  return found;
}

function findSubscriptions(view: View): readonly Subscription[] {
  const { world } = view;
  const own = world.ofType('AWS::SNS::Topic').flatMap((topic) =>
    list(topic.properties['Subscription'])
      .filter(isObject)
      .map(
        (each, index): Subscription => ({
          topicArn: topic.arn,
          topic,
          from: world.place(topic),
          protocol: text(each['Protocol']) ?? '',
          endpoint: text(each['Endpoint']) ?? '',
          wiredBy: topic,
          path: pathOf(topic, 'Subscription', index),
          deadLetterArn: undefined,
        }),
      ),
  );
  const separate = world.ofType('AWS::SNS::Subscription').map((resource): Subscription => {
    const { properties } = resource;
    const topicArn = text(properties['TopicArn']) ?? '';
    const found = world.resourceOf(topicArn);
    const topic = found?.type === 'AWS::SNS::Topic' ? found : undefined;
    return {
      topicArn,
      topic,
      from: topic === undefined ? outside(topicArn, view) : world.place(topic),
      protocol: text(properties['Protocol']) ?? '',
      endpoint: text(properties['Endpoint']) ?? '',
      wiredBy: resource,
      path: resource.path,
      deadLetterArn: text(at(parsed(properties['RedrivePolicy']), 'deadLetterTargetArn')),
    };
  });
  return [...own, ...separate];
}
