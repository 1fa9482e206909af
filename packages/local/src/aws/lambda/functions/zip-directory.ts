/** One entry of a zip's central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly uncompressedSize: number;
  /** Unix mode with its file type, 0 where the archive was not made on Unix. */
  readonly mode: number;
  readonly encrypted: boolean;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const MADE_ON_UNIX = 3;

/** Reads the central directory, which says more of an entry than unzipping does; undefined if it is no zip. */
export function readZipDirectory(zip: Uint8Array): readonly ZipEntry[] | undefined {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = findEnd(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    const nameStart = at + ENTRY_SIZE;
    entries.push({
      name: Buffer.from(zip.subarray(nameStart, nameStart + nameLength)).toString('utf8'),
      uncompressedSize: view.getUint32(at + 24, true),
      mode: view.getUint8(at + 5) === MADE_ON_UNIX ? view.getUint16(at + 40, true) : 0,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at = nameStart + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The end record is last, but for a comment of at most 64 KB. */
function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - END_SIZE - 0xffff);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return undefined;
}
