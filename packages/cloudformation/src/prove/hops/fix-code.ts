/** A TypeScript literal, in the house's quotes. */
export function code(value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.map((each) => code(each)).join(', ')}]`;
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** The name that a program would give to the handle of a resource: `videoProcessor`. */
export function variable(logicalId: string): string {
  const name = logicalId.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase());
  return RESERVED.has(name) ? `${name}Handle` : name;
}

const RESERVED = new Set([
  'function',
  'class',
  'default',
  'delete',
  'export',
  'import',
  'new',
  'package',
  'switch',
  't',
]);
