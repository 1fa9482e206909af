import { badArgument } from '../errors/configuration-error.ts';

/** From which the ids of all rows of a job follow: 24 hexadecimal digits. */
export type IdSeed = string;

/**
 * A seed for a job that begins now: its first 48 bits are the time, in milliseconds, so that ids of later jobs sort
 * behind. Two jobs that begin in the same millisecond differ in 42 random bits.
 */
export function idSeed(now: number): IdSeed {
  const random = crypto.getRandomValues(Buffer.alloc(6));
  random[0] = 0x80 | ((random[0] ?? 0) & 0x3f); // variant of RFC 9562
  random[2] = 0x80 | ((random[2] ?? 0) & 0x0f); // its version 8
  return Math.trunc(now).toString(16).padStart(12, '0').slice(-12) + random.toString('hex');
}

export function isIdSeed(text: unknown): text is IdSeed {
  return typeof text === 'string' && /^[0-9a-f]{24}$/.test(text);
}

/**
 * The id of a job's row: the same for the same row however often the job is resumed, and ordered as SQL Server orders
 * GUIDs (last group first, the first three with their lowest byte first), so that rows are appended to its index.
 */
export function rowId(seed: IdSeed, index: number): string {
  if (index > 0xffff_ffff) throw badArgument('A job has 2^32 rows at most.');
  const hex = index.toString(16).padStart(8, '0');
  const [b3, b2, b1, b0] = [hex.slice(0, 2), hex.slice(2, 4), hex.slice(4, 6), hex.slice(6)];
  const [time, d, c, a] = [seed.slice(0, 12), seed.slice(12, 16), seed.slice(16, 20), seed.slice(20)];
  return `${a}${b0}${b1}-${b2}${b3}-${c}-${d}-${time}`;
}
