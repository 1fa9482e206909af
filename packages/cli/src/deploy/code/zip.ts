import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With `/` between its parts. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}

/** 1 January 1980, the first day there is: the same files make the same package on every day. */
const DATE = 0x0021;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const UNIX = 3 << 8;
const VERSION = 20;

/**
 * A zip file of these entries, in order of their names.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, executable = false } of sorted) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = commonHeader(crc32(bytes), packed.length, bytes.length, path.length);
    const local = Buffer.concat([record(0x0403_4b50), common, Buffer.alloc(2), path, packed]);
    files.push(local);
    const tail = Buffer.alloc(14);
    // Comment, disk and internal attributes stay 0; the file's mode is in the upper half of the external ones.
    tail.writeUInt32LE((executable ? 0o100_755 : 0o100_644) * 0x1_0000, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([record(0x0201_4b50), made(), common, Buffer.alloc(2), tail, path]));
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(sorted.length, 4);
  end.writeUInt16LE(sorted.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, listing, record(0x0605_4b50), end]);
}

function record(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

function made(): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(UNIX | VERSION);
  return bytes;
}

/** What the header of a file and its entry in the directory share, up to the length of the name. */
function commonHeader(crc: number, packed: number, size: number, nameLength: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(VERSION, 0);
  bytes.writeUInt16LE(UTF8_NAMES, 2);
  bytes.writeUInt16LE(DEFLATED, 4);
  bytes.writeUInt16LE(0, 6);
  bytes.writeUInt16LE(DATE, 8);
  bytes.writeUInt32LE(crc, 10);
  bytes.writeUInt32LE(packed, 14);
  bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(nameLength, 22);
  return bytes;
}
