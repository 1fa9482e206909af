import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { list } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const TARGETS = [
  ['AWS::SNS::TopicPolicy', 'Topics'],
  ['AWS::SQS::QueuePolicy', 'Queues'],
] as const;

/** Policies that are for nothing, and those that take each other's place. */
export function policyTargets(audit: Audit): readonly Finding[] {
  return [...forNothing(audit), ...overwriting(audit)];
}

function forNothing(audit: Audit): readonly Finding[] {
  return TARGETS.flatMap(([type, key]) =>
    audit.world.ofType(type).flatMap((policy) => {
      const value = policy.properties[key];
      if (value === undefined || list(value).length > 0) return [];
      return [
        finding(audit, policy, {
          id: 'PolicyForNothing',
          severity: 'warning',
          message: `The policy ${policy.logicalId} is for no ${key.toLowerCase().slice(0, -1)}: ${key} is empty.`,
          cause: 'Nothing that it says is in force.',
          fix: `Name what it is for in ${key}.`,
          path: pathOf(policy, key),
        }),
      ];
    }),
  );
}

function overwriting(audit: Audit): readonly Finding[] {
  const { world, book } = audit;
  return [...book.resourcePolicies()].flatMap(([target, policies]) => {
    const holders = policies.flatMap(({ origins }) => world.resources.get(origins[0]?.logicalId ?? '') ?? []);
    const [first, ...others] = [...new Set<WorldResource>(holders)];
    if (first === undefined || others.length === 0) return [];
    const names = others.map(({ logicalId }) => logicalId).join(', ');
    const label = world.resources.get(target)?.logicalId ?? world.show(target);
    return [
      finding(audit, first, {
        id: 'PoliciesOverwrite',
        severity: 'error',
        message: `The policies ${first.logicalId} and ${names} are for ${label}, which has one policy alone.`,
        cause: 'Whichever is deployed last takes the place of the others, without a word.',
        fix: 'Put the statements into one of them.',
        documentation:
          'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html',
      }),
    ];
  });
}
