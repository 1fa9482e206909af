import { isObject, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { asRole } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { targetOf } from './targets.ts';
import { type Draft, pathOf, type ServiceCall, type View } from './view.ts';

const SERVICE = 'scheduler.amazonaws.com';

/**
 * EventBridge Scheduler does all it does as the role of the schedule's target: sends to it or starts it, and sends to
 * its dead-letter queue what could not be.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function schedules(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::Scheduler::Schedule').flatMap((schedule) => {
    const target = schedule.properties['Target'];
    if (!isObject(target)) return [];
    const arn = text(target['Arn']);
    const dead = isObject(target['DeadLetterConfig']) ? text(target['DeadLetterConfig']['Arn']) : undefined;
    const roleArn = text(target['RoleArn']);
    const parts = {
      from: world.place(schedule),
      path: pathOf(schedule, 'Target'),
      wiredBy: schedule,
      call: callOf(view, schedule),
      roleArn,
    };
    return [
      ...(arn === undefined ? [] : [sends(view, parts, arn)]),
      ...(dead === undefined ? [] : [{ ...sends(view, parts, dead), kind: 'redrive' as const }]),
    ];
  });
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
function callOf({ world }: View, schedule: WorldResource): ServiceCall {
  const group = text(schedule.properties['GroupName']) ?? 'default';
  return {
    service: SERVICE,
    sourceArn: `arn:${world.partition}:scheduler:${world.region}:${world.account}:schedule-group/${group}`,
    sourceAccount: world.account,
  };
}

function sends(
  view: View,
  parts: Omit<Parameters<typeof asRole>[1], 'kind' | 'to' | 'needs'>,
  arn: string,
): Draft {
  const { to, hop, needs, resource, kind } = targetOf(view, arn);
  const { from, path, wiredBy } = parts;
  if (needs.length === 0) {
    const why =
      arn.split(':')[2] === 'scheduler'
        ? `${to.label} is a universal target, whose API call may need any action`
        : `what ${SERVICE} needs for ${to.label} is not known here`;
    const answers = [stated(SERVICE, 'sts:AssumeRole', arn, 'unknown', why)];
    const role = parts.roleArn === undefined ? 'the role' : view.world.show(parts.roleArn);
    return draft(view, {
      kind: hop,
      from,
      to,
      path,
      wiredBy,
      answers,
      check: () => `${role} has to be allowed what the schedule ${from.label} calls`,
    });
  }
  const isPut = kind === 'sqs' || kind === 'sns' || kind === 'kinesis';
  return asRole(view, {
    ...parts,
    kind: hop,
    to,
    arns: [arn],
    needs,
    message: resource && isPut ? { target: resource } : undefined,
  });
}
