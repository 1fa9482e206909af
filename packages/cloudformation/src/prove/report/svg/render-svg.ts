import type { Answer, Hop } from '../../proof.ts';
import { placesOf } from '../places.ts';
import type { Report } from '../report.ts';
import { summarise, summaryLine } from '../summary.ts';
import { marks, nameOf, oneLine, sentence, verb } from '../words.ts';
import { cardOf, drawCard } from './card.ts';
import { drawArrow, drawLabel, labelOf } from './label.ts';
import { layOut } from './layout.ts';
import { style } from './style.ts';
import { textWidth } from './text-size.ts';
import { escapeXml, round } from './xml.ts';

const margin = 32;
const head = 88;
const foot = 52;

/**
 * A report as a picture: services as cards, hops as arrows with their mark; what is denied is red and says why,
 * what is unknown is dashed. Self-contained, without scripts, for light and dark, with the hops in words for
 * who does not see it.
 *
 * @example
 * writeFileSync('road.svg', renderSvg(report));
 */
export function renderSvg(report: Report): string {
  const hops = report.proof?.hops ?? [];
  const { places, keyOf } = placesOf(hops);
  const numbers = new Map([...places.keys()].map((key, index): [string, number] => [key, index]));
  const numberOf = (place: Hop['from']) => numbers.get(keyOf(place)) ?? 0;
  const inner = hops.filter((hop) => numberOf(hop.from) === numberOf(hop.to));
  const outer = hops.filter((hop) => numberOf(hop.from) !== numberOf(hop.to));
  const cards = [...places].map(([key, place]) =>
    cardOf(
      place,
      inner.filter((hop) => keyOf(hop.from) === key),
    ),
  );
  const labels = outer.map(labelOf);
  const layout = layOut(
    cards,
    outer.map((hop, index) => ({
      from: numberOf(hop.from),
      to: numberOf(hop.to),
      label: labels[index] ?? { width: 0, height: 0, textHeight: 0 },
    })),
  );
  const title = oneLine(report.subject.name);
  const summary = summarise(report);
  const sentence = summaryLine(summary);
  const width = round(
    Math.max(layout.width, textWidth(title, 19, true), textWidth(sentence, 13), 430) + margin * 2,
  );
  const height = round(layout.height + head + foot);
  const left = round((width - layout.width) / 2);
  const mood = summary.proven ? 'allowed' : summary.denied + summary.errors > 0 ? 'denied' : 'unknown';
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="road" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="road-title road-words">`,
    `<title id="road-title">${escapeXml(`${title}: ${sentence}`)}</title>`,
    `<desc id="road-words">${escapeXml(hops.map(hopInWords).join(' '))}</desc>`,
    `<style>${style}</style>`,
    `<defs>${(['allowed', 'denied', 'unknown'] as const).map(tip).join('')}</defs>`,
    `<rect width="${width}" height="${height}" rx="14" fill="var(--paper)"/>`,
    `<text x="${margin}" y="40" font-size="19" font-weight="650">${escapeXml(title)}</text>`,
    `<text x="${margin}" y="62" font-size="13" class="${mood}">${escapeXml(sentence)}</text>`,
    `<g transform="translate(${left} ${head})">`,
    // What is red is drawn last, so that nothing runs over it.
    ...byUrgency(outer).map(({ hop, index }) => drawArrow(hop, layout.arrows[index]?.points ?? [])),
    ...cards.map((card, index) => {
      const { x, y, width } = layout.nodes[index] ?? { x: 0, y: 0, width: card.width };
      return drawCard({ ...card, width }, { x, y });
    }),
    ...outer.map((hop, index) =>
      drawLabel(hop, labels[index] ?? labelOf(hop), layout.arrows[index]?.label ?? { x: 0, y: 0 }),
    ),
    '</g>',
    drawLegend(height - 22),
    '</svg>',
  ].join('\n')}\n`;
}

function byUrgency(hops: readonly Hop[]): readonly { readonly hop: Hop; readonly index: number }[] {
  const order: readonly Answer[] = ['allowed', 'unknown', 'denied'];
  return hops
    .map((hop, index) => ({ hop, index }))
    .sort((a, b) => order.indexOf(a.hop.answer) - order.indexOf(b.hop.answer));
}

function tip(answer: Answer): string {
  const colour = answer === 'allowed' ? 'line' : answer;
  return `<marker id="tip-${answer}" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 9.5 5 0 9.5 2 5z" fill="var(--${colour})"/></marker>`;
}

function hopInWords(hop: Hop): string {
  const words = { allowed: 'allowed', denied: 'not authorised', unknown: 'undecided' };
  return `${nameOf(hop.from)} to ${nameOf(hop.to)}, ${verb(hop.kind)}: ${words[hop.answer]}. ${sentence(oneLine(hop.because))}`;
}

function drawLegend(y: number): string {
  let x = margin;
  return (
    [
      ['allowed', 'allowed'],
      ['denied', 'not authorised'],
      ['unknown', 'cannot be decided from the template'],
    ] as const
  )
    .map(([answer, words]) => {
      const text = `${marks[answer]} ${words}`;
      const drawn = `<path class="arrow ${answer}" d="M${x} ${y - 4}h26" marker-end="url(#tip-${answer})"/><text x="${x + 34}" y="${y}" font-size="11.5" class="soft">${text}</text>`;
      x += 34 + Math.ceil(textWidth(text, 11.5)) + 22;
      return drawn;
    })
    .join('\n');
}
