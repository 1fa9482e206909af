import type { Finding } from '../../../finding.ts';
import type { FunctionGrant } from '../../model/policies/function-policy.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const WARNED = 16_384;
const MOST = 20_480;
/** About as long as an account, a region or a generated name. */
const STAND_IN = 'x'.repeat(14);
const TOKENS = /\uE000\d+\uE001/g;

/** Policies of functions that come near what Lambda takes: 20 KB, which no quota raises. */
export function functionPolicySize(audit: Audit): readonly Finding[] {
  // A statement of more than a kilobyte would be an odd one.
  if (audit.book.functionGrants.length < WARNED / 1024) return [];
  const byFunction = new Map<string, FunctionGrant[]>();
  for (const grant of audit.book.functionGrants) {
    if (grant.statement === undefined) continue;
    const key = `${grant.functionName}\n${grant.qualifier ?? ''}`;
    const known = byFunction.get(key);
    if (known === undefined) byFunction.set(key, [grant]);
    else known.push(grant);
  }
  return [...byFunction.values()].flatMap((grants) => {
    const [first] = grants;
    if (first === undefined || grants.length < WARNED / 1024) return [];
    const size = grants.reduce((sum, { statement }) => sum + sizeOf(statement), 0);
    if (size <= WARNED) return [];
    return [
      finding(audit, first.resource, {
        id: 'FunctionPolicyLarge',
        severity: 'warning',
        message: `The ${grants.length} permissions of ${audit.world.show(first.functionName)} come to about ${size} bytes, where Lambda takes ${MOST}.`,
        cause: 'Lambda refuses the permission that is one too many (PolicyLengthExceededException).',
        fix: 'Put sources together into one permission with a wildcard in SourceArn, or into one ResourcePolicy.',
        documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
      }),
    ];
  });
}

function sizeOf(statement: object | undefined): number {
  return JSON.stringify(statement ?? {}).replace(TOKENS, STAND_IN).length + 1;
}
