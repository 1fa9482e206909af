import type { Finding, Severity } from '../../finding.ts';
import type { Report } from './report.ts';

/** A report in numbers. */
export interface Summary {
  /** What was asked for. */
  readonly checked: 'proof' | 'validation';
  readonly hops: number;
  readonly allowed: number;
  readonly denied: number;
  readonly unknown: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** Whether the proof holds, and no finding, of validation or proof, is an error. */
  readonly proven: boolean;
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** All findings of a report, worst first; those of validation stand before those of the proof. */
export function findingsOf({ validation, proof }: Report): readonly Finding[] {
  return [...validation, ...(proof?.findings ?? [])].sort((a, b) => ranks[a.severity] - ranks[b.severity]);
}

/** Counts what a report says. */
export function summarise(report: Report): Summary {
  const hops = report.proof?.hops ?? [];
  const findings = findingsOf(report);
  const answers = (answer: string) => hops.filter((hop) => hop.answer === answer).length;
  const severities = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  const [allowed, errors] = [answers('allowed'), severities('error')];
  return {
    checked: report.proof === undefined ? 'validation' : 'proof',
    hops: hops.length,
    allowed,
    denied: answers('denied'),
    unknown: answers('unknown'),
    errors,
    warnings: severities('warning'),
    notes: severities('info'),
    proven: report.proof?.proven !== false && allowed === hops.length && errors === 0,
  };
}

/**
 * A report's last line: `1 of 3 hops is not authorised; 2 warnings.`
 *
 * @example
 * summaryLine(summarise(report));
 */
export function summaryLine({ checked, hops, denied, unknown, errors, warnings, notes }: Summary): string {
  const told = [
    ...(checked === 'validation' ? [`The template is ${errors > 0 ? 'not ' : ''}valid`] : []),
    ...(checked === 'proof' && hops === 0 ? ['No hop was found in this template'] : []),
    ...(denied > 0 ? [`${denied} of ${count(hops, 'hop')} ${is(denied)} not authorised`] : []),
    ...(unknown > 0 ? [`${unknown} of ${count(hops, 'hop')} cannot be decided from the template`] : []),
    ...(hops > 0 && denied + unknown === 0 ? [allOf(hops)] : []),
  ];
  const found = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(notes > 0 ? [count(notes, 'note')] : []),
  ];
  return `${[told.join(', '), found.join(', ')].filter((part) => part !== '').join('; ')}.`;
}

/** 0 when proven, 1 when something is denied or an error; `strict` fails for the unknown and for warnings, too. */
export function exitCodeOf(summary: Summary, strict = false): 0 | 1 {
  if (summary.denied > 0 || summary.errors > 0) return 1;
  return strict && (summary.unknown > 0 || summary.warnings > 0) ? 1 : 0;
}

function allOf(hops: number): string {
  return hops === 1 ? 'The one hop is authorised' : `All ${hops} hops are authorised`;
}

function is(number: number): string {
  return number === 1 ? 'is' : 'are';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
