import { isUnread, type Unread } from '../../json.ts';
import { arnOf, made } from '../carried.ts';
import { picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { addDeadLetterPolicy, deadLetter } from './dead-letter.ts';
import { addPermission, eventId, type FunctionEvent } from './function-event.ts';

const EVENTS = 'events.amazonaws.com';

/** `Schedule`: a rule of EventBridge with a schedule. */
export function expandSchedule(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { properties } = event;
  if (properties['Schedule'] === undefined) return 'it has no Schedule';
  return addRule(scope, event, {
    ScheduleExpression: properties['Schedule'],
    Name: properties['Name'],
    Description: properties['Description'],
  });
}

/** `CloudWatchEvent` and `EventBridgeRule`: a rule with a pattern. */
export function expandEventRule(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { properties } = event;
  return addRule(scope, event, {
    EventBusName: properties['EventBusName'],
    EventPattern: properties['Pattern'],
    Name: properties['RuleName'],
  });
}

function addRule(scope: ServerlessScope, event: FunctionEvent, rule: Unread): string | undefined {
  const id = eventId(event);
  const { properties, carried, from, target } = event;
  const { State: state, Enabled: enabled, Target: named } = properties;
  if (state && enabled !== undefined && enabled !== null) return 'it has both State and Enabled';
  const queue = deadLetter(scope, event);
  if (typeof queue === 'string') return queue;
  const written =
    isUnread(named) && named['Id'] !== undefined ? named['Id'] : `${id.slice(0, 52)}LambdaTarget`;
  scope.add(
    id,
    made(
      'AWS::Events::Rule',
      {
        ...rule,
        State: state ?? (enabled === undefined || enabled === null ? undefined : stateOf(enabled)),
        Targets: [
          {
            Arn: target,
            Id: written,
            ...picked(properties, 'Input', 'InputPath', 'RetryPolicy', 'InputTransformer'),
            ...(queue !== undefined && { DeadLetterConfig: { Arn: queue.arn } }),
          },
        ],
      },
      carried,
    ),
    from,
  );
  if (queue?.queueId !== undefined) addDeadLetterPolicy(scope, event, queue.queueId, arnOf(id));
  addPermission(scope, event, EVENTS, { SourceArn: arnOf(id) });
  return undefined;
}

function stateOf(enabled: unknown): string {
  return enabled === false ? 'DISABLED' : 'ENABLED';
}
