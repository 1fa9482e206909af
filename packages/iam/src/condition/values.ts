const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const DATE = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const EPOCH = /^\d{5,}(?:\.\d+)?$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A number of the Numeric operators; undefined for other text. */
export function parseNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

/**
 * A date of the Date operators in milliseconds since the epoch: the W3C forms of ISO 8601 (UTC where no zone
 * is given) or epoch seconds. Undefined for other text.
 * https://www.w3.org/TR/NOTE-datetime
 */
export function parseDate(text: string): number | undefined {
  if (EPOCH.test(text)) return Number(text) * 1000;
  const zone = DATE_TIME.exec(text);
  if (zone === null && !DATE.test(text)) return undefined;
  const at = Date.parse(zone !== null && zone[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(at) ? undefined : at;
}

/** The bytes of base64 text as hexadecimal; undefined for other text. */
export function parseBinary(text: string): string | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;
}

/** `true` or `false` in any case; undefined for other text. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
