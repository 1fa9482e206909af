import type { Template } from '../template.ts';
import type { QueueHandle, TopicHandle } from './handles.ts';
import { PatternError } from './pattern-error.ts';

/** What sets the one policy that a resource has: a second resource would put itself in the first one's place. */
const policies = {
  queue: { types: ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'], members: ['Queues', 'Queue'] },
  topic: { types: ['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy'], members: ['Topics', 'TopicArn'] },
} as const;

/** Throws `PolicyTaken` where the template has a policy of the queue or topic already. */
export function checkOnlyPolicy(
  t: Template,
  kind: keyof typeof policies,
  handle: QueueHandle | TopicHandle,
  details: { readonly option: string; readonly fix: string },
): void {
  const { types, members } = policies[kind];
  const reference = JSON.stringify(handle.ref);
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(
    t.toJson({ validate: false }).Resources,
  )) {
    if (!types.some((type) => type === Type)) continue;
    const named = members.flatMap((member) => Properties[member] ?? []);
    if (!named.some((each) => JSON.stringify(each) === reference)) continue;
    const what = `${handle.logicalId} has its policy in ${logicalId}, and a second would replace it.`;
    throw new PatternError('PolicyTaken', what, details);
  }
}
