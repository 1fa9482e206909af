import { isList, isObject, type Json, onlyEntry } from './json.ts';
import { parseSub, subReference } from './sub.ts';

export interface References {
  readonly refs: Set<string>;
  readonly attributes: { readonly id: string; readonly attribute: string | undefined }[];
  readonly conditions: Set<string>;
  readonly imports: Json[];
}

/**
 * Everything a node refers to. With `holds`, only the branch of Fn::If that is taken counts.
 * Malformed functions count for nothing here; evaluation refuses them.
 */
export function referencesOf(node: Json, holds?: (condition: string) => boolean): References {
  const found: References = { refs: new Set(), attributes: [], conditions: new Set(), imports: [] };
  collect(node, found, holds);
  return found;
}

function collect(node: Json, found: References, holds: ((condition: string) => boolean) | undefined): void {
  if (isList(node)) {
    for (const item of node) collect(item, found, holds);
    return;
  }
  if (!isObject(node)) return;
  const [name, argument] = onlyEntry(node) ?? ['', null];
  if (name === 'Ref' && typeof argument === 'string') found.refs.add(argument);
  else if (name === 'Fn::GetAtt') collectAttribute(argument, found);
  else if (name === 'Fn::Sub') collectSub(argument, found, holds);
  else if (name === 'Fn::If' && isList(argument) && typeof argument[0] === 'string') {
    const [condition, yes = '', no = ''] = argument;
    found.conditions.add(String(condition));
    if (holds === undefined) collect([yes, no], found, holds);
    else collect(holds(String(condition)) ? yes : no, found, holds);
  } else {
    if (name === 'Fn::ImportValue' && argument !== null) found.imports.push(argument);
    for (const item of Object.values(node)) collect(item, found, holds);
  }
}

function collectAttribute(argument: Json, found: References): void {
  const parts = typeof argument === 'string' ? [argument] : isList(argument) ? argument : [];
  const [first, ...rest] = parts;
  if (typeof first !== 'string') return;
  if (parts.length === 1) {
    const { id, attribute } = subReference(first);
    if (attribute !== undefined) found.attributes.push({ id, attribute });
    return;
  }
  const literal = rest.every((part) => typeof part === 'string') ? rest.join('.') : undefined;
  found.attributes.push({ id: first, attribute: literal });
  for (const part of rest) collect(part, found, undefined);
}

function collectSub(
  argument: Json,
  found: References,
  holds: ((condition: string) => boolean) | undefined,
): void {
  const { parts, variables } = parseSub(argument);
  collect(variables, found, holds);
  for (const part of parts) {
    if ('text' in part || Object.hasOwn(variables, part.name)) continue;
    const { id, attribute } = subReference(part.name);
    if (attribute === undefined) found.refs.add(id);
    else found.attributes.push({ id, attribute });
  }
}

/** The conditions that the Conditions section itself refers to. */
export function conditionsIn(node: Json): readonly string[] {
  if (isList(node)) return node.flatMap(conditionsIn);
  if (!isObject(node)) return [];
  const [name, argument] = onlyEntry(node) ?? ['', null];
  if (name === 'Condition' && typeof argument === 'string') return [argument];
  return Object.values(node).flatMap(conditionsIn);
}
