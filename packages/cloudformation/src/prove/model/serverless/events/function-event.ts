import type { Unread } from '../../json.ts';
import { awsPolicy, made } from '../carried.ts';
import { unknownValue } from '../expressions.ts';
import type { MadeRole } from '../function/execution-role.ts';
import type { ServerlessEvent, ServerlessScope } from '../scope.ts';

/** An event of a function. */
export interface FunctionEvent extends ServerlessEvent {
  /** The execution role, where the transform makes it. */
  readonly role: MadeRole | undefined;
  /** The logical id of what is called: of the alias, or of the function. */
  readonly calledId: string;
}

/** Expands one event of a function; what it returns is why it cannot. */
export type ExpandFunctionEvent = (scope: ServerlessScope, event: FunctionEvent) => string | undefined;

/** The logical id of what is made of an event: `VideoUp`. */
export function eventId({ logicalId, name }: ServerlessEvent): string {
  return `${logicalId}${name}`;
}

/** Adds the permission by which a service calls the function. */
export function addPermission(
  scope: ServerlessScope,
  event: ServerlessEvent,
  principal: string,
  conditions: Unread = {},
  prefix = eventId(event),
): string {
  const id = `${prefix}Permission`;
  scope.add(
    id,
    made(
      'AWS::Lambda::Permission',
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: event.functionName,
        Principal: principal,
        ...conditions,
      },
      event.carried,
    ),
    event.from,
  );
  return id;
}

/** Leaves an event: whom it lets in is open, and what it lets the function do. */
export function leaveEvent(scope: ServerlessScope, event: FunctionEvent, why: string): void {
  scope.leave(event.logicalId, event.from, why);
  // What it adds to the role allows, and never denies: it counts as a policy of AWS's that is not known.
  event.role?.addManaged(awsPolicy(`that the event ${event.name} may add`), event.from);
}

/** Adds a permission that may let in any service. */
export function addUnknownPermission(scope: ServerlessScope, event: ServerlessEvent, words: string): void {
  const service = { 'Fn::Join': ['', [unknownValue('Service', words), '.amazonaws.com']] };
  const permission = {
    Action: 'lambda:InvokeFunction',
    FunctionName: event.functionName,
    Principal: service,
    SourceArn: unknownValue('Source', words),
  };
  const id = `${eventId(event)}Permission`;
  scope.add(id, made('AWS::Lambda::Permission', permission, event.carried), event.from);
}
