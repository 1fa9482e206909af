import type { Statement } from '@wayleave/iam';
import type { Finding } from '../../../finding.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { CREATES, needOfLogs, WRITES } from './need-of-logs.ts';
import { elements } from './wildcards.ts';
import { writtenStatement } from './written-place.ts';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html';

/** Whether a statement is about writing logs, or about all of CloudWatch Logs, and nothing else. */
export function isLogsOnly({ Action }: Statement): boolean {
  const actions = elements(Action);
  if (actions.length === 0 || !actions.every((each) => each.startsWith('logs:'))) return false;
  return actions.includes('logs:*') || actions.every((each) => each === CREATES || WRITES.includes(each));
}

/** Grants of logs to an execution role that go beyond writing the groups of its functions. */
export function logsGrant(audit: Audit): readonly Finding[] {
  return audit
    .grants()
    .filter(
      ({ kind, statement, holders }) =>
        kind === 'identity' &&
        isLogsOnly(statement) &&
        holders.some((holder) => audit.runAs(holder).length > 0),
    )
    .flatMap((grant) => judged(audit, grant));
}

function judged(audit: Audit, grant: Grant): readonly Finding[] {
  const { statement, name, path, at } = grant;
  const actions = elements(statement.Action);
  const all = actions.includes('logs:*');
  const anywhere = elements(statement.Resource).includes('*');
  if (!all && !anywhere) return [];
  const written = writtenStatement(at, path);
  const need =
    written !== undefined && 'Action' in written && 'Resource' in written
      ? needOfLogs(audit, grant)
      : undefined;
  const patch = need && [
    { op: 'replace', path: [...path, 'Action'], value: need.actions } as const,
    {
      op: 'replace',
      path: [...path, 'Resource'],
      value: need.resources.length === 1 ? need.resources[0] : need.resources,
    } as const,
  ];
  const common = { path, documentation: PAGE, ...(patch !== undefined && { patch }) };
  const found: Finding[] = [];
  if (all) {
    found.push(
      finding(audit, at, {
        ...common,
        id: 'WildcardAction',
        severity: 'warning',
        message: `The ${name} allows logs:*, where its functions only write their logs.`,
        cause: 'A function could delete log groups, or let other accounts read them.',
        fix: `Allow ${(need?.actions ?? WRITES).join(', ')} on the log groups of the functions.`,
      }),
    );
  }
  if (anywhere) {
    found.push(
      finding(audit, at, {
        ...common,
        id: 'WildcardResource',
        severity: all ? 'warning' : 'info',
        message: `The ${name} allows ${actions.join(', ')} on *, where its functions write their own log groups.`,
        cause: all
          ? 'It reaches everything that CloudWatch Logs has in the account, not the log groups alone.'
          : 'A function could write the logs of others.',
        fix: 'Name the log groups of the functions.',
      }),
    );
  }
  return found;
}
