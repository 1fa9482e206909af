/**
 * V8 takes what it is given as compiled code: it checks its own version and flags, and of the source its length. What is
 * kept says therefore of which text it is, and has a sum. A sector that a crash of the machine left empty is found by
 * it: it has one word of each 512 bytes, as to add all would take longer than to read them.
 */

const HEADER = 160;
const STRIDE = 128;

/** Compiled code, when it was first kept and when last, in milliseconds since 1970. */
export interface Kept {
  readonly data: Buffer;
  readonly born: number;
  readonly at: number;
}

/** The compiled code as it is kept. `label` says of which text it is: ASCII, less than 90 characters. */
export function sealed({ data, born, at }: Kept, label: string): Buffer {
  const bytes = Buffer.alloc(HEADER + data.length);
  bytes.write(`wayleave 1 ${data.length} ${born} ${at} ${label}`.padEnd(HEADER - 4), 'latin1');
  data.copy(bytes, HEADER);
  bytes.writeInt32LE(sumOf(bytes), HEADER - 4);
  return bytes;
}

/** The compiled code, if it is whole and of this text. */
export function unsealed(bytes: Buffer, label: string): Kept | undefined {
  if (bytes.length <= HEADER || bytes.readInt32LE(HEADER - 4) !== sumOf(bytes)) return undefined;
  const [name, version, length, born, at, ...rest] = bytes
    .toString('latin1', 0, HEADER - 4)
    .trimEnd()
    .split(' ');
  if (name !== 'wayleave' || version !== '1' || Number(length) !== bytes.length - HEADER) return undefined;
  if (rest.join(' ') !== label) return undefined;
  return { data: bytes.subarray(HEADER), born: Number(born), at: Number(at) };
}

/**
 * Whether a process that read what is kept keeps it anew with what it compiled besides: at twice the age. The first may
 * have used little of the package; later ones find less and less that is missing.
 */
export const isDue = ({ born, at }: Kept, now: number): boolean => now - at > at - born + 1000;

function sumOf(bytes: Buffer): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = HEADER; at + 4 <= bytes.byteLength; at += 4 * STRIDE)
    sum = (Math.imul(sum, 31) + words.getInt32(at, true)) | 0;
  return sum;
}
