import type { Alias, Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { TemplatePath } from '../finding.ts';
import { functionNames } from '../parse/short-tags.ts';
import { yamlLibrary } from '../yaml-library.ts';
import { PatchError } from './patch-error.ts';

/** A list or mapping in text, with where everything in it stands. Offsets count from the text's start. */
export interface Container {
  readonly kind: 'map' | 'list';
  /** Whether it is written between braces or brackets. */
  readonly flow: boolean;
  readonly start: number;
  /** After the last character of it. */
  readonly end: number;
  readonly entries: readonly Entry[];
}

/** A member or an item. */
export interface Entry {
  readonly key: string | number;
  /** Where its name, its dash or its value begins. */
  readonly start: number;
  /** Where the value's part begins: after the colon or the dash. */
  readonly valueStart: number;
  /** After its last character that is no comment and no white space. */
  readonly end: number;
  readonly node: Node | null;
}

/** Where a path leads in text: the container at its end or before it, and how far the path went. */
export interface Found {
  readonly container: Container;
  /** How many parts of the path lead to the container. */
  readonly depth: number;
  /** The entry for the next part of the path, where there is one. */
  readonly entry?: Entry;
  /** Whether the entry is a function with a short tag, or a scalar, so that it is exchanged as a whole. */
  readonly whole: boolean;
  /** The entry that holds the container, and the container that holds the entry. */
  readonly holder?: { readonly container: Container; readonly entry: Entry };
}

/** The parsed text, as it is written. Throws {@link PatchError} `BadText`. */
export function treeOf(text: string): Document.Parsed {
  const document = yamlLibrary().parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
    keepSourceTokens: true,
  });
  const [error] = document.errors;
  if (error !== undefined)
    throw new PatchError('BadText', [], `this is neither JSON nor YAML: ${error.message}`);
  return document;
}

/** Follows a path through text as far as there are containers. Throws `SharedText` at an alias. */
export function find(text: string, document: Document.Parsed, path: TemplatePath): Found {
  const yaml = yamlLibrary();
  let node: Node | null = document.contents;
  let holder: Found['holder'];
  for (let depth = 0; ; depth++) {
    const container = containerOf(text, node);
    if (container === undefined)
      throw new PatchError('NotAContainer', path.slice(0, depth), 'this holds nothing.');
    const entry = container.entries.find(({ key }) => key === path[depth]);
    const more = { container, depth, ...(holder === undefined ? {} : { holder }) };
    if (entry === undefined) return { ...more, whole: false };
    const last = depth === path.length - 1;
    if (!last && yaml.isAlias(entry.node))
      throw new PatchError(
        'SharedText',
        path.slice(0, depth + 1),
        `this is shared as *${(entry.node as Alias).source}: write it out before it can differ.`,
      );
    const whole = !yaml.isCollection(entry.node) || isFunction(entry.node);
    if (last || whole) return { ...more, entry, whole };
    holder = { container, entry };
    node = entry.node;
  }
}

function isFunction(node: Node & { readonly tag?: string }): boolean {
  return node.tag !== undefined && functionNames.has(node.tag.slice(1));
}

function containerOf(text: string, node: Node | null): Container | undefined {
  const yaml = yamlLibrary();
  if (!yaml.isCollection(node)) return undefined;
  const [start = 0, valueEnd = 0] = node.range ?? [];
  const entries = yaml.isMap(node)
    ? (node as YAMLMap).items.map((pair) => memberOf(text, pair as Pair<Node, Node | null>))
    : (node as YAMLSeq<Node>).items.map((item, index) => itemOf(text, node as YAMLSeq, item, index));
  return {
    kind: yaml.isMap(node) ? 'map' : 'list',
    flow: node.flow === true,
    start,
    end: node.flow === true ? valueEnd : Math.max(start, entries.at(-1)?.end ?? valueEnd),
    entries,
  };
}

function memberOf(text: string, pair: Pair<Node, Node | null>): Entry {
  const start = pair.key.range?.[0] ?? 0;
  const keyEnd = pair.key.range?.[1] ?? start;
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  const valueStart = colon === undefined ? keyEnd : colon.offset + 1;
  return {
    key: textOf(pair.key),
    start,
    valueStart,
    end: endOf(text, pair.value, valueStart),
    node: pair.value,
  };
}

/** The words of a plain or quoted name; the schema leaves each of them text. */
function textOf(key: Node): string {
  const value = yamlLibrary().isScalar(key) ? key.value : undefined;
  return typeof value === 'string' ? value : '';
}

function itemOf(text: string, list: YAMLSeq, node: Node, index: number): Entry {
  const token = list.srcToken;
  const tokens = (token !== undefined && 'items' in token ? token.items[index]?.start : undefined) ?? [];
  const dash = tokens.find(({ type }) => type === 'seq-item-ind');
  const first = tokens.find(({ type }) => !['space', 'newline', 'comma', 'comment'].includes(type));
  const start = dash?.offset ?? first?.offset ?? node.range?.[0] ?? 0;
  const valueStart = dash === undefined ? start : dash.offset + 1;
  return { key: index, start, valueStart, end: endOf(text, node, valueStart), node };
}

/** After the last character of a value. Of a nested one that is its last entry's end. */
function endOf(text: string, node: Node | null, valueStart: number): number {
  if (node === null) return valueStart;
  const nested = containerOf(text, node);
  if (nested !== undefined) return Math.max(nested.end, valueStart);
  const end = node.range?.[1] ?? valueStart;
  const keeps = /^[|>][-0-9]*\+/.test(text.slice(node.range?.[0] ?? end, end));
  // Blank lines after a block belong to it only where it says so.
  return Math.max(
    valueStart,
    keeps ? end : end - (/\s*$/.exec(text.slice(valueStart, end))?.[0].length ?? 0),
  );
}
