/**
 * A number as written, or its text where JavaScript's numbers cannot hold it: CloudFormation takes numbers as
 * text, and a digit must not be lost on the way.
 */
export function exactNumber(text: string, parsed: number = Number(text)): number | string {
  if (!Number.isFinite(parsed)) return text;
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/[^\d]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (digits.length > 15 && String(parsed) !== text) return text;
  // -0 is not what anybody means.
  return parsed === 0 ? 0 : parsed;
}
