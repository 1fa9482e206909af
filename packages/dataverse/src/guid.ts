const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` is a GUID in the plain form with hyphens, without braces. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
