import type { Hop, Place } from '../../proof.ts';
import { marks, nameOf, oneLine, typeName, verb } from '../words.ts';
import { glyphOf } from './glyphs.ts';
import type { Box, Point } from './layout.ts';
import { drawnLines, textWidth } from './text-size.ts';
import { escapeXml, round } from './xml.ts';

/** A place as it will be drawn. */
export interface Card extends Box {
  readonly place: Place;
  readonly names: readonly string[];
  readonly type: string;
  /** Hops of the place to itself, below its name. */
  readonly inner: readonly { readonly hop: Hop; readonly text: string }[];
}

const nameSize = 13.5;
const typeSize = 11;
const textLeft = 58;
const room = 176;

/** Measures a place's card: the name in at most two lines, its type, and hops to itself. */
export function cardOf(place: Place, innerHops: readonly Hop[]): Card {
  const names = drawnLines(nameOf(place), room, nameSize, 2, { bold: true, keepEnd: true });
  const [type = ''] = drawnLines(typeName(place.type), room, typeSize, 1);
  const inner = innerHops.map((hop) => {
    const why = hop.answer === 'allowed' ? '' : `: ${oneLine(hop.because)}`;
    const [text = ''] = drawnLines(`↻ ${marks[hop.answer]} ${verb(hop.kind)}${why}`, room + 36, typeSize, 1);
    return { hop, text };
  });
  const texts = [
    ...names.map((line) => textWidth(line, nameSize, true)),
    textWidth(type, typeSize),
    ...inner.map(({ text }) => textWidth(text, typeSize) - 44),
  ];
  return {
    place,
    names,
    type,
    inner,
    width: Math.max(156, Math.ceil(textLeft + Math.max(...texts) + 20)),
    height: 60 + (names.length - 1) * 17 + inner.length * 18,
  };
}

/** Draws a card with its upper left corner at a point. */
export function drawCard({ place, names, type, inner, width, height }: Card, at: Point): string {
  const { family, strokes } = glyphOf(place.type);
  const main = height - inner.length * 18;
  const outer = place.logicalId === undefined ? ' outer' : '';
  const first = (main - names.length * 17 - 14) / 2 + 13.5;
  return [
    `<g transform="translate(${round(at.x)} ${round(at.y)})">`,
    `<title>${escapeXml(`${nameOf(place)}: ${oneLine(place.type)}`)}</title>`,
    `<rect width="${width}" height="${height}" rx="11" class="card${outer}"/>`,
    `<rect x="12" y="${round(main / 2 - 18)}" width="36" height="36" rx="9" fill="var(--${family})" fill-opacity="0.12"/>`,
    `<g class="glyph" stroke="var(--${family})" transform="translate(18 ${round(main / 2 - 12)})">${strokes}</g>`,
    ...names.map(
      (line, index) =>
        `<text x="${textLeft}" y="${round(first + index * 17)}" font-size="${nameSize}" font-weight="600">${escapeXml(line)}</text>`,
    ),
    `<text x="${textLeft}" y="${round(first + names.length * 17 - 1)}" font-size="${typeSize}" class="soft">${escapeXml(type)}</text>`,
    ...inner.map(
      ({ hop, text }, index) =>
        `<text x="14" y="${main + 7 + index * 18}" font-size="${typeSize}" class="${hop.answer}">${escapeXml(text)}</text>`,
    ),
    '</g>',
  ].join('');
}
