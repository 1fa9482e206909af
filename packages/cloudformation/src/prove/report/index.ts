/** What a proof says, for people and for machines; and the changes that mend what it finds. */

export { applyPatch } from '../../patch/apply-patch.ts';
export { PatchError, type PatchErrorCode } from '../../patch/patch-error.ts';
export { patchText } from '../../patch/patch-text.ts';
export { type ReportJson, reportJson } from './json.ts';
export { renderMermaid } from './mermaid.ts';
export type { Report, ReportSubject, TextPosition } from './report.ts';
export { reportSarif } from './sarif.ts';
export type {
  SarifFix,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifRegion,
  SarifResult,
  SarifRule,
  SarifRun,
} from './sarif-log.ts';
export { exitCodeOf, findingsOf, type Summary, summarise, summaryLine } from './summary.ts';
export { renderSvg } from './svg/render-svg.ts';
export { renderHop, renderText, type TextOptions } from './text.ts';
