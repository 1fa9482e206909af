import { at, parsed, text } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';
import { draft, stated } from './draft.ts';
import { grantService } from './fixes.ts';
import { opened, regionOf } from './names.ts';
import { snsNames } from './regions.ts';
import { type Subscription, subscriptions } from './subscriptions.ts';
import { askService, type Draft, outside, pathOf, type View } from './view.ts';
import { writtenArn } from './written.ts';

const ACTION = 'sqs:SendMessage';

/** SNS sends to the queues that are subscribed to its topics, and to the dead-letter queues of subscriptions. */
export function snsToSqs(view: View): readonly Draft[] {
  return subscriptions(view).flatMap((subscription) => {
    const { protocol, endpoint, deadLetterArn, path } = subscription;
    return [
      ...(protocol === 'sqs' ? [sending(view, 'deliver', subscription, endpoint, path)] : []),
      ...(deadLetterArn === undefined
        ? []
        : [sending(view, 'redrive', subscription, deadLetterArn, [...path, 'Properties', 'RedrivePolicy'])]),
    ];
  });
}

function sending(
  view: View,
  kind: 'deliver' | 'redrive',
  { topicArn, from, wiredBy }: Subscription,
  queueArn: string,
  path: Draft['path'],
): Draft {
  const { world, book } = view;
  const target = world.resourceOf(queueArn);
  const to = target === undefined ? outside(queueArn, view) : world.place(target);
  if (target !== undefined && (target.type !== 'AWS::SQS::Queue' || queueArn !== target.arn)) {
    const fault =
      target.type === 'AWS::SQS::Queue'
        ? `SNS wants the ARN of ${target.logicalId}, not its URL: write its Arn attribute`
        : `${target.logicalId} is an ${target.type}, no queue: SNS cannot send to it`;
    return draft(view, {
      kind,
      from,
      to,
      path,
      wiredBy,
      answers: [stated('sns.amazonaws.com', ACTION, queueArn, 'denied', fault)],
    });
  }
  const { names } = snsNames(regionOf(topicArn), regionOf(queueArn));
  const service = names[0] ?? 'sns.amazonaws.com';
  const known = target === undefined ? [] : book.ofResource(target);
  const policies = opened(
    known,
    target === undefined ? `the queue ${to.label} is not in the template` : undefined,
    to.label,
  );
  const caller = { service, names, sourceArn: topicArn };
  return draft(view, {
    kind,
    from,
    to,
    path,
    wiredBy,
    answers: [askService(view, caller, ACTION, queueArn, policies)],
    fault: () => (policies.length === 0 ? noPolicy(to.label, service) : undefined),
    check: () =>
      target === undefined
        ? `${to.label} is not in the template: its queue policy needs ${ACTION} for ${service} with aws:SourceArn = ${from.label}`
        : undefined,
    fix: () =>
      target &&
      grantService(view, target, { service, actions: [ACTION], source: writtenArn(topicArn, world) }),
    message: target && { who: { service, sourceArn: topicArn, place: from }, target },
  });
}

/** What is wrong with a queue or topic that has no policy, when a service sends to it. */
export function noPolicy(label: string, service: string): string {
  return `${label} has no policy that lets ${service} send to it: nothing allows it`;
}

/** SQS moves messages to the dead-letter queue itself; only that queue's RedriveAllowPolicy can refuse. */
export function sqsToDeadLetter(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::SQS::Queue').flatMap((queue) => {
    const arn = text(at(parsed(queue.properties['RedrivePolicy']), 'deadLetterTargetArn'));
    if (arn === undefined) return [];
    const target = world.resourceOf(arn);
    const [answer, why] = redriveAnswer(queue, target, arn, world);
    const to = target === undefined ? outside(arn, view) : world.place(target);
    return [
      draft(view, {
        kind: 'redrive',
        from: world.place(queue),
        to,
        path: pathOf(queue, 'RedrivePolicy'),
        wiredBy: queue,
        answers: [stated('sqs.amazonaws.com', ACTION, arn, answer, why)],
      }),
    ];
  });
}

function redriveAnswer(queue: WorldResource, target: WorldResource | undefined, arn: string, world: World) {
  if (target === undefined) {
    return [
      'unknown',
      `${world.show(arn)} is not in the template: its RedriveAllowPolicy must not refuse ${queue.logicalId}`,
    ] as const;
  }
  if (target.type !== 'AWS::SQS::Queue') {
    return [
      'denied',
      `${target.logicalId} is an ${target.type}, no queue: SQS cannot move messages to it`,
    ] as const;
  }
  const policy = parsed(target.properties['RedriveAllowPolicy']);
  const permission = text(at(policy, 'redrivePermission')) ?? 'allowAll';
  const sources = at(policy, 'sourceQueueArns');
  const named = Array.isArray(sources) && sources.includes(queue.arn);
  if (permission === 'denyAll' || (permission === 'byQueue' && !named)) {
    return [
      'denied',
      `the RedriveAllowPolicy of ${target.logicalId} (${permission}) does not let ${queue.logicalId} use it`,
    ] as const;
  }
  return [
    'allowed',
    `SQS moves messages itself; ${target.logicalId} lets ${queue.logicalId} use it (${permission})`,
  ] as const;
}
