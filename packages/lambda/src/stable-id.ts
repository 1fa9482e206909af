import { createHash } from 'node:crypto';

/** Namespace of the ids made here (RFC 9562 §5.5); changing it would change every id. */
const namespace = Buffer.from('6f1d2a2e0b7c5a55a3a19d4c7b5f3e10', 'hex');

/**
 * A UUID (version 5) that depends on its parts alone: the same message always writes the same row,
 * however often it is delivered. The parts are kept apart: `('a', 'bc')` and `('ab', 'c')` differ.
 *
 * @example
 * await dataverse.table('cwl_videos').upsert(stableId('video', bucket, key), row);
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.5
 */
export function stableId(...parts: readonly [string, ...string[]]): string {
  const bytes = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
