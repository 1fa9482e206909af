import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Clock } from '../../../clock.ts';
import { createOutputReader, type OutputReader } from './output-reader.ts';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface FunctionProcess {
  /** Settles once the process has ended and its output has been read. */
  readonly exited: Promise<Exit>;
  /** Settles once both output streams have passed the end of this invocation, or are closed. */
  outputOf(id: string): Promise<void>;
  /** Highest resident set so far, in MB, as the process told with its last invocation. */
  maxMemory(): number;
  /** Ends the process and what it started, at once. */
  kill(): void;
}

export interface ProcessOptions {
  readonly entry: string;
  readonly nodeFlags: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Receives every log event. */
  log(message: string): void;
}

/** A grandchild may hold the pipes open after the process itself has ended. */
const DRAIN_MS = 200;

/** Starts the Node.js process of an execution environment, in a process group of its own. */
export function startProcess(options: ProcessOptions): FunctionProcess {
  const child = spawn(process.execPath, [...options.nodeFlags, options.entry], {
    cwd: options.directory,
    env: { ...options.environment },
    // The fourth stays open as long as local AWS lives: how the process learns that it is alone.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let maxRss = 0;
  const ends = new Map<string, { left: number; settle: () => void; promise: Promise<void> }>();
  const endOf = (id: string) => {
    const known = ends.get(id);
    if (known !== undefined) return known;
    let settle = () => {};
    const promise = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const end = { left: 2, settle, promise };
    ends.set(id, end);
    return end;
  };
  const listener = {
    text: (message: string) => options.log(message),
    end(id: string, kilobytes: number) {
      maxRss = Math.max(maxRss, kilobytes);
      const end = endOf(id);
      end.left--;
      if (end.left === 0) end.settle();
    },
  };
  const lifeline = child.stdio[3];
  if (lifeline instanceof Socket) lifeline.on('error', () => {}).resume();
  const readers = [child.stdout, child.stderr].map((stream): OutputReader => {
    const reader = createOutputReader(listener);
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => reader.write(chunk));
    return reader;
  });

  const exited = untilEnd(child, options.clock).then((exit) => {
    for (const reader of readers) reader.close();
    for (const end of ends.values()) end.settle();
    return exit;
  });

  return {
    exited,
    async outputOf(id) {
      await Promise.race([endOf(id).promise, exited]);
      ends.delete(id);
    },
    maxMemory: () => Math.ceil(maxRss / 1024),
    kill: () => killGroup(child),
  };
}

function untilEnd(child: ChildProcess, clock: Clock): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('exit', (code, signal) => clock.after(DRAIN_MS, () => resolve({ code, signal })));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // The process ended between the check and the signal.
    child.kill('SIGKILL');
  }
}
