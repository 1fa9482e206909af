import { draft, stated } from './draft.ts';
import { invokeFault, invokeFix } from './invoke.ts';
import { functionTarget, isFunctionType, regionOf } from './names.ts';
import { snsNames } from './regions.ts';
import { type Subscription, subscriptions } from './subscriptions.ts';
import { type Answered, askService, type Draft, type View } from './view.ts';

const ACTION = 'lambda:InvokeFunction';
const SERVICE = 'sns.amazonaws.com';

/** SNS invokes the functions that are subscribed to its topics. */
export function snsToLambda(view: View): readonly Draft[] {
  return subscriptions(view)
    .filter(({ protocol }) => protocol === 'lambda')
    .map((subscription) => invocation(view, subscription));
}

function invocation(view: View, subscription: Subscription): Draft {
  const { topicArn, from, endpoint, path, wiredBy } = subscription;
  const { world } = view;
  const other = world.resourceOf(endpoint);
  if (other !== undefined && !isFunctionType(other.type)) {
    const fault = `${other.logicalId} is an ${other.type}, no function: SNS cannot invoke it`;
    const answers = [stated(SERVICE, ACTION, endpoint, 'denied', fault)];
    return draft(view, { kind: 'invoke', from, to: world.place(other), path, wiredBy, answers });
  }
  const target = functionTarget(view, endpoint);
  const { names, unsettled } = snsNames(regionOf(topicArn), regionOf(target.arn));
  const call = { service: names[0] ?? SERVICE, names, sourceArn: topicArn };
  const answered = askService(view, call, ACTION, target.arn, target.policies);
  const answers = [unsettled === undefined ? answered : doubted(answered, unsettled)];
  const source = { service: call.service, arn: topicArn, label: from.label };
  return draft(view, {
    kind: 'invoke',
    from,
    to: target.place,
    path,
    wiredBy,
    arns: [endpoint],
    answers,
    fault: () => invokeFault(view, source, target),
    check: () =>
      target.fn === undefined
        ? `${target.place.label} is not in the template: its policy needs ${ACTION} for ${call.service} with aws:SourceArn = ${from.label}`
        : undefined,
    fix: () => invokeFix(view, source, target),
  });
}

function doubted(answered: Answered, why: string): Answered {
  if (answered.verdict.answer !== 'allowed') return answered;
  return { ...answered, verdict: { ...answered.verdict, answer: 'unknown', dependsOn: why } };
}
