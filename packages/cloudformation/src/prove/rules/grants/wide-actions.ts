import type { Finding, PatchOperation, Severity } from '../../../finding.ts';
import { at, list } from '../../model/json.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { isLogsOnly } from './logs-grant.ts';
import { suggest } from './suggest.ts';
import { narrowedToUse } from './visible-use.ts';
import { wideLogs } from './wide-logs.ts';
import { elements, isAnywhere, isWideAction } from './wildcards.ts';

const PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';
const NOT_SEEN = 'The template does not show what else its holder does with it.';

/** Identity policies that allow every action, every action of a service, or all but what they list. */
export function wideActions(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    if (grant.kind !== 'identity') return [];
    const { NotAction, NotResource, Resource } = grant.statement;
    if (NotAction !== undefined || NotResource !== undefined) return [allBut(audit, grant)];
    if (isLogsOnly(grant.statement) && grant.holders.some((holder) => audit.runAs(holder).length > 0))
      return [];
    const wide = elements(grant.statement.Action).filter(isWideAction);
    const [first] = wide;
    if (first === undefined) return [];
    const all = wide.some((each) => each.startsWith('*'));
    const on = elements(Resource);
    const anywhere = on.some(isAnywhere);
    const words = suggest(audit.asked().coveredBy(grant), audit.world);
    const seen = narrowedToUse(audit, grant);
    const patch = seen ?? (all ? undefined : wideLogs(audit, grant));
    const what = all ? 'every action' : wide.join(', ');
    const where = anywhere ? 'everything' : on.map(audit.world.show).join(', ');
    return [
      finding(audit, grant.at, {
        id: 'WildcardAction',
        severity: all || anywhere ? severityFor(grant) : 'info',
        message: `The ${grant.name} allows ${what} on ${where}.`,
        cause: all
          ? 'Whoever gets hold of it may do all that AWS knows, taking more rights among it.'
          : 'It reaches what deletes, opens or reconfigures things, too, and what AWS will add one day.',
        fix: fixOf(words, 'Name the actions that are needed.', seen),
        path: grant.path,
        ...(patch !== undefined && { patch }),
        documentation: PAGE,
      }),
    ];
  });
}

function allBut(audit: Audit, grant: Grant): Finding {
  const { NotAction } = grant.statement;
  const element = NotAction === undefined ? 'NotResource' : 'NotAction';
  const what =
    NotAction === undefined ? 'on everything but what it lists' : 'every action but those it lists';
  const words = suggest(audit.asked().coveredBy(grant), audit.world);
  const patch = narrowedToUse(audit, grant);
  return finding(audit, grant.at, {
    id: 'AllowsAllBut',
    severity: severityFor(grant),
    message: `The ${grant.name} allows ${what} (${element}).`,
    cause: 'It allows also what AWS, or the account, will have one day.',
    fix: fixOf(words, `Name what is needed instead of ${element}.`, patch),
    path: grant.path,
    ...(patch !== undefined && { patch }),
    documentation: PAGE,
  });
}

/** What to do; where hops show a part of it, that part. */
export function fixOf(
  words: string | undefined,
  otherwise: string,
  patch?: readonly PatchOperation[],
): string {
  if (words === undefined) return `${otherwise} No hop of the template shows which.`;
  return patch === undefined
    ? `Allow ${words}: that is what the template shows. ${NOT_SEEN}`
    : `Allow ${words} alone.`;
}

/** A grant to what runs code hurts; one to people may be meant, and one to nobody hurts nobody yet. */
export function severityFor({ holders }: Grant): Severity {
  return holders.some(isForService) ? 'warning' : 'info';
}

function isForService({ type, properties }: WorldResource): boolean {
  return (
    type === 'AWS::IAM::Role' &&
    list(at(properties, 'AssumeRolePolicyDocument', 'Statement')).some(
      (statement) => list(at(statement, 'Principal', 'Service')).length > 0,
    )
  );
}
