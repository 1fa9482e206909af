import type { SourceLocation } from '@wayleave/cloudformation';
import { legible, type Paint } from '../paint.ts';
import type { Failure } from './progress.ts';
import { readableReason } from './statuses.ts';

/** What failed first, why, and where it was written. */
export function renderFailure(failure: Failure, source: SourceLocation | undefined, paint: Paint): string {
  const where = source === undefined ? '' : `\n  at ${source.file}:${source.line}:${source.column}`;
  const head = `${failure.path} (${failure.type}) ${failure.status}`;
  return `${paint('red', `Failed first: ${legible(head)}`)}\n  ${legible(readableReason(failure.reason))}${where}\n`;
}

/** The outputs of a stack, aligned. */
export function renderOutputs(outputs: Readonly<Record<string, string>>, paint: Paint): string {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return '';
  const width = Math.max(...entries.map(([key]) => key.length));
  return `\n${paint('bold', 'Outputs')}\n${entries
    .map(([key, value]) => `  ${legible(key.padEnd(width))}  ${legible(value)}\n`)
    .join('')}`;
}
