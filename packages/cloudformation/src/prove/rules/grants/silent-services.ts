import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';

/**
 * Whether a service does not say for whom it uses a grant, so that a condition on the source would shut it out:
 * EventBridge, when it publishes to a topic and uses the key of one.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function isSilent({ world }: Audit, { kind, holders }: Grant, service: string): boolean {
  if (service !== 'events.amazonaws.com') return false;
  const topics = world.ofType('AWS::SNS::Topic');
  if (kind === 'resource') return holders.some((holder) => topics.includes(holder));
  return topics.some(({ properties }) => {
    const key = world.resourceOf(properties['KmsMasterKeyId']);
    return key !== undefined && holders.includes(key);
  });
}
