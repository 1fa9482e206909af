import type { TemplatePath } from '../../../../finding.ts';
import { isUnread, type Unread } from '../../json.ts';
import { allows, arnOf, carried, inlinePolicy } from '../carried.ts';
import { expandEvents } from '../events/expand-events.ts';
import { ifParts, isGiven, isNoValue, members } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { addAlias, aliasName } from './alias.ts';
import { addDeployment } from './deployment.ts';
import { addEventInvoke, invokeFault } from './event-invoke.ts';
import { createRole, type MadeRole } from './execution-role.ts';
import { addUrl, urlFault } from './function-url.ts';
import { lambdaProperties } from './lambda-function.ts';
import { rolePolicies } from './policies.ts';

const DEAD_LETTER_ACTIONS: ReadonlyMap<unknown, string> = new Map([
  ['SQS', 'sqs:SendMessage'],
  ['SNS', 'sns:Publish'],
]);

/** Expands `AWS::Serverless::Function`; one that the transform refuses stays as it is. */
export function expandFunction(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  const properties = members(resource['Properties']);
  const why = fault(scope, logicalId, resource);
  if (why !== undefined) {
    scope.leave(logicalId, ['Resources', logicalId], why);
    return;
  }
  const path: TemplatePath = ['Resources', logicalId];
  const attributes = carried(resource);
  const alias = aliasName(scope, logicalId, properties) ?? undefined;
  if (alias !== undefined) addAlias(scope, logicalId, properties, alias, attributes);
  const aliasId = alias?.logicalId;
  const functionName = { Ref: aliasId ?? logicalId };
  addUrl(scope, logicalId, properties, functionName, attributes);
  const destinations = addEventInvoke(scope, logicalId, properties, alias, attributes);
  const tracing = tracingOf(scope, properties);
  const { role, value, condition } = roleOf(scope, logicalId, properties);
  const execution = makeRole(scope, logicalId, properties, attributes, tracing, destinations);
  const { Type: _, IgnoreGlobals: __, Properties: ___, ...kept } = resource;
  scope.change(logicalId, {
    ...kept,
    Type: 'AWS::Lambda::Function',
    Properties: lambdaProperties(properties, value, tracing),
  });
  expandEvents(scope, properties['Events'], {
    logicalId,
    calledId: aliasId ?? logicalId,
    from: [...path, 'Properties', 'Events'],
    target: aliasId === undefined ? arnOf(logicalId) : functionName,
    functionName,
    carried: attributes,
    role: role ? execution : undefined,
  });
  if (role) addRole(scope, `${logicalId}Role`, path, execution, condition);
  addDeployment(scope, logicalId, resource);
}

/** What the transform refuses, or would have to know to go on. */
function fault(scope: ServerlessScope, logicalId: string, resource: Unread): string | undefined {
  const written = resource['Properties'];
  const properties = members(written);
  const { Role: role, DeadLetterQueue: queue } = properties;
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) return 'its logical id is not of letters and digits';
  if (written !== undefined && !isUnread(written)) return 'its Properties are no map';
  if (Object.keys(properties).some((key) => key.startsWith('Fn::')))
    return 'its Properties are made by a function';
  if (isNoValue(role)) return 'its Role is AWS::NoValue';
  if (role === undefined && scope.resource(`${logicalId}Role`) !== undefined)
    return `the name of its role, ${logicalId}Role, is taken`;
  if (roleOf(scope, logicalId, properties).role && Object.hasOwn(members(properties['Events']), 'Role'))
    return 'its event Role would take the place of its role';
  if (aliasName(scope, logicalId, properties) === null)
    return 'its AutoPublishAlias is neither the name of an alias nor a parameter';
  if (isGiven(queue)) {
    const { Type: type, TargetArn: target } = members(queue);
    if (!DEAD_LETTER_ACTIONS.has(type) || !isGiven(target))
      return 'its DeadLetterQueue does not have a Type of SQS or SNS, and a TargetArn';
  }
  return urlFault(properties) ?? invokeFault(scope, properties);
}

interface RoleOf {
  /** Whether a role is made. */
  readonly role: boolean;
  /** What `Role` of the function becomes. */
  readonly value: unknown;
  /** The condition of the made role, where it is another than the function's. */
  readonly condition?: string;
}

function roleOf(scope: ServerlessScope, logicalId: string, { Role: written }: Unread): RoleOf {
  const own = arnOf(`${logicalId}Role`);
  if (written === undefined || written === null) return { role: true, value: own };
  const [condition, yes, no] = ifParts(written) ?? [];
  if (condition === undefined || (!isNoValue(yes) && !isNoValue(no))) return { role: false, value: written };
  if (isNoValue(yes) && isNoValue(no)) return { role: true, value: own };
  if (isNoValue(yes)) return { role: true, value: { 'Fn::If': [condition, own, no] }, condition };
  const not = `NOT${condition}`;
  scope.condition(not, { 'Fn::Not': [{ Condition: condition }] });
  return { role: true, value: { 'Fn::If': [condition, yes, own] }, condition: not };
}

/** `Disabled` is the same as nothing. */
function tracingOf(scope: ServerlessScope, { Tracing: written }: Unread): unknown {
  return isGiven(written) && scope.plain(written) !== 'Disabled' ? written : undefined;
}

function makeRole(
  scope: ServerlessScope,
  logicalId: string,
  properties: Unread,
  attributes: Unread,
  tracing: unknown,
  destinations: readonly { readonly policy: Unread; readonly from: TemplatePath }[],
): MadeRole {
  const path: TemplatePath = ['Resources', logicalId];
  const at = (key: string): TemplatePath => [...path, 'Properties', key];
  const { DeadLetterQueue: queue, VpcConfig: network, DurableConfig: durable } = properties;
  const { Type: type, TargetArn: target } = members(queue);
  const policies = rolePolicies(properties['Policies'], `${logicalId}Role`, at('Policies'));
  if (roleOf(scope, logicalId, properties).role)
    for (const { from, why } of policies.unread) scope.leave(logicalId, from, why);
  return createRole({
    properties,
    carried: attributes,
    basic: [
      `service-role/${isGiven(durable) ? 'AWSLambdaBasicDurableExecutionRolePolicy' : 'AWSLambdaBasicExecutionRole'}`,
      ...(tracing === undefined ? [] : ['AWSXrayWriteOnlyAccess']),
      ...(isGiven(network) ? ['service-role/AWSLambdaVPCAccessExecutionRole'] : []),
    ],
    first: [
      ...(isGiven(queue)
        ? [
            {
              policy: inlinePolicy(
                'DeadLetterQueuePolicy',
                allows(DEAD_LETTER_ACTIONS.get(type) ?? [], target),
              ),
              from: at('DeadLetterQueue'),
            },
          ]
        : []),
      ...destinations,
    ],
    policies,
    service: 'lambda.amazonaws.com',
    from: path,
  });
}

/** Adds a made role with the places of its policies. */
export function addRole(
  scope: ServerlessScope,
  roleId: string,
  path: TemplatePath,
  made: MadeRole,
  condition?: string,
): void {
  const { role, places } = made.finish();
  scope.add(roleId, { ...role, ...(condition !== undefined && { Condition: condition }) }, path);
  for (const [key, index, from] of places) {
    scope.place([roleId, 'Properties', key, index], from);
    // A document of SAM is the entry itself.
    if (key === 'Policies') scope.place([roleId, 'Properties', key, index, 'PolicyDocument'], from);
  }
}
