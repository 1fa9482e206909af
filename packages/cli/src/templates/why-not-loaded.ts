/** Why a module could not be loaded, as one line: what it threw, and the place in the module where that is known. */
export function whyNotLoaded(cause: unknown, file: string, name: string): string {
  if (!(cause instanceof Error)) return `it threw ${typeof cause === 'string' ? cause : 'what is no error'}`;
  const [message = ''] = cause.message.split(/\n(?:Require stack|Did you mean)/);
  const shown = message.replaceAll(file, name).trim();
  // Of a template with several errors, the message has a line for each.
  const told = cause.name === 'TemplateError' ? shown : shown.replace(/\s+/g, ' ');
  const at = cause.stack?.slice(cause.stack.indexOf('\n    at ')).split(`${file}:`)[1];
  const place = /^\d+:\d+/.exec(at ?? '')?.[0];
  const where = place === undefined || told.includes(`${name}:`) ? '' : ` (${name}:${place})`;
  return `${told.replace(/\.$/, '') || cause.name}${where}`;
}
