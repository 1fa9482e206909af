import { text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { asRole } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { invokeFault, invokeFix } from './invoke.ts';
import { functionTarget } from './names.ts';
import { targetOf } from './targets.ts';
import { askService, type Draft, outside, pathOf, type ServiceCall, type View } from './view.ts';

const SERVICE = 'logs.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';

/**
 * CloudWatch Logs sends what a subscription filter lets through to a function by its policy, to a stream as a role.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function logSubscriptions(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::Logs::SubscriptionFilter').flatMap((filter) => {
    const arn = text(filter.properties['DestinationArn']);
    const name = text(filter.properties['LogGroupName']);
    if (arn === undefined || name === undefined) return [];
    const group = world.named('AWS::Logs::LogGroup', name);
    const groupArn =
      group?.arn ?? `arn:${world.partition}:logs:${world.region}:${world.account}:log-group:${name}`;
    const from = group === undefined ? outside(name, view) : world.place(group);
    const target = targetOf(view, arn);
    if (target.kind === 'lambda') return [invocation(view, filter, { from, groupArn, arn })];
    const parts = {
      kind: target.hop,
      from,
      to: target.to,
      path: pathOf(filter, 'DestinationArn'),
      wiredBy: filter,
      arns: [arn],
    };
    if (target.kind !== 'kinesis' && target.kind !== 'firehose') {
      const why = `whether the destination ${target.to.label} takes logs of this account is up to its own policy`;
      return [
        draft(view, {
          ...parts,
          answers: [stated(SERVICE, 'logs:PutSubscriptionFilter', arn, 'unknown', why)],
        }),
      ];
    }
    const call = callOf(view, groupArn);
    const roleArn = text(filter.properties['RoleArn']);
    const message = target.resource && target.kind === 'kinesis' ? { target: target.resource } : undefined;
    return [asRole(view, { ...parts, call, roleArn, needs: target.needs, message })];
  });
}

/**
 * Older pages name the service with its region; all write the group with `:*`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
function callOf({ world }: View, groupArn: string): ServiceCall {
  return {
    service: SERVICE,
    names: [SERVICE, `logs.${world.region}.amazonaws.com`],
    sourceArn: `${groupArn}:*`,
    orSourceArn: groupArn,
  };
}

interface Source {
  readonly from: Place;
  readonly groupArn: string;
  readonly arn: string;
}

function invocation(view: View, filter: WorldResource, { from, groupArn, arn }: Source): Draft {
  const target = functionTarget(view, arn);
  // AWS's page gives the account to a function's permission, and to no trust policy.
  const call = { ...callOf(view, groupArn), sourceAccount: view.world.account };
  const answered = askService(view, call, INVOKE, target.arn, target.policies);
  const source = { service: SERVICE, arn: groupArn, label: from.label };
  return draft(view, {
    kind: 'invoke',
    from,
    to: target.place,
    path: pathOf(filter, 'DestinationArn'),
    wiredBy: filter,
    arns: [arn],
    answers: [answered],
    fault: () => invokeFault(view, source, target),
    check: () =>
      target.fn === undefined
        ? `${target.place.label} is not in the template: its policy needs ${INVOKE} for ${SERVICE} with aws:SourceArn = ${from.label}`
        : undefined,
    fix: () => invokeFix(view, source, target),
  });
}
