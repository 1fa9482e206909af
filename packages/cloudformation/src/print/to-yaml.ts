import type { Node, Pair, ScalarTag } from 'yaml';
import { attributeOrder, sectionOrder } from '../sections.ts';
import type { TemplateJson } from '../template-json.ts';
import { yamlLibrary } from '../yaml-library.ts';
import { fitsOneLine, shortForm } from './functions.ts';
import { numberText, styleOf } from './scalars.ts';

/**
 * Prints a template as YAML: functions with their short tags, sections and resource attributes in a fixed order,
 * the rest as it was written; long lines stay lines, and text of several lines is a literal block. What
 * `parseTemplate` reads from it is equal to `json`.
 *
 * @example writeFileSync('template.yaml', toYaml(t.toJson()));
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function toYaml(json: TemplateJson): string {
  const yaml = yamlLibrary();
  const document = new yaml.Document(null, {
    schema: 'failsafe',
    customTags: [numbers, booleans, nulls],
  });
  document.contents = makePrinter(yaml).template(json) as typeof document.contents;
  return document.toString({
    lineWidth: 0,
    singleQuote: true,
    blockQuote: 'literal',
    flowCollectionPadding: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
}

// These only print: reading has its own rules.
const never = /^(?!)/;
const numbers: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number',
  test: never,
  resolve: (text) => text,
  stringify: ({ value }) => numberText(value as number),
};
const booleans: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  identify: (value) => typeof value === 'boolean',
  test: never,
  resolve: (text) => text,
  stringify: ({ value }) => String(value),
};
const nulls: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  identify: (value) => value === null,
  test: never,
  resolve: (text) => text,
  stringify: () => 'null',
};

function makePrinter(yaml: ReturnType<typeof yamlLibrary>) {
  function scalar(data: unknown, isKey = false): Node {
    const node = new yaml.Scalar(data);
    if (typeof data === 'string') node.type = styleOf(data, isKey);
    return node;
  }

  function node(data: unknown, inCondition: boolean, flow = false): Node {
    if (typeof data !== 'object' || data === null) return scalar(data);
    if (Array.isArray(data)) return list(data, inCondition, flow);
    const short = shortForm(data, inCondition);
    if (short === undefined) return map(Object.entries(data), (_, each) => node(each, inCondition));
    const { tag, argument } = short;
    const made =
      typeof argument === 'string'
        ? scalar(argument)
        : list(argument, inCondition, flow || fitsOneLine(argument, inCondition));
    made.tag = tag;
    return made;
  }

  function list(items: readonly unknown[], inCondition: boolean, flow: boolean): Node & { tag?: string } {
    const made = new yaml.YAMLSeq();
    made.items = items.map((item) => node(item, inCondition, flow));
    if (flow) made.flow = true;
    return made;
  }

  function map(
    entries: readonly (readonly [string, unknown])[],
    print: (key: string, data: unknown) => Node,
  ) {
    const made = new yaml.YAMLMap();
    made.items = entries.map(([key, data]): Pair => new yaml.Pair(scalar(key, true), print(key, data)));
    return made;
  }

  function section(name: string, data: unknown): Node {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return node(data, false);
    const entries = Object.entries(data);
    if (name === 'Resources') return map(entries, (_, each) => resource(each));
    const inCondition = name === 'Conditions' || name === 'Rules';
    return map(entries, (_, each) => node(each, inCondition));
  }

  function resource(data: unknown): Node {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return node(data, false);
    return map(inOrder(Object.entries(data), attributeOrder), (_, each) => node(each, false));
  }

  return {
    template(json: TemplateJson): Node {
      const made = map(inOrder(Object.entries(json), sectionOrder), section);
      for (const { key, value } of made.items.slice(1))
        if (yaml.isMap(value) && yaml.isScalar(key)) key.spaceBefore = true;
      return made;
    },
  };
}

/** Entries in a given order; those that it does not name come last, as they were. */
function inOrder(entries: readonly (readonly [string, unknown])[], order: readonly string[]) {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return entries.toSorted(([a], [b]) => rank(a) - rank(b));
}
