import { scalarFromText } from './scalars.ts';
import {
  elementOf,
  membersOf,
  type Struct,
  structureOf,
  type Target,
  target,
  WireFormatError,
} from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';

/** Form parameters as the tree that their dotted names describe. */
interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/** Longest nesting that is read; the deepest modelled input needs fewer than ten. */
const MAX_DEPTH = 40;

/** Reads an awsQuery body into the operation's input. Unknown parameters are left alone, as AWS does. */
export function decodeQuery(table: ServiceTable, operation: string, form: URLSearchParams): Struct {
  const shape = structureOf(table, table.operations[operation]?.input);
  return structure(table, shape, tree(form));
}

function tree(form: URLSearchParams): Node {
  const root: Node = { children: new Map() };
  for (const [name, value] of form) {
    const path = name.split('.');
    if (path.length > MAX_DEPTH) throw new WireFormatError(`${name.slice(0, 80)}… is nested too deeply.`);
    let node = root;
    for (const part of path) {
      let next = node.children.get(part);
      if (next === undefined) {
        next = { children: new Map() };
        node.children.set(part, next);
      }
      node = next;
    }
    node.value = value;
  }
  return root;
}

function structure(table: ServiceTable, shape: Shape, node: Node): Struct {
  const out: Struct = {};
  for (const [name, member] of membersOf(table, shape)) {
    const found = node.children.get(member.traits.xmlName ?? name);
    if (found !== undefined) out[name] = read(table, member, found);
  }
  return out;
}

function read(table: ServiceTable, member: Target, node: Node): unknown {
  switch (member.shape.type) {
    case 'structure':
    case 'union':
      return structure(table, member.shape, node);
    case 'list':
      return list(table, member, node);
    case 'map':
      return map(table, member, node);
    default:
      if (node.value === undefined)
        throw new WireFormatError('Start of structure or map found where not expected.');
      return scalarFromText(node.value, member, 'date-time');
  }
}

/** Children with numbers for names, by number. */
function numbered(node: Node | undefined): Node[] {
  const entries = [...(node?.children ?? [])].filter(([name]) => /^\d+$/.test(name));
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}

function list(table: ServiceTable, member: Target, node: Node): unknown[] {
  const element = elementOf(table, member.shape);
  const parent = member.traits.xmlFlattened ? node : node.children.get(element.traits.xmlName ?? 'member');
  return numbered(parent).map((child) => read(table, element, child));
}

function map(table: ServiceTable, member: Target, node: Node): Struct {
  const key = target(table, member.shape.key ?? 'string');
  const value = elementOf(table, member.shape);
  const out: Struct = {};
  for (const entry of numbered(member.traits.xmlFlattened ? node : node.children.get('entry'))) {
    const name = entry.children.get(key.traits.xmlName ?? 'key')?.value;
    const found = entry.children.get(value.traits.xmlName ?? 'value');
    if (name === undefined) throw new WireFormatError('A map entry has no key.');
    if (found !== undefined) setOwn(out, name, read(table, value, found));
  }
  return out;
}

/** Assigns without running the setter of `__proto__`. */
export function setOwn(out: Struct, name: string, value: unknown): void {
  Object.defineProperty(out, name, { value, enumerable: true, configurable: true, writable: true });
}
