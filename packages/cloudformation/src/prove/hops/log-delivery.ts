import type { TemplatePath } from '../../finding.ts';
import { joined, readPolicy } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import { draft } from './draft.ts';
import { opened } from './names.ts';
import { askService, type Draft, pathOf, type View } from './view.ts';

const SERVICE = 'events.amazonaws.com';
const ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * EventBridge writes the events of a rule to a log group, by the account's resource policies for logs; undefined for a
 * target that is none. An account may have such policies from elsewhere, so nothing is denied for want of one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function logDelivery(
  view: View,
  rule: WorldResource,
  arn: string | undefined,
  path: TemplatePath,
): Draft | undefined {
  const { world } = view;
  const group = arn === undefined ? undefined : world.resourceOf(arn);
  if (group?.type !== 'AWS::Logs::LogGroup') return undefined;
  const own = world.ofType('AWS::Logs::ResourcePolicy').map((policy) => {
    const document = policy.properties['PolicyDocument'];
    const name = `ResourcePolicy "${policy.logicalId}"`;
    return readPolicy(name, document, pathOf(policy, 'PolicyDocument'), policy.logicalId);
  });
  const label = 'the log groups of the account';
  const known = own.length === 0 ? [] : [joined('resource policies for logs', own)];
  const policies = opened(
    known,
    'the account may have a resource policy for logs that is not in the template',
    label,
  );
  const stream = world.tokens.make(`${rule.logicalId}.stream`, 'generated', 'stream');
  const call = { service: SERVICE, sourceArn: rule.arn, sourceAccount: world.account };
  return draft(view, {
    kind: 'deliver',
    from: world.place(rule),
    to: world.place(group),
    path,
    wiredBy: rule,
    answers: ACTIONS.map((action) =>
      askService(view, call, action, `${group.arn}:log-stream:${stream}`, policies),
    ),
    check: () =>
      `a resource policy for logs has to allow ${ACTIONS.join(' and ')} on ${group.logicalId} to ${SERVICE}`,
  });
}
