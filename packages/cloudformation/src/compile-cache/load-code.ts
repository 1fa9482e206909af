import { createRequire } from 'node:module';
import type { Script } from 'node:vm';
import { type Place, placeOf, type Runtime } from './place.ts';
import { isDue, type Kept, sealed, unsealed } from './seal.ts';

/** What is asked of `process`. */
export interface Process extends Runtime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Seconds since its start. */
  uptime(): number;
  /** Of Windows 0, as files have there. */
  getuid(): number;
  once(event: 'exit', listener: () => void): unknown;
}

const thisProcess: Process = {
  env: process.env,
  version: process.version,
  arch: process.arch,
  argv: process.argv,
  now: () => Date.now(),
  uptime: () => process.uptime(),
  getuid: () => process.getuid?.() ?? 0,
  once: (event, listener) => process.once(event, listener),
};

/** Code that is to be kept when the process ends, and what was kept of it before. */
interface Loaded {
  readonly script: Script;
  readonly place: Place;
  readonly label: string;
  readonly before: Kept | undefined;
}

/** Characters of a text's first line, which tells it from all others. */
const DIGEST = 19;

/** For how many programs a file's code is kept: those that kept it last. */
const PROGRAMS = 8;

/** Seconds after which V8 has dropped code that was not run of late: to keep the rest would slow all who read it. */
const LONG = 60;

/**
 * Gives what loads a file beside the module at `url`, once each, and gives the function that it is. The compiled form is kept when the process
 * ends, and read by those that come after, as Node.js 22 does it for programs that ask for it. That it cannot be kept
 * or read is no fault: the file is compiled then.
 *
 * @example
 * const loadCode = codeLoader(import.meta.url);
 * export const { prove } = loadCode('prove-code.cjs')({ readJson });
 */
export function codeLoader(url: string, process: Process = thisProcess): (name: string) => unknown {
  const folder = builtin('node:url').fileURLToPath(new URL('./', url));
  const loaded = new Map<string, unknown>();
  const toKeep: Loaded[] = [];
  const load = (name: string): unknown => {
    const file = `${folder}${name}`;
    const place = placeOf(file, process);
    const made = place === undefined ? undefined : compile(file, place);
    return isOfThisContext(made) ? made : createRequire(url)(file);
  };
  const compile = (file: string, place: Place): unknown => {
    const { bytes, mtimeMs, uid } = read(file);
    const text = bytes.toString('latin1');
    const label = `${text.slice(0, DIGEST)} ${text.length} ${mtimeMs}`;
    const before = keptAt(place, label, [uid, process.getuid()]);
    const script = new (builtin('node:vm').Script)(text, {
      filename: file,
      ...(before && { cachedData: before.data }),
    });
    // That of a V8 with other flags is left for the processes that have them, unless it is due.
    if (before === undefined || isDue(before, process.now())) {
      toKeep.push({ script, place, label, before: script.cachedDataRejected ? undefined : before });
      if (toKeep.length === 1) process.once('exit', keepAll);
    }
    return script.runInThisContext();
  };
  const keepAll = () => {
    if (process.uptime() >= LONG) return;
    for (const each of toKeep)
      try {
        keep(each, process.now());
      } catch {
        // What cannot be kept is compiled again: the process ends as it would.
      }
  };
  return (name) => {
    if (!loaded.has(name)) loaded.set(name, load(name));
    return loaded.get(name);
  };
}

/** Test runners have contexts of their own, in which a function of Node.js's first one would make foreign objects. */
function isOfThisContext(made: unknown): boolean {
  return typeof made === 'function' && Object.getPrototypeOf(made) === Function.prototype;
}

/** Only of the owners of the package and of the process: compiled code is run as it is. */
function keptAt({ folder, name }: Place, label: string, owners: readonly number[]): Kept | undefined {
  try {
    const { bytes, uid } = read(`${folder}/${name}`);
    return owners.includes(uid) ? unsealed(bytes, label) : undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): { readonly bytes: Buffer; readonly mtimeMs: number; readonly uid: number } {
  const { closeSync, fstatSync, openSync, readSync } = builtin('node:fs');
  const opened = openSync(file, 'r');
  try {
    const { size, mtimeMs, uid } = fstatSync(opened);
    const bytes = Buffer.allocUnsafeSlow(size);
    return { bytes: bytes.subarray(0, readSync(opened, bytes)), mtimeMs, uid };
  } finally {
    closeSync(opened);
  }
}

/** Other processes see all of the file or nothing of it. */
function keep({ script, place: { folder, name, prefix }, label, before }: Loaded, now: number): void {
  const { mkdirSync, renameSync, rmSync, writeFileSync } = builtin('node:fs');
  const unfinished = `${folder}/${name}.${Math.random().toString(36).slice(2)}`;
  mkdirSync(folder, { recursive: true });
  // Where this may not be written, no time is spent on the rest.
  writeFileSync(unfinished, '', { flag: 'wx', mode: 0o600 });
  try {
    const made = script.createCachedData();
    // V8 drops code that was not called of late.
    const data = before && before.data.length > made.length ? before.data : made;
    const bytes = sealed({ data, born: before?.born ?? now, at: now }, label);
    writeFileSync(unfinished, bytes, { flush: true });
    renameSync(unfinished, `${folder}/${name}`);
  } finally {
    rmSync(unfinished, { force: true });
  }
  prune(folder, prefix);
}

/** Programs come and go, and some have another name each time. */
function prune(folder: string, prefix: string): void {
  const { readdirSync, rmSync, statSync } = builtin('node:fs');
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ file: `${folder}/${name}`, at: statSync(`${folder}/${name}`).mtimeMs }))
    .toSorted((one, other) => other.at - one.at);
  for (const { file } of files.slice(PROGRAMS)) rmSync(file, { force: true });
}

function builtin<Name extends 'node:fs' | 'node:url' | 'node:vm'>(name: Name) {
  return process.getBuiltinModule(name);
}
