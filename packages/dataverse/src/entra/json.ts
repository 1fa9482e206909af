/** Of what came as JSON, a text, or nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The object that the text holds, or an empty one. */
export function parseObject(json: string, revive?: (value: unknown) => unknown): Record<string, unknown> {
  try {
    return Object(JSON.parse(json, revive && ((_, value) => revive(value))));
  } catch {
    return {};
  }
}
