import { isObject, list, text } from '../model/json.ts';
import type { JsonObject, WorldResource } from '../model/world.ts';
import { asRole } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { logDelivery } from './log-delivery.ts';
import { type Sender, serviceSends } from './service-sends.ts';
import { type Target, targetOf } from './targets.ts';
import { askHolder, type Draft, pathOf, untold, type View } from './view.ts';

const SERVICE = 'events.amazonaws.com';
const ACTIONS: Readonly<Record<string, string>> = {
  publish: 'sns:Publish',
  deliver: 'sqs:SendMessage',
  invoke: 'lambda:InvokeFunction',
};

/** EventBridge sends the events of a rule to its targets, and what it could not send to their dead-letter queues. */
export function eventRules(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::Events::Rule').flatMap((rule) => {
    const call = { service: SERVICE, sourceArn: rule.arn, sourceAccount: world.account };
    const sender = { call, from: world.place(rule), wiredBy: rule };
    return list(rule.properties['Targets']).flatMap((target, index) => {
      if (!isObject(target)) return [];
      const arn = text(target['Arn']);
      const path = pathOf(rule, 'Targets', index);
      const logs = logDelivery(view, rule, arn, path);
      if (logs !== undefined) return [logs];
      const started = arn === undefined ? undefined : byRoleAlone(view, sender, arn, target);
      const sent = arn === undefined ? undefined : serviceSends(view, sender, { arn, path });
      const dead = isObject(target['DeadLetterConfig']) ? text(target['DeadLetterConfig']['Arn']) : undefined;
      const redriven =
        dead === undefined ? undefined : serviceSends(view, sender, { arn: dead, path, kind: 'queue' });
      return [
        ...(sent === undefined || arn === undefined
          ? []
          : [byRole(view, sent, arn, text(target['RoleArn']))]),
        ...(started === undefined ? [] : [{ ...started, path }]),
        ...(redriven === undefined ? [] : [{ ...redriven, kind: 'redrive' as const }]),
      ];
    });
  });
}

const BY_POLICY: ReadonlySet<string> = new Set(['sns', 'sqs', 'lambda', 'logs', 'AWS::Logs::LogGroup']);

/**
 * Targets that a rule reaches as a role. Of another event bus AWS's pages differ on whether it needs one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html
 */
function byRoleAlone(
  view: View,
  { call, from, wiredBy }: Sender,
  arn: string,
  written: JsonObject,
): Draft | undefined {
  const target = targetOf(view, arn);
  if (BY_POLICY.has(target.kind)) return undefined;
  const roleArn = text(written['RoleArn']);
  const { to, hop: kind } = target;
  const path = wiredBy.path;
  if (target.needs.length === 0 || (roleArn === undefined && target.kind === 'event-bus')) {
    const action = target.needs[0]?.action ?? 'events:PutTargets';
    const why =
      target.needs.length === 0
        ? `what ${SERVICE} needs for ${to.label} is not known here`
        : `${from.label} names no role for the event bus ${to.label}, and AWS's pages differ on whether it needs one`;
    const answers = [stated(SERVICE, action, arn, 'unknown', why)];
    return draft(view, { kind, from, to, path, wiredBy, arns: [arn], answers });
  }
  return asRole(view, {
    kind,
    from,
    to,
    path,
    wiredBy,
    arns: [arn],
    // No page tells that it says for which rule, or for which account, it assumes a role.
    call: untold(call),
    roleArn,
    needs: target.needs,
    message: put(target),
  });
}

function put({ resource, kind }: Target): { readonly target: WorldResource } | undefined {
  return resource !== undefined && kind === 'kinesis' ? { target: resource } : undefined;
}

/**
 * Of a target with a role one form of AWS's page says that either will do, and another that no role must be there:
 * what the target's own policy does not allow, and the role does, is open. CDK lets rules publish by a role alone.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function byRole(view: View, sent: Draft, arn: string, roleArn: string | undefined): Draft {
  if (sent.answer !== 'denied' || roleArn === undefined) return sent;
  const found: WorldResource | undefined = view.world.resourceOf(roleArn);
  const action = ACTIONS[sent.kind] ?? '';
  const allowed =
    found?.type !== 'AWS::IAM::Role' || askHolder(view, found, action, arn, []).verdict.answer !== 'denied';
  if (!allowed) return sent;
  const { fix: _, ...rest } = sent;
  const role = view.world.show(roleArn);
  return {
    ...rest,
    answer: 'unknown',
    because: `The policy of ${sent.to.label} does not allow it; the target names the role ${role}, which may stand in for that.`,
    check: `Give ${sent.to.label} a policy for ${SERVICE}, or test that the role ${role} does.`,
  };
}
