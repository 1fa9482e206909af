// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { addEventMethod, restRoute } from './api-event.ts';
import { isTrue, leaveEvent, propertiesOf } from './api-parts.ts';
import { allows, arnOf, inlinePolicy, made, trusting } from './carried.ts';
import { addDeadLetterPolicy, deadLetter } from './events/dead-letter.ts';
import { expandScheduleV2 } from './events/schedule-v2.ts';
import { picked } from './expressions.ts';
import type { ServerlessEvent, ServerlessScope } from './scope.ts';

/** An event of a state machine. */
export interface StateMachineEvent extends ServerlessEvent {
  /** The boundary of the roles that are made. */
  readonly boundary: unknown;
}

const ACTION = 'states:StartExecution';

/**
 * Expands an event of a state machine: each kind starts it as a role of its own.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineeventsource.html
 */
export function stateMachineEvent(scope: ServerlessScope, event: StateMachineEvent): void {
  const { type, properties } = event;
  if (type === 'ScheduleV2') {
    const call = { action: ACTION, policyName: 'StartExecutionPolicy' };
    refused(scope, event, expandScheduleV2(scope, event, call));
  } else if (type === 'Schedule') {
    refused(scope, event, schedule(scope, event));
  } else if (type === 'CloudWatchEvent' || type === 'EventBridgeRule') {
    const { EventBusName, Pattern: EventPattern, RuleName: Name, State } = properties;
    refused(scope, event, rule(scope, event, { EventBusName, EventPattern, Name, State }));
  } else if (type === 'Api') {
    api(scope, event);
  } else {
    leaveEvent(scope, event, `is of the type ${type}, which state machines do not have`);
  }
}

function refused(scope: ServerlessScope, event: StateMachineEvent, why: string | undefined): void {
  if (why !== undefined) leaveEvent(scope, event, `is not made: ${why}`);
}

function schedule(scope: ServerlessScope, event: StateMachineEvent): string | undefined {
  const { Schedule: expression, Name, Description, State, Enabled: enabled } = event.properties;
  if (expression === undefined) return 'it has no Schedule';
  const state = enabled === undefined ? State : isTrue(enabled) ? 'ENABLED' : 'DISABLED';
  return rule(scope, event, { ScheduleExpression: expression, Name, Description, State: state });
}

function rule(
  scope: ServerlessScope,
  event: StateMachineEvent,
  properties: { readonly [key: string]: unknown },
): string | undefined {
  const { logicalId, name, target, carried, from } = event;
  const id = `${logicalId}${name}`;
  const queue = deadLetter(scope, event);
  if (typeof queue === 'string') return queue;
  const given = event.type === 'Schedule' ? event.properties['RoleArn'] : undefined;
  const sent = {
    Arn: target,
    Id: `${id.slice(0, 44)}StepFunctionsTarget`,
    RoleArn: given ?? arnOf(`${id}Role`),
    ...picked(event.properties, 'Input', 'InputPath', 'RetryPolicy', 'InputTransformer'),
    ...(queue !== undefined && { DeadLetterConfig: { Arn: queue.arn } }),
  };
  scope.add(id, made('AWS::Events::Rule', { ...properties, Targets: [sent] }, carried), from);
  if (given === undefined) addStartingRole(scope, event, 'events.amazonaws.com');
  if (queue?.queueId !== undefined) addDeadLetterPolicy(scope, event, queue.queueId, arnOf(id));
  return undefined;
}

/** The role as which a service starts the state machine. */
function addStartingRole(scope: ServerlessScope, event: StateMachineEvent, service: string): void {
  const { logicalId, name, target, carried, from, boundary } = event;
  const id = `${logicalId}${name}Role`;
  const properties = {
    AssumeRolePolicyDocument: trusting(service),
    Policies: [inlinePolicy(`${id}StartExecutionPolicy`, allows(ACTION, target))],
    PermissionsBoundary: boundary,
  };
  scope.add(id, made('AWS::IAM::Role', properties, carried), from);
}

function api(scope: ServerlessScope, event: StateMachineEvent): void {
  const route = restRoute(scope, event);
  if (route === undefined) return;
  addStartingRole(scope, event, 'apigateway.amazonaws.com');
  // An API that has a definition is not merged with what starts a state machine.
  if (!route.isAdded || propertiesOf(route.api)['DefinitionBody'] !== undefined) return;
  const template = `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "\${${event.logicalId}}"}`;
  addEventMethod(scope, event, route, {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution' },
    Credentials: arnOf(`${event.logicalId}${event.name}Role`),
    RequestTemplates: { 'application/json': { 'Fn::Sub': template } },
  });
}
