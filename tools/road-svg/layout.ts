import type { Place } from '../../examples/video-pipeline/road/hops.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const box = { width: 156, height: 52 };

/** Where each place stands: AWS above, what you run in the middle, Microsoft below. */
export const positions: Readonly<Record<Place, Point>> = {
  cloudformation: { x: 150, y: 118 },
  role: { x: 420, y: 118 },
  lambda: { x: 690, y: 118 },
  logs: { x: 960, y: 118 },
  s3: { x: 420, y: 238 },
  sns: { x: 690, y: 238 },
  setup: { x: 150, y: 382 },
  uploader: { x: 555, y: 382 },
  handler: { x: 930, y: 382 },
  graph: { x: 150, y: 526 },
  dataverse: { x: 555, y: 526 },
  entra: { x: 930, y: 526 },
};

export const lanes = [
  { cloud: 'aws', title: 'AWS', y: 62, height: 222 },
  { cloud: 'yours', title: 'Yours', y: 300, height: 128 },
  { cloud: 'microsoft', title: 'Microsoft', y: 444, height: 128 },
] as const;

/** Where the line between two boxes' middles leaves the first box, with a little air. */
export function edgeOf(from: Point, to: Point, air: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const scale = Math.min(
    (box.width / 2 + air) / Math.max(Math.abs(dx), 1e-9),
    (box.height / 2 + air) / Math.max(Math.abs(dy), 1e-9),
  );
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}

export function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
