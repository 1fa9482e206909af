import type { Finding, PatchOperation } from '../../finding.ts';
import { runningFunctions } from '../hops/execution-role.ts';
import { functionTarget } from '../hops/names.ts';
import { subscriptions } from '../hops/subscriptions.ts';
import type { View } from '../hops/view.ts';
import { text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { reaches } from './reaches.ts';
import { finding } from './rule.ts';

const PAGE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html';

/** What is made before the permission that it needs: subscriptions before permissions, functions before policies. */
export function order(view: View): readonly Finding[] {
  return [...subscriptionsFirst(view), ...functionsFirst(view)];
}

function subscriptionsFirst(view: View): readonly Finding[] {
  const { world, book } = view;
  return subscriptions(view)
    .filter(({ protocol, wiredBy }) => protocol === 'lambda' && wiredBy.type === 'AWS::SNS::Subscription')
    .flatMap(({ endpoint, wiredBy, topicArn }) => {
      const { name, qualifier } = functionTarget(view, endpoint);
      const grants = book.functionGrants.filter(
        (each) => each.functionName === name && each.qualifier === qualifier,
      );
      // Only a permission for this very topic is the one that it waits for.
      const own = grants.filter(
        ({ resource }) => world.resourceOf(resource.properties['SourceArn'])?.arn === topicArn,
      );
      if (own.length === 0 || own.some(({ resource }) => reaches(world, wiredBy, resource))) return [];
      const first = own[0]?.resource;
      if (first === undefined) return [];
      return finding(view, wiredBy, {
        id: 'SubscriptionBeforePermission',
        severity: 'warning',
        message: `The subscription ${wiredBy.logicalId} does not wait for Permission "${first.logicalId}".`,
        cause:
          'SNS does not retry what a function’s policy forbids: messages that come between the two are lost.',
        fix: `Add DependsOn: ${first.logicalId} to it.`,
        ...waiting(view, wiredBy, first),
        documentation: PAGE,
      });
    });
}

function functionsFirst(view: View): readonly Finding[] {
  const { world } = view;
  return runningFunctions(view).flatMap(({ fn, role }) => {
    if (role === undefined || fn.type !== 'AWS::Lambda::Function') return [];
    const apart = [...world.ofType('AWS::IAM::Policy'), ...world.ofType('AWS::IAM::RolePolicy')];
    return apart
      .filter(({ properties }) =>
        names(properties).some((name) => world.named('AWS::IAM::Role', name) === role),
      )
      .filter((policy) => !reaches(world, fn, policy) && !reaches(world, policy, fn))
      .map((policy) =>
        finding(view, fn, {
          id: 'FunctionBeforePolicy',
          severity: 'info',
          message: `The function ${fn.logicalId} does not wait for the policy ${policy.logicalId} of its role.`,
          cause: 'Its first invocations can come before its role may do what they need.',
          fix: `Add DependsOn: ${policy.logicalId} to it, or put the policy into the role.`,
          ...waiting(view, fn, policy),
          documentation: PAGE,
        }),
      );
  });
}

function names(properties: WorldResource['properties']): readonly string[] {
  return [properties['Roles'], properties['RoleName']].flat().flatMap((name) => text(name) ?? []);
}

/** `DependsOn`, where that makes no circle. */
function waiting(
  { world }: View,
  { path, dependsOn, logicalId }: WorldResource,
  on: WorldResource,
): { readonly patch?: readonly PatchOperation[] } {
  const waits = world.resources.get(logicalId);
  if (waits === undefined || reaches(world, on, waits)) return {};
  const value = dependsOn.length === 0 ? on.logicalId : [...dependsOn, on.logicalId];
  return { patch: [{ op: 'add', path: [...path, 'DependsOn'], value }] };
}
