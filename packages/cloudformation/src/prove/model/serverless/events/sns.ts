import { isUnread } from '../../json.ts';
import { arnOf, awsPolicy, made, sendingPolicy } from '../carried.ts';
import { isCall, isGiven, members, namedIn, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { addPermission, eventId, type FunctionEvent } from './function-event.ts';

const OPTIONS = ['Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'];

/** `SNS`: a subscription of the function, or of a queue that it polls. */
export function expandSns(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { Topic: topic, SqsSubscription: through } = event.properties;
  if (!isGiven(topic)) return 'it has no Topic';
  if (!isGiven(through)) {
    addSubscription(scope, event, 'lambda', event.target);
    addPermission(scope, event, 'sns.amazonaws.com', { SourceArn: topic });
    return undefined;
  }
  if (through === true) {
    const queueId = `${eventId(event)}Queue`;
    scope.add(
      queueId,
      made('AWS::SQS::Queue', { FifoQueue: fifoOf(scope, topic) }, event.carried),
      event.from,
    );
    scope.refer(`${event.logicalId}.DestinationQueue`, queueId);
    addQueue(scope, event, arnOf(queueId), { Ref: queueId }, `${eventId(event)}QueuePolicy`, 10);
    return undefined;
  }
  if (!isUnread(through)) return 'its SqsSubscription is neither true nor a map';
  const { QueueArn: arn, QueueUrl: url, QueuePolicyLogicalId: named, BatchSize: size } = through;
  if (!isGiven(arn) || !isGiven(url)) return 'its SqsSubscription has no QueueArn or no QueueUrl';
  const policyId = isGiven(named) ? named : `${eventId(event)}QueuePolicy`;
  if (typeof policyId !== 'string') return 'its QueuePolicyLogicalId is no text';
  addQueue(scope, event, arn, url, policyId, isGiven(size) ? size : 10);
  return undefined;
}

/** A queue is of the kind of its topic; what is not known of the topic is as little known of the queue. */
function fifoOf(scope: ServerlessScope, topic: unknown): unknown {
  const id = namedIn(topic);
  const found = id === undefined ? undefined : scope.resource(id);
  const fifo = scope.plain(members(found?.['Properties'])['FifoTopic']);
  if (fifo === true || fifo === 'true') return true;
  return isCall(fifo) ? fifo : undefined;
}

function addQueue(
  scope: ServerlessScope,
  event: FunctionEvent,
  arn: unknown,
  url: unknown,
  policyId: string,
  batchSize: unknown,
): void {
  const { carried, from, properties, functionName } = event;
  addSubscription(scope, event, 'sqs', arn);
  const document = sendingPolicy('*', properties['Topic'], arn);
  scope.add(
    policyId,
    made('AWS::SQS::QueuePolicy', { PolicyDocument: document, Queues: [url] }, carried),
    from,
  );
  scope.add(
    `${eventId(event)}EventSourceMapping`,
    made(
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: functionName, EventSourceArn: arn, BatchSize: batchSize, Enabled: true },
      carried,
    ),
    from,
  );
  event.role?.addManaged(awsPolicy('service-role/AWSLambdaSQSQueueExecutionRole'), from);
}

function addSubscription(
  scope: ServerlessScope,
  event: FunctionEvent,
  protocol: string,
  endpoint: unknown,
): void {
  const { properties, carried, from } = event;
  scope.add(
    eventId(event),
    made(
      'AWS::SNS::Subscription',
      {
        Protocol: protocol,
        Endpoint: endpoint,
        TopicArn: properties['Topic'],
        ...picked(properties, ...OPTIONS),
      },
      carried,
    ),
    from,
  );
}
