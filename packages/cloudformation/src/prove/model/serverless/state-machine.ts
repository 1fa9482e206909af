import type { TemplatePath } from '../../../finding.ts';
import type { Unread } from '../json.ts';
import { attributesOf, hasUnreadProperties, isReadable, isTrue, propertiesOf } from './api-parts.ts';
import { arnOf, carried, made } from './carried.ts';
import { isCall, members, picked } from './expressions.ts';
import { createRole } from './function/execution-role.ts';
import { rolePolicies } from './function/policies.ts';
import type { ServerlessScope } from './scope.ts';
import { substitutedDefinition } from './state-machine-definition.ts';
import { stateMachineEvent } from './state-machine-events.ts';

/**
 * A state machine: itself, its role, its alias, and what starts it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-statemachine.html
 */
export function expandStateMachine(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  if (!isReadable(scope, logicalId, resource)) return;
  const properties = propertiesOf(resource);
  const from = ['Resources', logicalId];
  const { Definition: definition, DefinitionSubstitutions: substitutions, Role: given } = properties;
  const role = given ?? addRole(scope, logicalId, resource);
  const machine = {
    ...(definition !== undefined && { Definition: substitutedDefinition(definition, substitutions) }),
    RoleArn: role,
    StateMachineName: properties['Name'],
    StateMachineType: properties['Type'],
    LoggingConfiguration: properties['Logging'],
    TracingConfiguration: properties['Tracing'],
  };
  scope.change(logicalId, made('AWS::StepFunctions::StateMachine', machine, attributesOf(resource)));
  const alias = addAlias(scope, logicalId, resource);
  const events = properties['Events'];
  if (isCall(events)) {
    scope.leave(logicalId, [...from, 'Properties', 'Events'], 'its events are not known');
    return;
  }
  for (const [name, event] of Object.entries(members(events))) {
    const type = members(event)['Type'];
    const path = [...from, 'Properties', 'Events', name];
    if (typeof type !== 'string' || !/^[A-Za-z0-9]+$/.test(name) || hasUnreadProperties(members(event))) {
      scope.leave(
        logicalId,
        path,
        `the event ${name} has no Type, no name of letters and digits, or Properties that are no map`,
      );
      continue;
    }
    stateMachineEvent(scope, {
      logicalId,
      name,
      type,
      properties: propertiesOf(event),
      from: path,
      target: { Ref: isTrue(properties['UseAliasAsEventTarget']) ? (alias ?? logicalId) : logicalId },
      functionName: undefined,
      carried: carried(resource),
      boundary: properties['PermissionsBoundary'],
    });
  }
}

/** The role that a state machine without one is given; yields its ARN. */
function addRole(scope: ServerlessScope, logicalId: string, resource: Unread): unknown {
  const properties = propertiesOf(resource);
  const from: TemplatePath = ['Resources', logicalId];
  const roleId = `${logicalId}Role`;
  const policies = rolePolicies(properties['Policies'], roleId, [...from, 'Properties', 'Policies']);
  for (const unread of policies.unread) scope.leave(logicalId, unread.from, unread.why);
  const traced = members(properties['Tracing'])['Enabled'];
  const { role, places } = createRole({
    properties: picked(properties, 'RolePath', 'PermissionsBoundary'),
    carried: carried(resource),
    basic: traced === true ? ['AWSXrayWriteOnlyAccess'] : [],
    first: [],
    policies,
    service: 'states.amazonaws.com',
    from,
  }).finish();
  scope.add(roleId, role, from);
  for (const [key, index, path] of places) scope.place([roleId, 'Properties', key, index], path);
  return arnOf(roleId);
}

/** The alias that is published, and its version. */
function addAlias(scope: ServerlessScope, logicalId: string, resource: Unread): string | undefined {
  const name = scope.plain(propertiesOf(resource)['AutoPublishAlias']);
  if (name === undefined || name === null) return undefined;
  const from = ['Resources', logicalId, 'Properties', 'AutoPublishAlias'];
  if (typeof name !== 'string') {
    scope.leave(logicalId, from, 'the name of its alias is not known');
    return undefined;
  }
  const versionId = `${logicalId}Version`;
  const version = { StateMachineArn: { Ref: logicalId } };
  scope.add(versionId, made('AWS::StepFunctions::StateMachineVersion', version, carried(resource)), from);
  const alias = {
    Name: name,
    DeploymentPreference: { Type: 'ALL_AT_ONCE', StateMachineVersionArn: { Ref: versionId } },
  };
  const aliasId = `${logicalId}Alias${name}`;
  scope.add(aliasId, made('AWS::StepFunctions::StateMachineAlias', alias, carried(resource)), from);
  return aliasId;
}
