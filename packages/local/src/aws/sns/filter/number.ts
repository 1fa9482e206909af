/** Numbers beyond this are compared by their spelling only. */
const limit = 1_000_000_000;
/** Digits after the sixth decimal do not count; the documentation promises five. */
const scale = 1_000_000;

/** The number that a filter policy compares, in millionths; undefined beyond ±10⁹. */
export function parseNumber(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isFinite(value) || value > limit || value < -limit) return undefined;
  return Math.round(value * scale);
}
