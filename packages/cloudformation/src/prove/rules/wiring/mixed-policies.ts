import type { Finding } from '../../../finding.ts';
import type { FunctionGrant } from '../../model/policies/function-policy.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

/** A whole policy of a function beside permissions, or beside another whole policy, for the same function. */
export function mixedPolicies(audit: Audit): readonly Finding[] {
  const grants = audit.book.functionGrants;
  const whole = grants.filter(({ statement }) => statement === undefined);
  return whole.flatMap((policy) => {
    const others = grants.filter((each) => each !== policy && isSame(each, policy));
    if (others.length === 0) return [];
    const names = others.map(({ resource }) => resource.logicalId).join(', ');
    return finding(audit, policy.resource, {
      id: 'MixedFunctionPolicies',
      severity: 'error',
      message: `The ResourcePolicy ${policy.resource.logicalId} is for the same function as ${names}.`,
      cause:
        'It replaces the whole policy of the function: whichever is deployed last overwrites the others.',
      fix: 'Put the statements into one ResourcePolicy, or use permissions alone.',
      documentation:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html',
    });
  });
}

function isSame(one: FunctionGrant, other: FunctionGrant): boolean {
  return one.functionName === other.functionName && one.qualifier === other.qualifier;
}
