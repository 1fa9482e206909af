import type { Finding } from '../../../finding.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

/** Subscriptions inside a topic: they cannot wait for a permission, filter, or have a dead-letter queue. */
export function inTopic(audit: Audit): readonly Finding[] {
  return audit
    .subscriptions()
    .filter(({ wiredBy, protocol }) => wiredBy.type === 'AWS::SNS::Topic' && protocol === 'lambda')
    .map(({ wiredBy, path }) =>
      finding(audit, wiredBy, {
        id: 'InTopicSubscription',
        severity: 'info',
        message: `The topic ${wiredBy.logicalId} holds a subscription that could be a resource of its own.`,
        cause:
          'It cannot wait for the permission, so that first messages may be lost, and has no filter and no dead-letter queue.',
        fix: 'Declare an AWS::SNS::Subscription with DependsOn the permission.',
        path,
        documentation:
          'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html',
      }),
    );
}
