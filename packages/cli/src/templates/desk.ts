import { randomUUID } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TemplateJson } from '@wayleave/cloudformation';
import type { Proof, Reporting } from '@wayleave/cloudformation/prove';
import type { LoadedTemplate } from './load-template.ts';

/** What decides hops, and what shows them. Loaded when a command needs it. */
export interface Prover {
  prove(
    template: { toJson(): TemplateJson; sourceOf?: NonNullable<LoadedTemplate['sourceOf']> },
    options: ProveOptions,
  ): Proof;
  loadReporting(): Promise<Reporting>;
}

/** What is known of where the template will be deployed. */
export interface ProveOptions {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  /** The templates of nested stacks, by logical id; `Outer/Inner` for one in a nested one. */
  readonly nested?: Readonly<Record<string, TemplateJson>>;
}

/** What commands that read templates touch of the world: files, standard input, modules, the terminal's looks. */
export interface Desk {
  readonly cwd: string;
  /** The terminal's width; undefined where the output is no terminal. */
  readonly columns: number | undefined;
  readonly colour: boolean;
  read(file: string): Promise<string>;
  /** Where a file really is, its links followed. */
  realPath(file: string): Promise<string>;
  readInput(): Promise<string>;
  /** Writes a whole file or nothing of it; one that was there keeps its mode. */
  write(file: string, text: string): Promise<void>;
  /** Loads a module of TypeScript or JavaScript and yields its exports. */
  load(file: string): Promise<unknown>;
  /** Runs the user's own code: what it prints goes to standard error, for standard output is the command's. */
  aside<T>(run: () => Promise<T>): Promise<T>;
  prover(): Promise<Prover>;
}

/** The process's own desk. */
export function systemDesk(): Desk {
  const { stdin, stdout, stderr, env } = process;
  const terminal = stdout.isTTY && env['TERM'] !== 'dumb';
  return {
    cwd: process.cwd(),
    columns: stdout.isTTY ? stdout.columns || 80 : undefined,
    // https://no-color.org: any value but an empty one.
    colour: terminal && (env['NO_COLOR'] ?? '') === '',
    read: (file) => readFile(file, 'utf8'),
    realPath: (file) => realpath(file),
    async readInput() {
      const parts: Buffer[] = [];
      for await (const part of stdin) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    },
    write: writeWhole,
    async load(file) {
      const { createJiti } = await import('jiti');
      // Its cache could lie in a folder for temporary files, where others may have put code of theirs.
      return createJiti(pathToFileURL(file).href, { fsCache: false }).import(file);
    },
    async aside(run) {
      const { write } = stdout;
      stdout.write = stderr.write.bind(stderr) as typeof write; // the same signatures, of another stream
      try {
        return await run();
      } finally {
        stdout.write = write;
      }
    },
    prover: () => import('@wayleave/cloudformation/prove'),
  };
}

/** Writes beside the file and renames, so that a reader never sees half of it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
  const mode = await stat(file).then(
    (known) => known.mode & 0o777,
    () => 0o644,
  );
  try {
    await writeFile(beside, text, { flag: 'wx', mode });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
