import type { Finding } from '../../../finding.ts';
import { at, text } from '../../model/json.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html';

/** Log groups that keep everything: those that nobody declares, and those without a retention. */
export function logsNeverExpire(audit: Audit): readonly Finding[] {
  const { world } = audit;
  return world.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const set = text(at(fn.properties, 'LoggingConfig', 'LogGroup'));
    const group = world.named('AWS::Logs::LogGroup', set ?? `/aws/lambda/${fn.name}`);
    const told = { id: 'LogsNeverExpire', severity: 'info', documentation: PAGE } as const;
    if (group !== undefined) {
      if (group.properties['RetentionInDays'] !== undefined) return [];
      return [
        finding(audit, group, {
          ...told,
          message: `The log group ${group.logicalId} of ${fn.logicalId} keeps everything.`,
          cause: 'Without RetentionInDays logs never expire, and are paid for.',
          fix: 'Set RetentionInDays.',
        }),
      ];
    }
    if (set !== undefined) return [];
    return [
      finding(audit, fn, {
        ...told,
        message: `The log group of ${fn.logicalId} is not declared.`,
        cause: 'The first invocation makes one that keeps everything, and that outlives the stack.',
        fix: 'Declare an AWS::Logs::LogGroup with RetentionInDays, and name it in LoggingConfig.',
      }),
    ];
  });
}
