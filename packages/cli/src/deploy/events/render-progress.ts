import { clip, duration, legible, type Paint } from '../paint.ts';
import type { Progress, ResourceProgress, SeenEvent } from './progress.ts';
import { isAtRest, readableReason } from './statuses.ts';

export interface Canvas {
  readonly columns: number;
  readonly rows: number;
}

/** The resources as a table that fits the terminal: what is under way first, then the failed, then the latest. */
export function renderProgress(
  name: string,
  progress: Progress,
  now: number,
  { columns, rows }: Canvas,
  paint: Paint,
): readonly string[] {
  const all = [...progress.resources.values()];
  const room = Math.max(3, rows - 4);
  const shown = all.length <= room ? all : mostTelling(all, room - 1);
  const width = Math.max(0, ...shown.map(label).map((text) => text.length));
  const elapsed = duration((progress.endedAt ?? now) - (progress.startedAt ?? now));
  const hidden = all.length - shown.length;
  return [
    `${paint('bold', legible(name))}  ${progress.status ?? 'waiting'}  ${paint('dim', elapsed)}`,
    ...shown.map((resource) => row(resource, width, now, columns, paint)),
    ...(hidden > 0 ? [paint('dim', `  … ${hidden} more`)] : []),
  ];
}

function mostTelling(all: readonly ResourceProgress[], room: number): readonly ResourceProgress[] {
  const weight = ({ status }: ResourceProgress) =>
    !isAtRest(status) ? 0 : status.endsWith('_FAILED') ? 1 : 2;
  const chosen = new Set(
    all
      .toReversed()
      .sort((a, b) => weight(a) - weight(b))
      .slice(0, room),
  );
  return all.filter((resource) => chosen.has(resource));
}

function label({ path, depth }: ResourceProgress): string {
  return `${'  '.repeat(depth)}${path.slice(path.lastIndexOf('/') + 1)}`;
}

function row(resource: ResourceProgress, width: number, now: number, columns: number, paint: Paint): string {
  const { status, type, startedAt, endedAt } = resource;
  const colour = colourOf(status);
  const time = duration((endedAt ?? now) - startedAt).padStart(7);
  const reason = status.endsWith('_FAILED') ? `  ${oneLine(resource.reason ?? '')}` : '';
  const text = `  ${markOf(status)} ${label(resource).padEnd(width)}  ${status.padEnd(20)} ${time}  ${type}${reason}`;
  return paint(colour, clip(legible(text), columns - 1));
}

/** One event as a line, for output that is no terminal. */
export function renderEvent(event: SeenEvent, startedAt: number, paint: Paint): string {
  const { status, reason, type, within, logicalId, at } = event;
  const path = [...within, logicalId].join('/');
  const why = reason === undefined ? '' : `  ${oneLine(readableReason(reason))}`;
  const text = `  +${duration(at - startedAt).padEnd(7)} ${markOf(status)} ${path}  ${status}  ${type}${why}`;
  return paint(colourOf(status), legible(text));
}

function oneLine(text: string): string {
  return readableReason(text).replace(/\s*\n\s*/g, ' ');
}

function markOf(status: string): string {
  if (status.endsWith('_FAILED')) return '✗';
  if (!isAtRest(status)) return '…';
  return status.startsWith('DELETE') ? '-' : '✓';
}

function colourOf(status: string): 'red' | 'yellow' | 'green' | 'dim' {
  if (status.endsWith('_FAILED') || status.includes('ROLLBACK')) return 'red';
  if (!isAtRest(status)) return 'yellow';
  return status.startsWith('DELETE') ? 'dim' : 'green';
}

/** What draws lines over the ones drawn before. */
export function redrawn(linesBefore: number, lines: readonly string[]): string {
  const up = linesBefore > 0 ? `\u001b[${linesBefore}A\u001b[0J` : '';
  return `${up}${lines.map((line) => `${line}\n`).join('')}`;
}
