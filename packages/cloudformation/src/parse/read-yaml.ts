import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { yamlLibrary } from '../yaml-library.ts';
import { makeOffsets, type Offsets } from './positions.ts';
import type { Read } from './read-json.ts';
import { resolveScalar } from './resolve-scalar.ts';
import { functionNames, splitAttribute } from './short-tags.ts';
import { checkKey, deepest, duplicateKey, TextFault, tooDeep } from './text-fault.ts';

/** How many values a text may hold once its aliases are written out. */
const most = 300_000;
const standard = 'tag:yaml.org,2002:';

/**
 * Reads YAML as CloudFormation does, short tags included, and aliases and merge keys as
 * `aws cloudformation package` does. Throws {@link TextFault}.
 */
export function readYaml(text: string): Read {
  try {
    return readDocument(yamlLibrary(), text);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep(0, cause);
    throw cause;
  }
}

function readDocument(yaml: ReturnType<typeof yamlLibrary>, text: string): Read {
  // Every word stays text here: what it means is decided below. Names are compared below, too.
  const document = yaml.parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    // Quieter still, and a second document would go unnoticed.
    logLevel: 'error',
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined)
    throw new TextFault(error.pos[0], `This is no YAML: ${sentence(error.message)}`, 'Mend it.', error);
  const offsets = makeOffsets();
  const reader = makeReader(yaml, document, offsets);
  return { data: document.contents === null ? null : reader(document.contents), offsets };
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

function makeReader(yaml: ReturnType<typeof yamlLibrary>, document: Document.Parsed, offsets: Offsets) {
  let count = 0;
  let expanding = 0;
  let anchors: ReadonlyMap<Alias, Node> | undefined;

  function read(node: Node, depth: number): unknown {
    const at = node.range?.[0] ?? 0;
    if (depth > deepest) throw tooDeep(at);
    count += 1;
    if (count > most)
      throw new TextFault(at, `Written out, this is more than ${most} values.`, 'Use fewer aliases.');
    if (yaml.isAlias(node)) return readAlias(node, depth, at);
    const name = functionOf(node, at);
    // A short tag is one level more in its long form.
    const level = name === undefined ? depth : depth + 1;
    const data = yaml.isMap(node)
      ? readMap(node, level)
      : yaml.isSeq(node)
        ? readList(node, level)
        : readScalar(node as Scalar, name !== undefined);
    if (name === undefined) return data;
    const argument = name === 'Fn::GetAtt' && typeof data === 'string' ? splitAttribute(data) : data;
    if (Array.isArray(argument) && argument !== data)
      for (const index of argument.keys()) offsets.note(argument, index, at);
    const made = { [name]: argument };
    offsets.note(made, name, at);
    return Object.freeze(made);
  }

  function readAlias(alias: Alias, depth: number, at: number): unknown {
    anchors ??= anchorsOf(yaml, document);
    const target = anchors.get(alias);
    if (target === undefined)
      throw new TextFault(at, `There is no anchor &${alias.source} before this.`, 'Write the value out.');
    expanding += 1;
    // An anchor inside itself ends here, too.
    const data = read(target, depth + 1);
    expanding -= 1;
    return data;
  }

  function readScalar(node: Scalar, isArgument: boolean): unknown {
    const text = textOf(node);
    if (expanding > 0) count += text.length >> 6;
    if (isArgument || node.type !== 'PLAIN') return text;
    if (node.tag === `${standard}str` || node.tag === '!') return text;
    return resolveScalar(text);
  }

  function readList(node: YAMLSeq, depth: number): unknown {
    const items: unknown[] = [];
    for (const item of node.items as Node[]) {
      offsets.note(items, items.length, item.range?.[0] ?? 0);
      items.push(read(item, depth + 1));
    }
    return Object.freeze(items);
  }

  function readMap(node: YAMLMap, depth: number): unknown {
    const members: Record<string, unknown> = {};
    const merged = new Set<string>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const at = pair.key.range?.[0] ?? 0;
      if (!yaml.isScalar(pair.key))
        throw new TextFault(at, 'A name has to be one word or text, and this is not.', 'Quote it.');
      const key = textOf(pair.key);
      if (key === '<<' && pair.key.type === 'PLAIN') {
        for (const [name, data, offset] of readMerge(pair.value, depth, at)) {
          if (Object.hasOwn(members, name)) continue;
          merged.add(name);
          members[name] = data;
          offsets.note(members, name, offset);
        }
        continue;
      }
      checkKey(key, at);
      if (Object.hasOwn(members, key) && !merged.delete(key)) throw duplicateKey(key, at);
      offsets.note(members, key, at);
      members[key] = pair.value === null ? null : read(pair.value, depth + 1);
    }
    return Object.freeze(members);
  }

  /** The members that `<<` brings: of one mapping, or of several, the first before the others. */
  function readMerge(value: Node | null, depth: number, at: number): [string, unknown, number][] {
    const data = value === null ? null : read(value, depth + 1);
    const parts: readonly unknown[] = Array.isArray(data) ? data : [data];
    return parts.flatMap((part) => {
      if (typeof part !== 'object' || part === null || Array.isArray(part))
        throw new TextFault(
          at,
          '<< takes an alias of a mapping, or a list of these.',
          'Write the members out.',
        );
      return Object.entries(part).map(([key, member]): [string, unknown, number] => [
        key,
        member,
        offsets.find(part, [key]) || at,
      ]);
    });
  }

  return (root: Node) => read(root, 0);
}

/** The text of a scalar: without a schema, it has nothing else. */
function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}

/** The function that a node's tag names; undefined for none and for YAML's own types. */
function functionOf(node: Node & { readonly tag?: string }, at: number): string | undefined {
  const { tag } = node;
  if (tag === undefined || tag === '!') return undefined;
  if (tag.startsWith(standard)) {
    const type = tag.slice(standard.length);
    if (['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].includes(type)) return undefined;
    throw new TextFault(at, `CloudFormation does not take YAML's type !!${type}.`, 'Write it as text.');
  }
  const name = functionNames.get(tag.slice(1));
  if (name !== undefined) return name;
  throw new TextFault(
    at,
    `${tag} is no function of CloudFormation.`,
    'Use one of its functions, such as !Ref, !GetAtt or !Sub; names are spelt as they are there.',
  );
}

/** What each alias stands for: the last anchor of its name before it. */
function anchorsOf(yaml: ReturnType<typeof yamlLibrary>, document: Document.Parsed): Map<Alias, Node> {
  const latest = new Map<string, Node>();
  const found = new Map<Alias, Node>();
  yaml.visit(document, {
    Alias(_, alias) {
      const target = latest.get(alias.source);
      if (target !== undefined) found.set(alias, target);
    },
    Node(_, node) {
      if (node.anchor !== undefined) latest.set(node.anchor, node);
    },
  });
  return found;
}
