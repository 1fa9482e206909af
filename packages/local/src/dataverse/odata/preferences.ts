/** What a `Prefer` header asks for, as far as it is understood, and what is echoed in `Preference-Applied`. */
export interface Preferences {
  readonly maxPageSize: number | null;
  readonly representation: boolean;
  annotates(name: string): boolean;
  readonly applied: readonly string[];
  readonly trackChanges: boolean;
}

const LARGEST_PAGE = 5000;

/** Reads `Prefer`. Unknown preferences are ignored, as RFC 7240 wants. */
export function readPreferences(header: string | null): Preferences {
  const applied: string[] = [];
  let maxPageSize: number | null = null;
  let representation = false;
  let trackChanges = false;
  let patterns: readonly string[] = [];
  for (const [, name = '', quoted, bare] of (header ?? '').matchAll(
    /([\w.-]+)(?:\s*=\s*(?:"([^"]*)"|([^",;\s]+)))?/g,
  )) {
    const value = quoted ?? bare ?? '';
    switch (name.toLowerCase()) {
      case 'odata.maxpagesize': {
        const size = Number(value);
        if (!Number.isInteger(size) || size < 1) break;
        maxPageSize = Math.min(size, LARGEST_PAGE);
        applied.push(`odata.maxpagesize=${maxPageSize}`);
        break;
      }
      case 'odata.include-annotations':
        patterns = value.split(',').map((pattern) => pattern.trim());
        applied.push(`odata.include-annotations="${value}"`);
        break;
      case 'return':
        representation = value === 'representation';
        if (representation) applied.push('return=representation');
        break;
      case 'odata.track-changes':
        trackChanges = true;
        break;
    }
  }
  return {
    maxPageSize,
    representation,
    trackChanges,
    applied,
    annotates: (name) =>
      patterns.some((pattern) =>
        pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name,
      ),
  };
}
