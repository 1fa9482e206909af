/** Reads a string literal as OData's grammar has it; fails on anything before or after it. */
export function decodeString(literal: string): string {
  const whole = /^'((?:[^']|'')*)'$/.exec(literal);
  if (whole?.[1] === undefined) throw new Error(`not one string literal: ${literal}`);
  return whole[1].replaceAll("''", "'");
}
