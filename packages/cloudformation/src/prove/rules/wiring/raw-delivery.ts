import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import type { Audit } from '../audit/audit.ts';
import { finding, isOn } from '../rule.ts';

const WRAPPED = new Set(['lambda', 'email', 'email-json', 'sms', 'application']);

/** Raw delivery is for queues, HTTP endpoints and delivery streams. */
export function rawDelivery(audit: Audit): readonly Finding[] {
  return audit
    .subscriptions()
    .filter(
      ({ wiredBy, protocol }) => isOn(wiredBy.properties['RawMessageDelivery']) && WRAPPED.has(protocol),
    )
    .map(({ from, protocol, wiredBy }) => {
      const path = pathOf(wiredBy, 'RawMessageDelivery');
      return finding(audit, wiredBy, {
        id: 'RawDeliveryNotSupported',
        severity: 'error',
        message: `The subscription ${wiredBy.logicalId} of ${from.label} asks for raw delivery by ${protocol}.`,
        cause: `SNS refuses it: Delivery protocol [${protocol}] does not support raw message delivery.`,
        fix: 'Remove RawMessageDelivery.',
        path,
        patch: [{ op: 'remove', path }],
        documentation:
          'https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html',
      });
    });
}
