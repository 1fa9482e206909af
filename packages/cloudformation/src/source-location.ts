import { fileURLToPath } from 'node:url';
import type { SourceLocation } from './finding.ts';
import { ownFolder } from './package-folder.ts';

/** A call that was noted: V8 keeps the frames, and writes them down only when they are asked for. */
export interface Call {
  readonly stack?: string;
}

const frames = 24;

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
  if (!located.has(call)) located.set(call, findOnce(call.stack ?? ''));
  return located.get(call);
}

const located = new WeakMap<Call, SourceLocation | undefined>();

/** Calls in a loop have the same stack. */
function findOnce(stack: string): SourceLocation | undefined {
  if (!found.has(stack)) {
    if (found.size > 500) found.clear();
    found.set(stack, find(stack));
  }
  return found.get(stack);
}

const found = new Map<string, SourceLocation | undefined>();

function find(stack: string): SourceLocation | undefined {
  let installed: SourceLocation | undefined;
  for (const line of stack.split('\n')) {
    const frame = readFrame(line);
    if (frame === undefined || frame.file.startsWith(ownFolder)) continue;
    if (!/[\\/]node_modules[\\/]/.test(frame.file)) return frame;
    installed ??= frame;
  }
  return installed;
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
    file: file.startsWith('file:') ? pathOf(file) : file,
    line: Number(row),
    column: Number(column),
  };
}

/** A program has few files and many frames. */
function pathOf(url: string): string {
  const known = paths.get(url) ?? fileURLToPath(url);
  paths.set(url, known);
  return known;
}

const paths = new Map<string, string>();
