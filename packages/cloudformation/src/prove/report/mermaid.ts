import type { Hop } from '../proof.ts';
import { placesOf } from './places.ts';
import type { Report } from './report.ts';
import { marks, nameOf, oneLine, typeName, verb } from './words.ts';

/**
 * A report as a Mermaid flowchart: places as nodes, hops as arrows with their mark; what is denied is red and
 * says why, what is unknown is dotted.
 *
 * @example
 * writeFileSync('road.mmd', renderMermaid(report));
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function renderMermaid({ proof }: Report): string {
  const hops = proof?.hops ?? [];
  const { places, keyOf } = placesOf(hops);
  const ids = new Map([...places.keys()].map((key, index) => [key, `n${index}`]));
  const idOf = (place: Hop['from']) => ids.get(keyOf(place)) ?? '';
  const links = hops.map((hop) => {
    const arrow = hop.answer === 'unknown' ? '-.->' : '-->';
    const why = hop.answer === 'allowed' ? '' : `: ${oneLine(hop.because)}`;
    return `  ${idOf(hop.from)} ${arrow}|"${escapeLabel(`${marks[hop.answer]} ${verb(hop.kind)}${why}`)}"| ${idOf(hop.to)}`;
  });
  return `${[
    'flowchart LR',
    ...[...places].map(
      ([key, place]) =>
        `  ${ids.get(key)}["${escapeLabel(nameOf(place))}<br/>${escapeLabel(typeName(place.type))}"]`,
    ),
    ...links,
    ...linkStyle(hops, 'denied', 'stroke:#d92d20,stroke-width:2px,color:#d92d20'),
    ...linkStyle(hops, 'unknown', 'stroke:#b54708,color:#b54708'),
  ].join('\n')}\n`;
}

function linkStyle(hops: readonly Hop[], answer: Hop['answer'], style: string): readonly string[] {
  const numbers = hops.flatMap((hop, index) => (hop.answer === answer ? [index] : []));
  return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(',')} ${style}`];
}

/** All that Mermaid, Markdown or HTML could read as more than text becomes a character code. */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/=()✓✗?-]/gu, (character) => `#${character.codePointAt(0)};`);
}
