import type { TemplatePath } from '../../finding.ts';
import type { WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { grantService } from './fixes.ts';
import { invokeFault, invokeFix } from './invoke.ts';
import { functionTarget, isFunctionType, opened } from './names.ts';
import { noPolicy } from './sns-to-sqs.ts';
import {
  type Answered,
  askService,
  type Draft,
  outside,
  type ServiceCall,
  untold,
  type View,
} from './view.ts';
import { writtenArn } from './written.ts';

/** A service that sends what happens in a resource to a topic, a queue or a function. */
export interface Sender {
  readonly call: ServiceCall & { readonly sourceArn: string };
  readonly from: Place;
  readonly wiredBy: WorldResource;
}

/** What it sends to: by the ARN that it is given, and the kind that it has to be where that is fixed. */
export interface Destination {
  readonly arn: string;
  readonly path: TemplatePath;
  readonly kind?: 'topic' | 'queue' | 'function';
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
const EVENTS = 'events.amazonaws.com';

const KINDS = {
  topic: { type: 'AWS::SNS::Topic', action: 'sns:Publish', hop: 'publish' },
  queue: { type: 'AWS::SQS::Queue', action: 'sqs:SendMessage', hop: 'deliver' },
  function: { type: 'AWS::Lambda::Function', action: 'lambda:InvokeFunction', hop: 'invoke' },
} as const;

/** The hop from a service to one of its destinations; undefined for a kind of destination that has no rules here. */
export function serviceSends(
  view: View,
  sender: Sender,
  { arn, path, kind: fixed }: Destination,
): Draft | undefined {
  const { world, book } = view;
  const found = world.resourceOf(arn);
  const kind = fixed ?? kindOf(arn, found);
  if (kind === undefined) return undefined;
  const { action, hop, type } = KINDS[kind];
  const { call, from, wiredBy } = sender;
  const parts = { kind: hop, from, path, wiredBy, arns: [arn] } as const;
  if (found !== undefined && kindOf(arn, found) !== kind) {
    const fault = `${found.logicalId} is an ${found.type}, and ${call.service} wants an ${type} there`;
    return draft(view, {
      ...parts,
      to: world.place(found),
      answers: [stated(call.service, action, arn, 'denied', fault)],
    });
  }
  if (kind === 'function') {
    const target = functionTarget(view, arn);
    const source = { service: call.service, arn: call.sourceArn, label: from.label };
    // AWS's page on permissions says that rules are known by their ARN alone, not by their account.
    const asked = call.service === EVENTS ? { ...untold(call), sourceArn: call.sourceArn } : call;
    return draft(view, {
      ...parts,
      to: target.place,
      answers: [askService(view, asked, action, target.arn, target.policies)],
      fault: () => invokeFault(view, source, target),
      check: () => (target.fn === undefined ? needs(target.place.label, action, sender) : undefined),
      fix: () => invokeFix(view, source, target),
    });
  }
  const to = found === undefined ? outside(arn, view) : world.place(found);
  const closed = found === undefined ? `${to.label} is not in the template` : undefined;
  const policies = opened(found === undefined ? [] : book.ofResource(found), closed, to.label);
  const isUntold = kind === 'topic' && call.service === EVENTS;
  const answered = askService(view, isUntold ? untold(call) : call, action, arn, policies);
  return draft(view, {
    ...parts,
    to,
    answers: [answered],
    fault: () => (policies.length === 0 ? noPolicy(to.label, call.service) : undefined),
    check: () =>
      found === undefined
        ? needs(to.label, action, sender)
        : isUntold && dependsOnSource(answered)
          ? `AWS's page says that EventBridge does not support conditions in the policies of topics: take them out of the policy of ${to.label}, or test it`
          : undefined,
    fix: () =>
      found &&
      grantService(view, found, {
        anySource: isUntold,
        service: call.service,
        actions: [action],
        source: writtenArn(call.sourceArn, world),
        // S3 tries its destinations before the bucket is there.
        byAccount: call.sourceAccount !== undefined && call.service === 's3.amazonaws.com',
      }),
    message: found && {
      who: { service: call.service, sourceArn: call.sourceArn, place: from },
      target: found,
    },
  });
}

/** Whether what is not settled is where a request comes from. */
export function dependsOnSource({ verdict }: Answered): boolean {
  return verdict.dependsOn?.toLowerCase().includes('aws:source') === true;
}

function needs(label: string, action: string, { call, from }: Sender): string {
  return `${label} is not in the template: its policy needs ${action} for ${call.service} with aws:SourceArn = ${from.label}`;
}

function kindOf(arn: string, found: WorldResource | undefined): keyof typeof KINDS | undefined {
  if (found !== undefined) {
    if (isFunctionType(found.type)) return 'function';
    return found.type === KINDS.topic.type ? 'topic' : found.type === KINDS.queue.type ? 'queue' : undefined;
  }
  const service = arn.split(':')[2];
  return service === 'sns'
    ? 'topic'
    : service === 'sqs'
      ? 'queue'
      : service === 'lambda'
        ? 'function'
        : undefined;
}
