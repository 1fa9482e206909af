import type { Finding } from '../../finding.ts';
import type { Hop, Scenario } from '../proof.ts';
import type { Report } from './report.ts';
import { findingsOf, type Summary, summarise } from './summary.ts';

/** A report for machines. Members may be added within a version; none changes its meaning or goes. */
export interface ReportJson {
  readonly version: 1;
  /** The file, as it was named. */
  readonly template: string;
  readonly proven: boolean;
  readonly summary: Omit<Summary, 'proven'>;
  readonly scenarios: readonly Scenario[];
  readonly hops: readonly Hop[];
  /** Of validation and proof, worst first. */
  readonly findings: readonly Finding[];
}

/**
 * A report as plain data for `JSON.stringify`.
 *
 * @example
 * JSON.stringify(reportJson(report), null, 2);
 */
export function reportJson(report: Report): ReportJson {
  const { proven, ...summary } = summarise(report);
  return {
    version: 1,
    template: report.subject.name,
    proven,
    summary,
    scenarios: report.proof?.scenarios ?? [],
    hops: report.proof?.hops ?? [],
    findings: findingsOf(report),
  };
}
