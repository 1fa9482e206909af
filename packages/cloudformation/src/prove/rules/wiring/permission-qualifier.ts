import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { arnOf } from '../../hops/written.ts';
import { fitsGlob } from '../../model/decide/glob.ts';
import { functionNameOf } from '../../model/function-name.ts';
import { texts } from '../../model/json.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { comparedWith } from '../grants/narrowing.ts';
import { finding } from '../rule.ts';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html';

/** Permissions on a function where its alias or version is invoked, or the other way round: each has a policy of its own. */
export function permissionQualifier(audit: Audit): readonly Finding[] {
  const denied = audit.hops.filter(({ kind, answer }) => kind === 'invoke' && answer === 'denied');
  return denied.flatMap(({ answers, to, from }) => {
    const [first] = answers;
    if (first === undefined || first.asked.principal.type !== 'service') return [];
    const { asked } = first;
    const { name, qualifier } = functionNameOf(asked.resource);
    const twin = audit.grants().find((grant) => {
      const other = functionNameOf(String(grant.statement.Resource));
      return (
        grant.kind === 'permission' &&
        other.name === name &&
        other.qualifier !== qualifier &&
        isFor(grant, asked.principal.arn, asked.context?.['aws:SourceArn'])
      );
    });
    if (twin === undefined) return [];
    const target = audit.world.resources.get(to.logicalId ?? '');
    const isFree =
      target !== undefined &&
      audit.world.resourceOf(asked.resource) === target &&
      audit.asked().coveredBy(twin).length === 0 &&
      !audit.reaches(target, twin.at);
    const path = pathOf(twin.at, 'FunctionName');
    const wired = qualifier === undefined ? `${to.label} without a qualifier` : to.label;
    return [
      finding(audit, twin.at, {
        id: 'PermissionQualifier',
        severity: 'error',
        message: `${twin.name} is on ${shown(audit, twin)}, and ${from.label} invokes ${wired}.`,
        cause: 'A function, each of its versions and each of its aliases has a policy of its own.',
        fix: `Set its FunctionName to ${wired}.`,
        path,
        ...(isFree && { patch: [{ op: 'replace', path, value: arnOf(target).json } as const] }),
        documentation: PAGE,
      }),
    ];
  });
}

function isFor({ statement }: Grant, service: string, source: string | undefined): boolean {
  const { Principal, Condition } = statement;
  if (typeof Principal !== 'object' || !texts(Principal.Service).includes(service)) return false;
  const sources = comparedWith(Condition, 'aws:sourcearn');
  return sources.length === 0 || (source !== undefined && sources.some((each) => fitsGlob(each, source)));
}

function shown({ world }: Audit, { statement }: Grant): string {
  const { name, qualifier } = functionNameOf(String(statement.Resource));
  return qualifier === undefined
    ? `${world.show(name)} without a qualifier`
    : `${world.show(name)}:${world.show(qualifier)}`;
}
