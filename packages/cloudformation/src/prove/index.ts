/** Proves a template's authorisations: whether each hop of its road is allowed, and what to do where it is not. */

export type {
  Answer,
  Hop,
  HopFix,
  HopKind,
  Place,
  Proof,
  Question,
  Scenario,
} from './proof.ts';
export type { Provable, ProveOptions } from './provable.ts';
export { prove } from './prove.ts';
export type { ReportJson } from './report/json.ts';
export { loadReporting, type Reporting } from './report/load-report.ts';
export type { Report, ReportSubject, TextPosition } from './report/report.ts';
export type { SarifLog } from './report/sarif-log.ts';
export type { Summary } from './report/summary.ts';
export type { TextOptions } from './report/text.ts';
