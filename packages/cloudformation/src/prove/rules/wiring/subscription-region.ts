import type { Finding } from '../../../finding.ts';
import { regionOf } from '../../hops/names.ts';
import { pathOf } from '../../hops/view.ts';
import { text } from '../../model/json.ts';
import { hasToken } from '../../model/tokens.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const PAGE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html';

/** Subscriptions to a topic of another region, which have to say so. */
export function subscriptionRegion(audit: Audit): readonly Finding[] {
  const { world } = audit;
  return world.ofType('AWS::SNS::Subscription').flatMap((subscription) => {
    const { properties, logicalId } = subscription;
    const topic = regionOf(text(properties['TopicArn']) ?? '');
    const said = text(properties['Region']);
    const region = said ?? world.region;
    if (topic === undefined || topic === region || hasToken(topic) || hasToken(region)) return [];
    const path = pathOf(subscription, 'Region');
    return [
      finding(audit, subscription, {
        id: 'SubscriptionRegion',
        severity: 'error',
        message: `The subscription ${logicalId} is made in ${region}, and its topic is in ${topic}.`,
        cause: 'SNS refuses it (Invalid parameter: TopicArn): a topic is subscribed to in its own region.',
        fix: `Set Region to ${topic}.`,
        path,
        patch: [{ op: 'add', path, value: topic }],
        documentation: PAGE,
      }),
    ];
  });
}
