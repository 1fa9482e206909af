import type { Finding, Severity } from '../../../finding.ts';
import { list } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';
import { suggest } from './suggest.ts';
import { fixOf } from './wide-actions.ts';

const OF_AWS = /^arn:[^:]+:iam::aws:policy\/(.+)$/;
const EVERYTHING = new Set(['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess']);

/** AWS's own policies for people, on roles that run code. */
export function managedPolicies(audit: Audit): readonly Finding[] {
  const roles = new Set(audit.running().flatMap(({ role }) => role ?? []));
  return [...roles].flatMap((role) =>
    list(role.properties['ManagedPolicyArns']).flatMap((arn, index) => {
      const name = typeof arn === 'string' ? OF_AWS.exec(arn)?.[1] : undefined;
      if (name === undefined) return [];
      if (EVERYTHING.has(name)) return [told(audit, role, index, name, 'warning')];
      return name.endsWith('FullAccess') ? [told(audit, role, index, name, 'info')] : [];
    }),
  );
}

function told(audit: Audit, role: WorldResource, index: number, name: string, severity: Severity): Finding {
  const services = severity === 'warning' ? '' : ' of its service, on everything';
  return finding(audit, role, {
    id: 'ManagedPolicyTooWide',
    severity,
    message: `The execution role ${role.logicalId} has ${name}, which allows nearly every action${services}.`,
    cause: 'Whoever gets into a function that runs as it has these rights.',
    fix: fixOf(
      suggest(audit.asked().by(role), audit.world),
      `Replace ${name} by a policy of what is needed.`,
    ),
    path: [...role.path, 'Properties', 'ManagedPolicyArns', index],
    documentation:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html#aws-managed-policies',
  });
}
