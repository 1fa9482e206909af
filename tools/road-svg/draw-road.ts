import { type Hop, type Place, places } from '../../examples/video-pipeline/road/hops.ts';
import { between, box, edgeOf, lanes, type Point, positions } from './layout.ts';

const colours = {
  aws: { line: '#c2570c', fill: '#fff7ed' },
  yours: { line: '#3f6212', fill: '#f7fee7' },
  microsoft: { line: '#1d4ed8', fill: '#eff6ff' },
} as const;
const ink = '#1f2933';
const width = 1110;
const legendTop = 622;
const legendRow = 24;

/** The road as an SVG picture: places as boxes, hops as numbered arrows, the list of hops below. */
export function drawRoad(hops: readonly Hop[]): string {
  const rows = Math.ceil(hops.length / 2);
  const height = legendTop + rows * legendRow + 20;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="road-title" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">`,
    `<title id="road-title">The road of one video: ${hops.length} hops, each of them authorised</title>`,
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#52606d"/></marker></defs>',
    `<rect width="${width}" height="${height}" rx="14" fill="#ffffff"/>`,
    `<text x="32" y="40" font-size="20" font-weight="600" fill="${ink}">One video, from SNS through Lambda into Dataverse</text>`,
    ...lanes.map(drawLane),
    drawLine(positions.lambda, positions.handler, true),
    drawNote(between(positions.lambda, positions.handler, 0.5), 'runs'),
    ...arrows(hops)
      .map(drawArrow)
      .filter((line) => line !== ''),
    ...(Object.keys(places) as Place[]).map(drawPlace),
    ...arrows(hops).map(drawNumbers),
    ...hops.map((hop, index) => drawLegend(hop, index, rows)),
    '</svg>',
  ].join('\n')}\n`;
}

interface Arrow {
  readonly from: Place;
  readonly to: Place;
  readonly numbers: readonly number[];
}

/** Hops between the same two places share an arrow. */
function arrows(hops: readonly Hop[]): readonly Arrow[] {
  const byPlaces = new Map<string, { from: Place; to: Place; numbers: number[] }>();
  for (const [index, { from, to }] of hops.entries()) {
    const arrow = byPlaces.get(`${from} ${to}`) ?? { from, to, numbers: [] };
    arrow.numbers.push(index + 1);
    byPlaces.set(`${from} ${to}`, arrow);
  }
  return [...byPlaces.values()];
}

function drawLane({ cloud, title, y, height }: (typeof lanes)[number]): string {
  const { line, fill } = colours[cloud];
  return [
    `<rect x="24" y="${y}" width="${width - 48}" height="${height}" rx="12" fill="${fill}" stroke="${line}" stroke-opacity="0.25"/>`,
    `<text x="40" y="${y + 22}" font-size="12" font-weight="600" letter-spacing="0.06em" fill="${line}">${title.toUpperCase()}</text>`,
  ].join('\n');
}

function drawPlace(place: Place): string {
  const { name, cloud } = places[place];
  const { x, y } = positions[place];
  const corner = { x: x - box.width / 2, y: y - box.height / 2 };
  return [
    `<rect x="${corner.x}" y="${corner.y}" width="${box.width}" height="${box.height}" rx="10" fill="#ffffff" stroke="${colours[cloud].line}" stroke-width="1.5"/>`,
    `<text x="${x}" y="${y + 5}" font-size="15" text-anchor="middle" fill="${ink}">${escapeXml(name)}</text>`,
  ].join('\n');
}

function drawArrow({ from, to }: Arrow): string {
  return from === to ? '' : drawLine(positions[from], positions[to], false);
}

function drawNumbers({ from, to, numbers }: Arrow): string {
  const [start, end] = [positions[from], positions[to]];
  if (from === to) return badges({ x: start.x - box.width / 2, y: start.y - box.height / 2 }, numbers);
  // A handler's arrows to one side would meet in the middle, so numbers stand nearer to the arrow's start.
  return badges(between(edgeOf(start, end, 0), edgeOf(end, start, 6), 0.45), numbers);
}

function drawLine(start: Point, end: Point, dashed: boolean): string {
  const [a, b] = [edgeOf(start, end, 0), edgeOf(end, start, 4)];
  const dash = dashed ? ' stroke-dasharray="4 5" stroke-opacity="0.6"' : ' marker-end="url(#tip)"';
  return `<line x1="${round(a.x)}" y1="${round(a.y)}" x2="${round(b.x)}" y2="${round(b.y)}" stroke="#52606d" stroke-width="1.6"${dash}/>`;
}

function drawNote({ x, y }: Point, text: string): string {
  return `<text x="${round(x + 12)}" y="${round(y)}" font-size="12" font-style="italic" fill="#52606d">${text}</text>`;
}

function badges(middle: Point, numbers: readonly number[]): string {
  const left = middle.x - ((numbers.length - 1) * 24) / 2;
  return numbers.map((number, index) => badge({ x: left + index * 24, y: middle.y }, number)).join('\n');
}

function badge({ x, y }: Point, number: number): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="11" fill="${ink}"/><text x="${round(x)}" y="${round(y + 4)}" font-size="11.5" font-weight="600" text-anchor="middle" fill="#ffffff">${number}</text>`;
}

function drawLegend(hop: Hop, index: number, rows: number): string {
  const x = index < rows ? 44 : 570;
  const y = legendTop + (index % rows) * legendRow;
  const route =
    hop.from === hop.to ? places[hop.from].name : `${places[hop.from].name} → ${places[hop.to].name}`;
  return [
    badge({ x, y: y - 4 }, index + 1),
    `<text x="${x + 20}" y="${y}" font-size="13" fill="${ink}">${escapeXml(route)} <tspan fill="#52606d" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">${escapeXml(hop.action)}</tspan></text>`,
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
