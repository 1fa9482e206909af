import { allows, arnOf, inlinePolicy, made, trusting } from '../carried.ts';
import { isGiven, picked } from '../expressions.ts';
import type { ServerlessEvent, ServerlessScope } from '../scope.ts';
import { deadLetter } from './dead-letter.ts';
import { eventId } from './function-event.ts';

const CARRIED_OVER = [
  'ScheduleExpression',
  'State',
  'Description',
  'StartDate',
  'EndDate',
  'ScheduleExpressionTimezone',
  'GroupName',
  'KmsKeyArn',
];

/** What EventBridge Scheduler calls: `lambda:InvokeFunction` of a function, `states:StartExecution` of a state machine. */
export interface ScheduleCall {
  readonly action: string;
  /** The end of the inline policy's name: `LambdaPolicy`. */
  readonly policyName: string;
}

const LAMBDA: ScheduleCall = { action: 'lambda:InvokeFunction', policyName: 'LambdaPolicy' };

/** `ScheduleV2`: a schedule of EventBridge Scheduler with a role of its own; a text is why it is refused. */
export function expandScheduleV2(
  scope: ServerlessScope,
  event: ServerlessEvent,
  call: ScheduleCall = LAMBDA,
): string | undefined {
  const id = eventId(event);
  const { properties, carried, from, target } = event;
  const { Name: name, OmitName: omitted, FlexibleTimeWindow: window, RoleArn: given } = properties;
  if (properties['ScheduleExpression'] === undefined) return 'it has no ScheduleExpression';
  if (isGiven(omitted) && isGiven(name)) return 'it has both Name and OmitName';
  const queue = deadLetter(scope, event);
  if (typeof queue === 'string') return queue;
  const roleId = `${id}Role`;
  scope.add(
    id,
    made(
      'AWS::Scheduler::Schedule',
      {
        ...picked(properties, ...CARRIED_OVER),
        FlexibleTimeWindow: isGiven(window) ? window : { Mode: 'OFF' },
        Name: isGiven(omitted) ? undefined : isGiven(name) ? name : id,
        Target: {
          Arn: target,
          RoleArn: isGiven(given) ? given : arnOf(roleId),
          ...picked(properties, 'Input', 'RetryPolicy'),
          ...(queue !== undefined && { DeadLetterConfig: { Arn: queue.arn } }),
        },
      },
      carried,
    ),
    from,
  );
  if (isGiven(given)) return undefined;
  const policies = [
    inlinePolicy(`${id}${call.policyName}`, allows(call.action, target)),
    ...(queue === undefined ? [] : [inlinePolicy(`${id}SQSPolicy`, allows('sqs:SendMessage', queue.arn))]),
  ];
  const role = {
    AssumeRolePolicyDocument: trusting('scheduler.amazonaws.com'),
    Policies: policies,
    ...picked(properties, 'PermissionsBoundary'),
  };
  scope.add(roleId, made('AWS::IAM::Role', role, carried), from);
  return undefined;
}
