import type { Finding, PatchOperation } from '../../../finding.ts';
import { list, text } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const PAGE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html';

/** What is made before the permission that it needs: subscriptions before permissions, functions before policies. */
export function order(audit: Audit): readonly Finding[] {
  return [...subscriptionsFirst(audit), ...functionsFirst(audit)];
}

function subscriptionsFirst(audit: Audit): readonly Finding[] {
  const { world } = audit;
  return audit.hops.flatMap(({ kind, answers, answer, wiredBy: subscription }) => {
    if (kind !== 'invoke' || answer === 'denied' || subscription.type !== 'AWS::SNS::Subscription') return [];
    const first = world.resources.get(answers[0]?.verdict.origin?.logicalId ?? '');
    if (first === undefined || audit.reaches(subscription, first)) return [];
    if (othersFor(audit, answers[0]?.asked.resource).some((each) => audit.reaches(subscription, each)))
      return [];
    return [
      finding(audit, subscription, {
        id: 'SubscriptionBeforePermission',
        severity: 'warning',
        message: `The subscription ${subscription.logicalId} does not wait for ${first.logicalId}, which lets SNS invoke the function.`,
        cause:
          'SNS does not retry what a function’s policy forbids: messages that come between the two are lost.',
        fix: `Add DependsOn: ${first.logicalId} to it.`,
        ...waiting(audit, subscription, first),
        documentation: PAGE,
      }),
    ];
  });
}

/** The permissions of the same function that SNS may use. */
function othersFor({ grants }: Audit, functionArn: string | undefined): readonly WorldResource[] {
  return grants()
    .filter(({ kind, statement }) => kind === 'permission' && statement.Resource === functionArn)
    .map(({ at }) => at);
}

function functionsFirst(audit: Audit): readonly Finding[] {
  const apart = policiesApart(audit);
  return audit.running().flatMap(({ fn, role }) => {
    if (role === undefined || fn.type !== 'AWS::Lambda::Function') return [];
    return (apart.get(role) ?? [])
      .filter((policy) => !audit.reaches(fn, policy) && !audit.reaches(policy, fn))
      .map((policy) =>
        finding(audit, fn, {
          id: 'FunctionBeforePolicy',
          severity: 'info',
          message: `The function ${fn.logicalId} does not wait for the policy ${policy.logicalId} of its role.`,
          cause: 'Its first invocations can come before its role may do what they need.',
          fix: `Add DependsOn: ${policy.logicalId} to it, or put the policy into the role.`,
          ...waiting(audit, fn, policy),
          documentation: PAGE,
        }),
      );
  });
}

/** The policies that are resources of their own, by the role that they are for. */
function policiesApart({ world }: Audit): ReadonlyMap<WorldResource, readonly WorldResource[]> {
  const found = new Map<WorldResource, WorldResource[]>();
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy']) {
    for (const policy of world.ofType(type)) {
      const { Roles, RoleName } = policy.properties;
      for (const name of [...list(Roles), ...list(RoleName)]) {
        const role = world.named('AWS::IAM::Role', text(name) ?? '');
        if (role === undefined) continue;
        const known = found.get(role);
        if (known === undefined) found.set(role, [policy]);
        else known.push(policy);
      }
    }
  }
  return found;
}

/** `DependsOn`, where that makes no circle. */
export function waiting(
  audit: Audit,
  { path, dependsOn, logicalId }: WorldResource,
  on: WorldResource,
): { readonly patch?: readonly PatchOperation[] } {
  const waits = audit.world.resources.get(logicalId);
  if (waits === undefined || audit.reaches(on, waits)) return {};
  const value = dependsOn.length === 0 ? on.logicalId : [...dependsOn, on.logicalId];
  return { patch: [{ op: 'add', path: [...path, 'DependsOn'], value }] };
}
