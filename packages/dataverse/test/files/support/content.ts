import { randomBytes } from 'node:crypto';

// A prime, so that no chunk of a round size looks like another.
const BLOCK = 1_048_573;
const block = randomBytes(BLOCK);
const twice = Buffer.concat([block, block]);

/** The bytes that every test file has at that place; made of nothing, and different at each place of a chunk. */
export function content(start: number, length: number): Uint8Array {
  const at = start % BLOCK;
  if (at + length <= twice.length) return twice.subarray(at, at + length);
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const piece = content(start + filled, Math.min(length - filled, BLOCK));
    bytes.set(piece, filled);
    filled += piece.length;
  }
  return bytes;
}

/** Whether `bytes` are the ones at `start`, without copying. */
export function isContent(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const piece = bytes.subarray(at, at + BLOCK);
    if (Buffer.compare(piece, content(start + at, piece.length)) !== 0) return false;
  }
  return true;
}

/** The content as a stream that gives pieces of the given sizes in turn. */
export async function* contentStream(
  size: number,
  pieceSizes: readonly number[] = [65_536],
  start = 0,
): AsyncGenerator<Uint8Array> {
  for (let at = start, turn = 0; at < size; turn += 1) {
    const length = Math.min(pieceSizes[turn % pieceSizes.length] ?? 1, size - at);
    yield content(at, length);
    at += length;
  }
}
