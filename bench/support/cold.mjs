// What a whole process costs, from its start to its end: Node's own start and end with it, and what it waited for.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** @typedef {{ wall: number, cpu: number, rss: number, stdout: string }} Cost milliseconds, and MB of 1,000,000 bytes; `rss` is NaN of what is not Node's own process */

// Node does not tell what a child took; bash does, to the millisecond. Its report goes to the third channel.
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&5 3>&- 5>&-; } 5>&2 2>&3';
const PEAK = fileURLToPath(new URL('peak.cjs', import.meta.url));

/**
 * Runs a JavaScript file in a process of its own; rejects with what it wrote to stderr when it fails.
 *
 * @param {readonly string[]} args the file and its arguments
 * @param {{ cwd?: string, env?: Record<string, string>, withPeak?: boolean }} [options]
 * @returns {Promise<Cost>}
 */
export async function cold(args, { cwd, env = {}, withPeak = true } = {}) {
  const hook = withPeak ? ['--require', PEAK] : [];
  const child = spawn('bash', ['-c', TIMED, 'bash', process.execPath, ...hook, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const [[code], stdout, stderr, timed, peak] = await Promise.all([
    once(child, 'close'),
    ...child.stdio.slice(1).map((stream) => text(/** @type {import('node:stream').Readable} */ (stream))),
  ]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr || stdout}`);
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = timed
    .trim()
    .split(' ')
    .map((seconds) => Number(seconds) * 1000);
  return {
    wall,
    cpu: user + system,
    rss: peak === '' ? Number.NaN : (Number(peak) * 1024) / 1e6,
    stdout,
  };
}
