/**
 * V8 takes what it is given as compiled code: it checks its own version and flags, and of the source its length. What is
 * kept says therefore of which text it is, and has a sum. A sector that a crash of the machine left empty is found by
 * it: it has one word of each 512 bytes, as to add all would take longer than to read them.
 */

/** Bytes: the sum and two times, then the label, then the code. */
const NUMBERS = 24;
const HEADER = 160;
const STRIDE = 512;

/** Compiled code, when it was first kept and when last, in milliseconds since 1970. */
export interface Kept {
  readonly data: Buffer;
  readonly born: number;
  readonly at: number;
}

/** The compiled code as it is kept. `label` says of which text it is: ASCII, less than 90 characters. */
export function sealed({ data, born, at }: Kept, label: string): Buffer {
  const bytes = Buffer.alloc(HEADER + data.length);
  bytes.write(labelOf(label, data.length), NUMBERS, 'latin1');
  data.copy(bytes, HEADER);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setFloat64(8, born);
  view.setFloat64(16, at);
  view.setInt32(0, sumOf(view));
  return bytes;
}

/** The compiled code, if it is whole and of this text. */
export function unsealed(bytes: Buffer, label: string): Kept | undefined {
  if (bytes.length <= HEADER) return undefined;
  const data = bytes.subarray(HEADER);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.toString('latin1', NUMBERS, HEADER) !== labelOf(label, data.length)) return undefined;
  if (view.getInt32(0) !== sumOf(view)) return undefined;
  return { data, born: view.getFloat64(8), at: view.getFloat64(16) };
}

const labelOf = (label: string, length: number) => `wayleave 1 ${length} ${label}`.padEnd(HEADER - NUMBERS);

/**
 * Whether a process that read what is kept keeps it anew with what it compiled besides: after a minute, and then at four
 * times the age. A program may have used little of the package at first; later on less and less is missing.
 */
export const isDue = ({ born, at }: Kept, now: number): boolean => now - at > 3 * (at - born) + 60_000;

function sumOf(view: DataView): number {
  let sum = 0;
  for (let at = HEADER; at + 4 <= view.byteLength; at += STRIDE)
    sum = (Math.imul(sum, 31) + view.getInt32(at)) | 0;
  return sum;
}
