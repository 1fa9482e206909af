import { styleOf } from '../print/scalars.ts';
import { toYaml } from '../print/to-yaml.ts';
import type { TemplateJson } from '../template-json.ts';

/** How a text writes what stands between braces. */
export interface FlowStyle {
  /** One step of indentation. */
  readonly unit: string;
  /** Whether a space follows `:` and `,`. */
  readonly spaced: boolean;
  /** Whether names have to be quoted. */
  readonly json: boolean;
}

/** How a text is written, as far as what is added to it should look alike. */
export function flowStyleOf(text: string, json: boolean): FlowStyle {
  return {
    unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    spaced: !json || text.includes('\n') || text.includes('": '),
    json,
  };
}

/** Data in one line, as JSON, which is YAML, too. */
export function inline(data: unknown, style: FlowStyle): string {
  const [comma, colon] = style.spaced ? [', ', ': '] : [',', ':'];
  if (Array.isArray(data)) return `[${data.map((item) => inline(item, style)).join(comma)}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const members = Object.entries(data).map(
    ([key, value]) => `${name(key, style)}${colon}${inline(value, style)}`,
  );
  return `{${members.join(comma)}}`;
}

/** Data as indented JSON; the first line is not indented. */
export function pretty(data: unknown, style: FlowStyle, indent: string): string {
  return (JSON.stringify(data, null, style.unit) ?? 'null').replaceAll('\n', `\n${indent}`);
}

/** A name as it stands before a colon between braces. */
export function name(key: string, { json }: FlowStyle): string {
  const plain = !json && /^[A-Za-z][A-Za-z0-9]*$/.test(key) && styleOf(key, true) === 'PLAIN';
  return plain ? key : JSON.stringify(key);
}

/** A name as it stands in a line of its own in YAML. */
export function blockName(key: string): string {
  // A second member, so that `Ref` is not taken for the function.
  const [line = ''] = block({ [key]: 'x', [`${key}x`]: 'x' }, 0)
    .trimStart()
    .split(/: x$/m);
  return line;
}

/**
 * Data in YAML's indented style, after `key:` or `-`: what fits in one line begins with a space, all else with a
 * line feed, its lines indented by `column`. It does not end with a line feed.
 */
export function block(data: unknown, column: number): string {
  // The printer knows every way to write a value; metadata is where a template may have any.
  const printed = toYaml({ Metadata: { V: data } } as unknown as TemplateJson).slice(
    'Metadata:\n  V:'.length,
  );
  const [first = '', ...rest] = printed.replace(/\n$/, '').split('\n');
  const lines = rest.map((line) => (line === '' ? '' : `${' '.repeat(column)}${line.slice(4)}`));
  return [first, ...lines].join('\n');
}
