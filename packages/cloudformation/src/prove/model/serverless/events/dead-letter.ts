import type { Unread } from '../../json.ts';
import { isUnread } from '../../json.ts';
import { arnOf, made, sendingPolicy } from '../carried.ts';
import type { ServerlessEvent, ServerlessScope } from '../scope.ts';
import { eventId } from './function-event.ts';

/** Where an event sends what it could not deliver: an ARN that is given, or a queue that is made. */
export type DeadLetter = { readonly arn: unknown; readonly queueId?: string };

/** Reads `DeadLetterConfig`; a text is why it is refused. The queue of `Type: SQS` is made. */
export function deadLetter(scope: ServerlessScope, event: ServerlessEvent): DeadLetter | string | undefined {
  const config = event.properties['DeadLetterConfig'];
  if (config === undefined || config === null) return undefined;
  if (!isUnread(config)) return 'its DeadLetterConfig is no map';
  const { Arn: arn, Type: type, QueueLogicalId: named } = config;
  if ((arn === undefined) === (type === undefined))
    return 'its DeadLetterConfig has to have one of Arn and Type';
  if (arn !== undefined) return { arn };
  if (type !== 'SQS') return 'its DeadLetterConfig can only have the Type SQS';
  if (named !== undefined && typeof named !== 'string') return 'its QueueLogicalId is no text';
  const queueId = named ?? `${eventId(event)}Queue`;
  scope.add(queueId, made('AWS::SQS::Queue', {}, event.carried), event.from);
  scope.refer(`${event.logicalId}.DestinationQueue`, queueId);
  return { arn: arnOf(queueId), queueId };
}

/** Lets EventBridge send to the queue that was made for it. */
export function addDeadLetterPolicy(
  scope: ServerlessScope,
  event: ServerlessEvent,
  queueId: string,
  ruleArn: Unread,
): void {
  const document = sendingPolicy({ Service: 'events.amazonaws.com' }, ruleArn, arnOf(queueId));
  scope.add(
    `${eventId(event)}QueuePolicy`,
    made('AWS::SQS::QueuePolicy', { PolicyDocument: document, Queues: [{ Ref: queueId }] }, event.carried),
    event.from,
  );
}
