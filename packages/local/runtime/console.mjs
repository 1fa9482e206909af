// @ts-check
import { format } from 'node:util';

/*
 * A message of `console.*` is one log event however many lines it has, so it cannot travel as plain lines.
 * Frames are JSON between NUL bytes within stdout: JSON never holds a raw NUL, and order with what the
 * function writes to stdout itself is kept.
 */

const writeStdout = process.stdout.write.bind(process.stdout);
const writeStderr = process.stderr.write.bind(process.stderr);

let requestId = '';

/** @param {string} id Invocation that messages belong to from now on. */
export function setRequestId(id) {
  requestId = id;
}

/** Gives `console.*` the form of Lambda's text logs: time, request id, level and message between tabs. */
export function patchConsole() {
  const methods = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', log: 'INFO', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries({ ...methods, fatal: 'FATAL' })) {
    Reflect.set(console, method, (/** @type {unknown[]} */ ...parts) => {
      const text = [new Date().toISOString(), requestId || 'undefined', level, format(...parts)].join('\t');
      writeStdout(frame({ log: `${text}\n` }));
    });
  }
}

/**
 * Marks the end of an invocation's output on both streams, and waits until all of it has left the process.
 *
 * @param {string} id
 * @returns {Promise<void>}
 */
export async function endOfOutput(id) {
  const mark = frame({ end: id, maxRss: process.resourceUsage().maxRSS });
  await Promise.all([
    new Promise((resolve) => writeStdout(mark, resolve)),
    new Promise((resolve) => writeStderr(mark, resolve)),
  ]);
}

/** @param {object} value */
function frame(value) {
  return `\0${JSON.stringify(value)}\0`;
}
