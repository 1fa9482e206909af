/** One step of a resource path: `systemusers(…)`, `$ref`, `Microsoft.Dynamics.CRM.AddPrivilegesRole`. */
export interface Segment {
  readonly name: string;
  /** What stands in the parentheses; `null` without parentheses. */
  readonly key: string | null;
}

const safeDecode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** Splits the part of the path after the version. Answers `undefined` when it is malformed. */
export function parseResourcePath(path: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  for (const raw of path.split('/').filter((part) => part !== '')) {
    const text = safeDecode(raw);
    const match = text === undefined ? null : /^([$\w.]+)(?:\((.*)\))?$/s.exec(text);
    if (!match) return undefined;
    segments.push({ name: match[1] ?? '', key: match[2] ?? null });
  }
  return segments;
}
