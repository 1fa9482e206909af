import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { DeployError } from '../error.ts';
import { type ZipEntry, zip } from './zip.ts';

/** A function's deployment package. */
export interface CodePackage {
  readonly zip: Uint8Array;
  /** The name of the object in S3: the same for the same files. */
  readonly key: string;
  readonly files: number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_UNZIPPED = 262_144_000;

/**
 * Packs a file, or all files of a folder, into a deployment package; a `.zip` is taken as it is.
 * Rejects with {@link DeployError} `BadCode`.
 */
export async function packageCode(path: string): Promise<CodePackage> {
  const found = await stat(path).catch((cause: unknown) => {
    throw bad(`${path} cannot be read.`, 'Name a file or a folder.', cause);
  });
  if (found.isFile() && path.endsWith('.zip')) {
    const bytes = await readFile(path);
    return { zip: bytes, key: keyOf([bytes]), files: 1 };
  }
  const entries = found.isDirectory()
    ? await entriesOf(resolve(path))
    : [await entryOf(resolve(path, '..'), resolve(path))];
  if (entries.length === 0) throw bad(`${path} holds no file.`, 'Build the code first.');
  const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MOST_UNZIPPED) {
    throw bad(`${path} has ${size} bytes; Lambda takes ${MOST_UNZIPPED}.`, 'Bundle the code, or use layers.');
  }
  // The compression differs between versions of Node.js, so that the files themselves give the name.
  const parts = entries.flatMap(({ name, bytes, executable }) => [
    Buffer.from(`${JSON.stringify([name, executable, bytes.length])}\n`),
    bytes,
  ]);
  return { zip: zip(entries), key: keyOf(parts), files: entries.length };
}

function keyOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `code/${hash.digest('hex')}.zip`;
}

async function entriesOf(root: string): Promise<readonly ZipEntry[]> {
  const all = await readdir(root, { recursive: true, withFileTypes: true });
  const files = all.filter((one) => one.isFile() || one.isSymbolicLink());
  const paths = files.map((one) => join(one.parentPath, one.name)).sort();
  const entries: ZipEntry[] = [];
  for (const path of paths) {
    // Links are followed to files; what they lead to beyond is not gone through.
    if ((await stat(path)).isFile()) entries.push(await entryOf(root, path));
  }
  return entries;
}

async function entryOf(root: string, path: string): Promise<ZipEntry> {
  const { mode } = await stat(path);
  const name = relative(root, path).split(sep).join('/');
  return { name, bytes: await readFile(path), executable: (mode & 0o100) !== 0 };
}

function bad(message: string, fix: string, cause?: unknown): DeployError {
  return new DeployError('BadCode', message, fix, { cause });
}
