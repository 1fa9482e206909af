import type { Hop } from '../../proof.ts';
import { answers, marks, nameOf, oneLine, sentence, verb } from '../words.ts';
import type { Box, Point } from './layout.ts';
import { drawnLines, textWidth } from './text-size.ts';
import { escapeXml, round } from './xml.ts';

/** What is written on an arrow: a pill with mark and verb, and below it why a hop is not allowed. */
export interface Label extends Box {
  readonly pill: string;
  readonly pillWidth: number;
  readonly reasons: readonly string[];
  readonly textHeight: number;
}

const pillSize = 12;
const reasonSize = 11.5;
const reasonRoom = 216;
const lineHeight = 15;

/** Measures an arrow's label. */
export function labelOf(hop: Hop): Label {
  const pill = `${marks[hop.answer]} ${verb(hop.kind)}`;
  const pillWidth = Math.ceil(textWidth(pill, pillSize, true) + 22);
  const reasons =
    hop.answer === 'allowed'
      ? []
      : drawnLines(oneLine(hop.because), reasonRoom, reasonSize, hop.answer === 'denied' ? 6 : 4);
  const widths = reasons.map((line) => textWidth(line, reasonSize));
  return {
    pill,
    pillWidth,
    reasons,
    width: Math.ceil(Math.max(pillWidth, ...widths)),
    height: 24,
    textHeight: reasons.length === 0 ? 0 : reasons.length * lineHeight + 8,
  };
}

/** Draws a label with the middle of its pill at a point. */
export function drawLabel(hop: Hop, { pill, pillWidth, reasons }: Label, { x, y }: Point): string {
  const when = hop.when === undefined ? '' : ` When ${hop.when.join('; or ')}.`;
  const words = `${nameOf(hop.from)} to ${nameOf(hop.to)}, ${answers[hop.answer]}: ${sentence(oneLine(hop.because))}${when}`;
  return [
    `<g transform="translate(${round(x)} ${round(y)})">`,
    `<title>${escapeXml(oneLine(words))}</title>`,
    `<rect x="${round(-pillWidth / 2)}" y="-12" width="${pillWidth}" height="24" rx="12" class="pill ${hop.answer}"/>`,
    `<text y="4" font-size="${pillSize}" font-weight="600" text-anchor="middle" class="${hop.answer}">${escapeXml(pill)}</text>`,
    ...reasons.map(
      (line, index) =>
        `<text y="${round(29 + index * lineHeight)}" font-size="${reasonSize}" text-anchor="middle" class="${hop.answer}">${escapeXml(line)}</text>`,
    ),
    '</g>',
  ].join('');
}

/** Draws an arrow along its points: level through labels and past cards, curved in between. */
export function drawArrow(hop: Hop, points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  let [before, path] = [start, `M${round(start.x)} ${round(start.y)}`];
  for (const [index, point] of rest.entries()) {
    const middle = round((before.x + point.x) / 2);
    // Every second stretch lies within a column.
    const level = index % 2 === 1 || Math.abs(before.y - point.y) < 0.5;
    path += level
      ? `L${round(point.x)} ${round(point.y)}`
      : `C${middle} ${round(before.y)} ${middle} ${round(point.y)} ${round(point.x)} ${round(point.y)}`;
    before = point;
  }
  return `<path class="arrow ${hop.answer}" d="${path}" marker-end="url(#tip-${hop.answer})"/>`;
}
