/** A place in a template that names something else in it. */
export interface Reference {
  readonly kind: 'Ref' | 'GetAtt' | 'If' | 'FindInMap';
  /** The logical id, condition or mapping that is named. */
  readonly target: string;
  /** Of a GetAtt. */
  readonly attribute?: string;
  readonly path: string;
}

/** Every reference inside emitted JSON, in the order in which it is written. */
export function findReferences(data: unknown, path: string): readonly Reference[] {
  const found: Reference[] = [];
  walk(data, path, found);
  return found;
}

function walk(data: unknown, path: string, found: Reference[]): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    for (const [index, item] of data.entries()) walk(item, `${path}[${index}]`, found);
    return;
  }
  const entries = Object.entries(data);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only !== undefined) intrinsic(only[0], only[1], path, found);
  for (const [key, member] of entries) walk(member, `${path}.${key}`, found);
}

function intrinsic(name: string, argument: unknown, path: string, found: Reference[]): void {
  const list: readonly unknown[] = Array.isArray(argument) ? argument : [];
  const [first, second] = list;
  if (name === 'Ref' && typeof argument === 'string') found.push({ kind: 'Ref', target: argument, path });
  if (name === 'Fn::GetAtt') {
    const [target, attribute] = typeof argument === 'string' ? dotted(argument) : list;
    if (typeof target === 'string' && typeof attribute === 'string')
      found.push({ kind: 'GetAtt', target, attribute, path });
  }
  if (name === 'Fn::Sub' && typeof argument === 'string') placeholders(argument, {}, path, found);
  if (name === 'Fn::Sub' && typeof first === 'string') placeholders(first, second, path, found);
  if (name === 'Fn::If' && typeof first === 'string') found.push({ kind: 'If', target: first, path });
  if (name === 'Fn::FindInMap' && typeof first === 'string')
    found.push({ kind: 'FindInMap', target: first, path });
}

function placeholders(text: string, variables: unknown, path: string, found: Reference[]): void {
  const own = typeof variables === 'object' && variables !== null ? variables : {};
  for (const [, placeholder = ''] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    const name = placeholder.trim();
    if (Object.hasOwn(own, name)) continue;
    const [target, attribute] = dotted(name);
    if (attribute === undefined) found.push({ kind: 'Ref', target, path });
    else found.push({ kind: 'GetAtt', target, attribute, path });
  }
}

function dotted(text: string): readonly [string, string?] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
