import type { PrincipalElement } from '@wayleave/iam';
import type { Finding, PatchOperation, Severity } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { texts } from '../../model/json.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { comparedWith, narrows } from './narrowing.ts';
import { servicesOnly } from './services-only.ts';

const PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';

/** Policies of topics, queues, buckets, keys and functions that let in everybody, of whatever account. */
export function openToAnybody(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    if (grant.kind === 'identity' || grant.kind === 'trust' || !isOpen(grant)) return [];
    const { kind, name, at, path, holders } = grant;
    const target = holders.map(({ logicalId }) => logicalId).join(', ') || 'what it is for';
    const patch = patchOf(audit, grant);
    const heard = holders.some((each) => audit.subscriptions().some(({ topic }) => topic === each))
      ? ', and its subscribers get what strangers publish'
      : '';
    return [
      finding(audit, at, {
        id: 'OpenToAnybody',
        severity: severityOf(grant),
        message: `${kind === 'permission' ? name : `The ${name}`} lets anybody act on ${target}.`,
        cause: `Everyone in any account may do what it allows${heard}.`,
        fix: 'Name the principals, or add a condition such as aws:SourceArn or aws:PrincipalOrgID.',
        path,
        ...(patch !== undefined && { patch }),
        documentation: PAGE,
      }),
    ];
  });
}

function isOpen({ statement: { Principal, NotPrincipal, Condition } }: Grant): boolean {
  const anybody =
    NotPrincipal !== undefined ||
    Principal === '*' ||
    (typeof Principal === 'object' && texts(Principal.AWS).includes('*'));
  return anybody && !narrows(Condition);
}

/** Whether a principal is everybody, and nobody by name. */
export function isEverybody(principal: PrincipalElement): boolean {
  if (principal === '*') return true;
  return Object.keys(principal).join() === 'AWS' && texts(principal.AWS).includes('*');
}

/** A function's URL, or a web site, may be for everybody. */
function severityOf({ kind, statement, holders }: Grant): Severity {
  if (comparedWith(statement.Condition, 'lambda:functionurlauthtype').includes('NONE')) return 'info';
  if (comparedWith(statement.Condition, 'lambda:invokedviafunctionurl').includes('true')) return 'info';
  const actions = [statement.Action ?? []].flat();
  const reads =
    kind === 'resource' &&
    actions.length > 0 &&
    actions.every((each) => each.toLowerCase() === 's3:getobject');
  const site =
    holders.length > 0 && holders.every(({ properties }) => properties['WebsiteConfiguration'] !== undefined);
  return reads && site ? 'info' : 'warning';
}

/** Where services alone use it, by the template's hops: those, on whose behalf they do. */
function patchOf(audit: Audit, grant: Grant): readonly PatchOperation[] | undefined {
  const { statement, kind, at, path } = grant;
  const limit =
    statement.Principal !== undefined && isEverybody(statement.Principal)
      ? servicesOnly(audit, grant)
      : undefined;
  const [service] = limit?.services ?? [];
  if (limit === undefined || service === undefined) return undefined;
  const value = limit.services.length === 1 ? service : limit.services;
  if (kind !== 'permission') {
    return [{ op: 'replace', path: [...path, 'Principal'], value: { Service: value } }, ...limit.operations];
  }
  if (limit.services.length > 1) return undefined;
  return [{ op: 'replace', path: pathOf(at, 'Principal'), value }, ...limit.operations];
}
