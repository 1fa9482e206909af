import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * @typedef {object} Outcome
 * @property {number | null} code  exit code; null when a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a command to its end. It is ended after `limitMs`, which then rejects.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, input?: string, limitMs?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export async function run(command, args, { env, cwd, input, limitMs = 120_000 } = {}) {
  const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = collect(child);
  child.stdin.on('error', () => {}); // a command that reads nothing may be gone before its input
  child.stdin.end(input ?? '');
  const [code] = await endOf(child, limitMs, `${command} ${args.join(' ')}`);
  return { code, ...output };
}

/**
 * A command that stays up, once it has printed what `ready` recognises.
 *
 * @template T
 * @typedef {object} Running
 * @property {T} found  what `ready` made of the output
 * @property {() => Promise<Outcome>} stop  asks it to end, as Ctrl-C does; rejects when it does not within 20 s
 */

/**
 * Starts a command that stays up. Rejects with its output when it ends or is silent for too long.
 *
 * @template T
 * @param {readonly string[]} args  of `node`
 * @param {{ cwd: string, ready: (stdout: string) => T | undefined, limitMs: number }} options
 * @returns {Promise<Running<T>>}
 */
export async function startNode(args, { cwd, ready, limitMs }) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const name = `node ${args.join(' ')}`;
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const found = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('was not up in time'), limitMs);
    const fail = (/** @type {string} */ why) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${name} ${why}:\n${output.stdout}\n${output.stderr}`));
    };
    child.once('error', (error) => fail(error.message));
    const onClose = (/** @type {number | null} */ code) => fail(`ended with ${code}`);
    const onData = () => {
      const value = ready(output.stdout);
      if (value === undefined) return;
      clearTimeout(timer);
      child.off('close', onClose);
      child.stdout.off('data', onData); // what it prints when it ends is not the beginning again
      resolve(value);
    };
    child.once('close', onClose);
    child.stdout.on('data', onData);
  });
  return {
    found,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await endOf(child, 20_000, name);
      process.off('exit', endWithUs);
      return { code, ...output };
    },
  };
}

/** @param {import('node:child_process').ChildProcessByStdio<any, import('node:stream').Readable, import('node:stream').Readable>} child */
function collect(child) {
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.stderr += text;
  });
  return output;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} limitMs
 * @param {string} name
 * @returns {Promise<[number | null]>}
 */
async function endOf(child, limitMs, name) {
  if (child.exitCode !== null) return [child.exitCode];
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  try {
    const [code, signal] = await once(child, 'close');
    if (signal === 'SIGKILL') throw new Error(`${name} did not end within ${limitMs} ms.`);
    return [code];
  } finally {
    clearTimeout(timer);
  }
}
