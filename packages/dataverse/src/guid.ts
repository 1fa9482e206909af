const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it is a GUID in the plain form with hyphens, without braces. */
export function isGuid(text: unknown): boolean {
  return typeof text === 'string' && GUID.test(text);
}
