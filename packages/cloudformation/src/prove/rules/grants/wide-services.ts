import type { Finding, PatchOperation } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { isEverybody } from './open-to-anybody.ts';
import { servicesOnly } from './services-only.ts';
import { elements, isWideAction } from './wildcards.ts';
import { writtenStatement } from './written-place.ts';

/** Policies of topics, queues, buckets and functions that let services, or anybody, do everything. */
export function wideServices(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    const { kind, statement, name, at, path, holders } = grant;
    if (kind !== 'resource' && kind !== 'permission') return [];
    const { Principal, Action, NotAction } = statement;
    const isOpen = Principal !== undefined && isEverybody(Principal);
    if (!isOpen && (typeof Principal !== 'object' || Object.keys(Principal).join() !== 'Service')) return [];
    const wide = elements(Action).filter(isWideAction);
    if (wide.length === 0 && NotAction === undefined) return [];
    const limit = servicesOnly(audit, grant);
    const target = holders.map(({ logicalId }) => logicalId).join(', ') || 'what it is for';
    const what = NotAction === undefined ? wide.join(', ') : 'every action but those it lists';
    const patch = limit === undefined || NotAction !== undefined ? undefined : narrowed(grant, limit.actions);
    return [
      finding(audit, at, {
        id: NotAction === undefined ? 'WildcardAction' : 'AllowsAllBut',
        severity: 'warning',
        message: `${kind === 'permission' ? name : `The ${name}`} lets ${isOpen ? 'anybody' : 'a service'} do ${what} on ${target}.`,
        cause: 'That is also to change it, to delete it, or to open it to others.',
        fix:
          limit === undefined
            ? 'Name the actions that are needed.'
            : `Allow ${limit.actions.join(' and ')} alone.`,
        path,
        ...(patch !== undefined && { patch }),
        documentation:
          'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      }),
    ];
  });
}

function narrowed(
  { kind, at, path }: Grant,
  actions: readonly string[],
): readonly PatchOperation[] | undefined {
  const [only] = actions;
  const value = actions.length === 1 ? only : actions;
  if (kind === 'permission')
    return actions.length === 1 ? [{ op: 'replace', path: pathOf(at, 'Action'), value: only }] : undefined;
  return writtenStatement(at, path)?.['Action'] === undefined
    ? undefined
    : [{ op: 'replace', path: [...path, 'Action'], value }];
}
