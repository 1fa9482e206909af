import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError, type Caller, type Kernel } from '../../service.ts';
import { invalidParameter, notBuilt } from '../errors.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

const MAX_ZIPPED = 52_428_800;
const MAX_UNZIPPED = 262_144_000;
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** A function's deployment package. */
export interface CodePackage {
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64, as the API reports it. */
  readonly sha256: string;
  readonly files: readonly CodeFile[];
}

interface CodeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** The `Code` of CreateFunction, or the members of UpdateFunctionCode. */
export interface CodeInput {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
  readonly SourceKMSKeyArn?: string;
}

/**
 * Gets the zip from the request or, as the caller, from S3, and opens it. Fails with
 * InvalidParameterValueException for anything that is no zip with plain files inside the task root.
 */
export async function readCode(kernel: Kernel, caller: Caller, code: CodeInput): Promise<CodePackage> {
  if (code.ImageUri !== undefined) throw notBuilt('A container image as code');
  if (code.SourceKMSKeyArn !== undefined) throw notBuilt('Code encrypted with a KMS key');
  if (code.ZipFile !== undefined) {
    if (code.ZipFile.byteLength >= MAX_ZIPPED) throw tooLargeZip();
    return openZip(code.ZipFile);
  }
  if (code.S3Bucket === undefined || code.S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  if (code.S3ObjectVersion !== undefined) throw notBuilt('Code from a version of an S3 object');
  return openZip(await fetchZip(kernel, caller, code.S3Bucket, code.S3Key));
}

/** Code that comes through S3 has only the limit on its unzipped size. */
function tooLargeZip(): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `Zipped size must be smaller than ${MAX_ZIPPED} bytes`,
    413,
  );
}

async function fetchZip(kernel: Kernel, caller: Caller, bucket: string, key: string): Promise<Uint8Array> {
  try {
    const input = { Bucket: bucket, Key: key };
    const { Body } = await kernel.call<{ Body?: Uint8Array }>(caller, 's3', 'GetObject', input);
    return Body ?? new Uint8Array();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}

/** Opens a deployment package; pure. */
export function openZip(zip: Uint8Array): CodePackage {
  const entries = readZipDirectory(zip);
  if (entries === undefined) throw notUnzipped();
  const plain = entries.filter((entry) => !entry.name.endsWith('/'));
  if (plain.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
  for (const entry of plain) checkEntry(entry);
  if (hasFileAsFolder(plain)) throw notUnzipped();
  const size = plain.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (size >= MAX_UNZIPPED) {
    throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED} bytes`);
  }

  const contents = inflate(zip);
  const files = plain.map((entry) => {
    const bytes = contents[entry.name];
    if (bytes === undefined) throw notUnzipped();
    return { path: posix.normalize(entry.name), bytes, executable: (entry.mode & 0o111) !== 0 };
  });
  return { zip, sha256: createHash('sha256').update(zip).digest('base64'), files };
}

function inflate(zip: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip, { filter: (file) => !file.name.endsWith('/') });
  } catch {
    throw notUnzipped();
  }
}

/** A path that leaves the task root, a link or an encrypted entry makes the package one that cannot be opened. */
function checkEntry(entry: ZipEntry): void {
  const parts = entry.name.split('/');
  const leaves = entry.name.startsWith('/') || parts.includes('..') || /[\\\0]|^[A-Za-z]:/.test(entry.name);
  const isLink = (entry.mode & FILE_TYPE) === SYMBOLIC_LINK;
  if (leaves || isLink || entry.encrypted || posix.normalize(entry.name) === '.') throw notUnzipped();
}

/** Whether a file stands where another entry needs a folder. */
function hasFileAsFolder(entries: readonly ZipEntry[]): boolean {
  const files = new Set(entries.map(({ name }) => posix.normalize(name)));
  for (const file of files) {
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) {
      if (files.has(folder)) return true;
    }
  }
  return false;
}

function notUnzipped(): AwsError {
  return invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
}

/** Writes the package's files into `directory`, which becomes the task root. */
export async function writeCode(code: CodePackage, directory: string): Promise<void> {
  for (const { path, bytes, executable } of code.files) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    if (executable) await chmod(target, 0o755);
  }
}
