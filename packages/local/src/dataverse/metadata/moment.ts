const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds of an `Edm.Date` or `Edm.DateTimeOffset`; NaN for other text. `Date.parse` alone takes 30 February. */
export function parseMoment(text: string): number {
  const [, year, month, day, hour = '00'] = MOMENT.exec(text) ?? [];
  if (day === undefined || Number(hour) > 23) return Number.NaN;
  const last = new Date(Date.UTC(2000, 0, 1));
  last.setUTCFullYear(Number(year), Number(month), 0);
  return Number(day) > last.getUTCDate() ? Number.NaN : Date.parse(text);
}
