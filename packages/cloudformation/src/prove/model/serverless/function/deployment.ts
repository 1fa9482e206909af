import type { Unread } from '../../json.ts';
import { arnOf, awsPolicy, carried, made, trusting } from '../carried.ts';
import { isCall, isGiven, members } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';

const APPLICATION = 'ServerlessDeploymentApplication';
const ROLE = 'CodeDeployServiceRole';

/** Adds what CodeDeploy shifts the traffic of an alias with: an application and a role for all functions, and a group. */
export function addDeployment(scope: ServerlessScope, logicalId: string, resource: Unread): void {
  const properties = members(resource['Properties']);
  const preference = members(properties['DeploymentPreference']);
  if (!isGiven(preference)) return;
  const from = ['Resources', logicalId, 'Properties', 'DeploymentPreference'];
  const enabled = Object.hasOwn(preference, 'Enabled') ? scope.plain(preference['Enabled']) : true;
  if (!isGiven(enabled) || enabled === 'false' || enabled === 'False') return;
  const through = preference['PassthroughCondition'];
  const condition = members(carried(resource))['Condition'];
  if (isCall(enabled) || (isGiven(through) && condition !== undefined) || preference['Type'] === undefined) {
    scope.leave(logicalId, from, 'what CodeDeploy needs for its DeploymentPreference is not expanded');
    return;
  }
  scope.add(APPLICATION, made('AWS::CodeDeploy::Application', { ComputePlatform: 'Lambda' }, {}), from);
  const role = preference['Role'];
  if (!isGiven(role)) {
    const policies = [awsPolicy('service-role/AWSCodeDeployRoleForLambda')];
    const trust = trusting('codedeploy.amazonaws.com');
    const parts = { AssumeRolePolicyDocument: trust, ManagedPolicyArns: policies };
    scope.add(ROLE, made('AWS::IAM::Role', parts, {}), from);
  }
  const group = {
    ApplicationName: { Ref: APPLICATION },
    ServiceRoleArn: isGiven(role) ? role : arnOf(ROLE),
  };
  scope.add(`${logicalId}DeploymentGroup`, made('AWS::CodeDeploy::DeploymentGroup', group, {}), from);
}
