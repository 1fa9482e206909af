import type { Break } from '../breaks.ts';
import type { HopResult } from '../read-hops.ts';
import { refusedHop } from '../read-hops.ts';
import type { RoadResult } from '../run-road.ts';

/** Terminal colours, or none. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
}

export const plainPaint: Paint = { good: (text) => text, bad: (text) => text, dim: (text) => text };

const wrap = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
export const colourPaint: Paint = { good: wrap(32), bad: wrap(31), dim: wrap(2) };

/** The road as text: hop by hop with what authorised each, then the record. */
export function roadText(result: RoadResult, paint: Paint): string {
  const lines = ['', 'The road, hop by hop'];
  const width = Math.max(...result.hops.map((hop) => route(hop).length));
  for (const hop of result.hops) {
    lines.push(`  ${mark(hop, paint)} ${route(hop).padEnd(width)}  ${paint.dim(hop.action)}`);
    lines.push(`      ${hop.reached ? hop.decidedBy : paint.dim('not reached')}`);
  }
  return `${[...lines, '', ...recordLines(result)].join('\n')}\n`;
}

function route({ from, to }: HopResult): string {
  return from === to ? from : `${from} → ${to}`;
}

function mark({ reached, allowed }: HopResult, paint: Paint): string {
  if (!reached) return paint.dim('·');
  return allowed ? paint.good('✓') : paint.bad('✗');
}

function recordLines({ record }: RoadResult): readonly string[] {
  if (record === undefined) return ['No record was written.'];
  const audio =
    record.audio === null
      ? 'silent'
      : `${record.audio.codec} ${record.audio.channels} × ${record.audio.sampleRate} Hz`;
  const onBehalf = record.createdOnBehalfBy;
  return [
    `The record  cwl_videos(${record.id})${record.rows === 1 ? '' : `, one of ${record.rows}`}`,
    `  clip                ${record.duration} s, ${record.codec} (${record.codecString}), ${record.width} × ${record.height}, turned ${record.rotation}°, ${record.frameRate} fps, ${audio}`,
    `  output              ${record.output}`,
    `  createdby           ${record.createdBy.email} (${record.createdBy.id})`,
    `  createdonbehalfby   ${onBehalf === null ? 'nobody: it was not impersonated' : `application user ${onBehalf.id} of app ${onBehalf.applicationId}`}`,
  ];
}

/** Why it did not work: the hop that refused, in the service's own words, and the way out. */
export function refusalText(result: RoadResult, broken: Break | undefined, paint: Paint): string {
  const hop = refusedHop(result.hops);
  const lines: string[] = [''];
  if (hop === undefined) {
    const reason =
      result.failure === undefined ? 'the record is not as it should be' : result.failure.message;
    lines.push(paint.bad(`The road ended without a refusal by any cloud: ${reason}`));
  } else {
    lines.push(paint.bad(`Refused at ${hop.id}: ${route(hop)} (${hop.action})`));
    const { error } = hop;
    if (error !== undefined) {
      lines.push(
        `  ${error.status === undefined ? '' : `${error.status} `}${error.code}`,
        `  ${error.message}`,
      );
    }
    lines.push(`  decided by  ${hop.decidedBy}`);
  }
  if (result.aftermath !== undefined) lines.push(`  then        ${result.aftermath}`);
  if (broken !== undefined) lines.push(`  left out    ${broken.leavesOut}`, `  fix         ${broken.fix}`);
  return `${lines.join('\n')}\n`;
}
