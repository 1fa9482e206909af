/** A string literal with single quotes. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** A property's name, quoted where it must be. */
export function propertyName(name: string): string {
  if (name === '__proto__') return "['__proto__']"; // else an object literal would take it for its prototype
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quote(name);
}

/** Text for a comment, in which nothing ends it. */
export function commentText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll('*/', '* /');
}

/** Beyond it, lists and unions have a line for each item, as formatters write them. */
const WIDTH = 110;

/** `before[…]` with a comma. */
export function listProperty(before: string, items: readonly string[], indent: string): string {
  const line = `${indent}${before}[${items.map(quote).join(', ')}],`;
  if (line.length <= WIDTH) return line;
  return `${indent}${before}[\n${items.map((item) => `${indent}  ${quote(item)},\n`).join('')}${indent}],`;
}

/** `before A | B;` */
export function unionType(before: string, members: readonly string[]): string {
  const line = `${before} ${members.join(' | ')};`;
  return line.length <= WIDTH ? line : `${before}\n${members.map((member) => `  | ${member}`).join('\n')};`;
}

/** Words in lines of 100 characters, each with the indent. */
export function wrap(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= 100) lines.push(indent + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => `${line}\n`).join('');
}
