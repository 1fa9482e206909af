/** `?name=value&…` with each value encoded, or nothing. `$` and `@` of names stay readable. */
export function queryString(options: Readonly<Record<string, string | undefined>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) parts.push(`${encodeName(name)}=${encodeURIComponent(value)}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

const READABLE = /^[$@\w]*$/;

function encodeName(name: string): string {
  return READABLE.test(name) ? name : name.replace(/[^$@\w]/gu, encodeURIComponent);
}
