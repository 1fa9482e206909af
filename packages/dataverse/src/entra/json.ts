/** The object that the text holds, or an empty one. */
export function parseObject(json: string, revive?: (value: unknown) => unknown): Record<string, unknown> {
  try {
    return Object(JSON.parse(json, revive && ((_, value) => revive(value))));
  } catch {
    return {};
  }
}
