/**
 * V8 takes what it is given as compiled code: it checks its own version and flags, and of the source its length. What is
 * kept says therefore of which text it is, and has a sum. A sector that a crash of the machine left empty is found by
 * it: it has one word of each 512 bytes, as to add all would take longer than to read them.
 */

const HEADER = 128;
const STRIDE = 128;

/** The compiled code as it is kept. `label` says of which text it is: ASCII, less than 80 characters. */
export function sealed(data: Uint8Array, label: string): Buffer {
  const bytes = Buffer.alloc(HEADER + data.length);
  bytes.write(headerOf(label, data.length), 'latin1');
  bytes.set(data, HEADER);
  bytes.writeInt32LE(sumOf(bytes), HEADER - 4);
  return bytes;
}

/** The compiled code, if it is whole and of this text. */
export function unsealed(bytes: Buffer, label: string): Buffer | undefined {
  if (bytes.length <= HEADER) return undefined;
  if (bytes.toString('latin1', 0, HEADER - 4) !== headerOf(label, bytes.length - HEADER)) return undefined;
  return bytes.readInt32LE(HEADER - 4) === sumOf(bytes) ? bytes.subarray(HEADER) : undefined;
}

const headerOf = (label: string, length: number) => `wayleave 1 ${length} ${label}`.padEnd(HEADER - 4);

function sumOf(bytes: Buffer): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = HEADER; at + 4 <= bytes.byteLength; at += 4 * STRIDE)
    sum = (Math.imul(sum, 31) + words.getInt32(at, true)) | 0;
  return sum;
}
