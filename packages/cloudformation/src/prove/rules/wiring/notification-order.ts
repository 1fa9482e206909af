import type { Finding } from '../../../finding.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';
import { waiting } from './order.ts';

const PAGE = 'https://repost.aws/knowledge-center/unable-validate-circular-dependency-cloudformation';

/** S3 tries whether it may send when a notification is set: what allows it has to be there before. */
export function notificationOrder(audit: Audit): readonly Finding[] {
  const { world } = audit;
  return audit.hops.flatMap(({ from, answer, answers, path, to, wiredBy }) => {
    if (from.type !== 'AWS::S3::Bucket' || answer !== 'allowed') return [];
    if (!path.includes('NotificationConfiguration')) return [];
    const policies = new Set(
      answers.flatMap(({ verdict }) => world.resources.get(verdict.origin?.logicalId ?? '') ?? []),
    );
    return [...policies].flatMap((policy) => {
      if (policy === wiredBy || audit.reaches(wiredBy, policy)) return [];
      return [told(audit, wiredBy, policy, to.label, path)];
    });
  });
}

function told(
  audit: Audit,
  wiredBy: WorldResource,
  policy: WorldResource,
  target: string,
  path: Finding['path'],
): Finding {
  const isCircle = audit.reaches(policy, wiredBy);
  const common = {
    cause:
      'S3 tries whether it may send to it, and refuses: Unable to validate the following destination configurations.',
    path,
    documentation: PAGE,
  };
  if (isCircle) {
    return finding(audit, wiredBy, {
      ...common,
      id: 'NotificationCircle',
      severity: 'error',
      message: `${wiredBy.logicalId} notifies ${target}, and ${policy.logicalId}, which allows that, waits for ${wiredBy.logicalId}.`,
      fix: `Let ${policy.logicalId} name the bucket by text, or the account alone (aws:SourceAccount), and add DependsOn: ${policy.logicalId} to ${wiredBy.logicalId}.`,
    });
  }
  return finding(audit, wiredBy, {
    ...common,
    id: 'NotificationBeforePolicy',
    severity: 'warning',
    message: `${wiredBy.logicalId} notifies ${target}, and does not wait for ${policy.logicalId}, which allows that.`,
    fix: `Add DependsOn: ${policy.logicalId} to it.`,
    ...waiting(audit, wiredBy, policy),
  });
}
