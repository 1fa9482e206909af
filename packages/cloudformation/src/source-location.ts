import { fileURLToPath } from 'node:url';
import type { SourceLocation } from './finding.ts';

/** A call that was noted: V8 keeps the frames, and writes them down only when they are asked for. */
export interface Call {
  readonly stack?: string;
}

const frames = 24;
let own: string | undefined;

/** Notes who calls `method`. Costs some microseconds; nothing is formatted. */
export function noteCall(method: (...args: never) => unknown): Call {
  const call: Call = {};
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  Error.captureStackTrace(call, method);
  Error.stackTraceLimit = before;
  return call;
}

/** The first place in the user's program: frames of this package, of Node.js and of what is installed do not count. */
export function locate(call: Call): SourceLocation | undefined {
  own ??= fileURLToPath(new URL('./', import.meta.url));
  const inside = own;
  const found = (call.stack ?? '')
    .split('\n')
    .map(readFrame)
    .filter((frame) => frame !== undefined && !frame.file.startsWith(inside));
  return found.find((frame) => !/[\\/]node_modules[\\/]/.test(frame?.file ?? '')) ?? found[0];
}

/** Reads one line of a stack, such as `at add (file:///stack.ts:3:5)`; undefined for what is in no file. */
export function readFrame(line: string): SourceLocation | undefined {
  const at = /^\s*at (?:async )?(.*)$/.exec(line)?.[1];
  if (at === undefined) return undefined;
  const place = at.endsWith(')') ? at.slice(at.indexOf(' (') + 2, -1) : at;
  const parts = /^(file:\/\/.*|\/.*|[A-Za-z]:[\\/].*):(\d+):(\d+)$/.exec(place);
  if (parts === null) return undefined;
  const [, file = '', row, column] = parts;
  return {
    file: file.startsWith('file:') ? fileURLToPath(file) : file,
    line: Number(row),
    column: Number(column),
  };
}
