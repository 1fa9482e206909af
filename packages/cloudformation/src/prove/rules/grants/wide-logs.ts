import type { PatchOperation } from '../../../finding.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { needOfLogs } from './need-of-logs.ts';
import { writtenStatement } from './written-place.ts';

/** `logs:*` beside other actions, narrowed to what writing logs takes; undefined where other wildcards would be left. */
export function wideLogs(audit: Audit, grant: Grant): readonly PatchOperation[] | undefined {
  const { at, path } = grant;
  const actions = writtenStatement(at, path)?.['Action'];
  if (!Array.isArray(actions) || !actions.every((each) => typeof each === 'string')) return undefined;
  const names: readonly string[] = actions;
  if (!names.includes('logs:*') || names.some((each) => each !== 'logs:*' && each.endsWith(':*')))
    return undefined;
  const need = needOfLogs(audit, grant);
  if (need === undefined) return undefined;
  const value = [...new Set(names.flatMap((each) => (each === 'logs:*' ? need.actions : [each])))];
  return [{ op: 'replace', path: [...path, 'Action'], value }];
}
