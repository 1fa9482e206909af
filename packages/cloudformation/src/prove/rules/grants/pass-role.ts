import type { Finding } from '../../../finding.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';
import { severityFor } from './wide-actions.ts';
import { elements } from './wildcards.ts';

const PASSES: ReadonlySet<string> = new Set(['iam:passrole', 'iam:*']);
const ANY_ROLE = /^(\*+|arn:[^:]*:iam::[^:]*:(\*+|role\/\*+))$/;

/** Grants to pass any role to any service. */
export function passRole(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    const { Action, Resource, Condition } = grant.statement;
    if (grant.kind !== 'identity' || Condition !== undefined) return [];
    const passes = elements(Action).some((each) => PASSES.has(each.toLowerCase()));
    if (!passes || !elements(Resource).some((each) => ANY_ROLE.test(each))) return [];
    return [
      finding(audit, grant.at, {
        id: 'PassesAnyRole',
        severity: severityFor(grant),
        message: `The ${grant.name} allows passing any role (iam:PassRole on *).`,
        cause: 'Its holder can give itself the rights of any role, through a service that takes one.',
        fix: 'Name the roles, and the service by iam:PassedToService.',
        path: grant.path,
        documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      }),
    ];
  });
}
