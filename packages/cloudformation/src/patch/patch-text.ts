import { isDeepStrictEqual } from 'node:util';
import type { PatchOperation, TemplatePath } from '../finding.ts';
import { readJson } from '../parse/read-json.ts';
import { readYaml } from '../parse/read-yaml.ts';
import { TextFault } from '../parse/text-fault.ts';
import { applyPatch, emptyParent } from './apply-patch.ts';
import { addToBlock, removeFromBlock, replaceInBlock } from './block-edits.ts';
import { type Edit, edited } from './edit.ts';
import { addToFlow, removeFromFlow, replaceInFlow } from './flow-edits.ts';
import { flowStyleOf } from './fragments.ts';
import { PatchError } from './patch-error.ts';
import { refine } from './refine.ts';
import { type Found, find, treeOf } from './text-tree.ts';

/**
 * Applies operations to a template's text, JSON or YAML, and changes no more of it than they say: comments, order,
 * short tags, line ends and layout of the rest stay as they are. What comes out is read back and compared.
 *
 * Throws {@link PatchError}: as `applyPatch` does, or `BadText`, `SharedText`, `TextNotPatched`.
 *
 * @example
 * patchText('Resources:\n  Q:  # ours\n    Type: AWS::SQS::Queue\n', [
 *   { op: 'add', path: ['Resources', 'Q', 'Properties', 'FifoQueue'], value: true },
 * ]);
 */
export function patchText(text: string, operations: readonly PatchOperation[]): string {
  return textPatcher(text)(operations);
}

/** {@link patchText} for many patches of one text, each of that text: it is parsed once. */
export function textPatcher(text: string): (operations: readonly PatchOperation[]) => string {
  if (text.startsWith('\uFEFF')) {
    const patch = textPatcher(text.slice(1));
    return (operations) => `\uFEFF${patch(operations)}`;
  }
  const json = /^\s*\{/.test(text);
  let start: { readonly data: unknown; readonly tree: ReturnType<typeof treeOf> } | undefined;

  return function patch(operations: readonly PatchOperation[]): string {
    start ??= { data: read(text, json), tree: treeOf(text) };
    let patched = text;
    let { data } = start;
    for (const operation of operations) {
      const wanted = applyPatch(data, [operation]);
      for (const step of stepsOf(operation, data, wanted)) {
        const tree = patched === text ? start.tree : treeOf(patched);
        patched = edited(patched, editOf(patched, step, find(patched, tree, step.path), json, data));
        data = applyPatch(data, [step]);
      }
      data = wanted;
    }
    if (isDeepStrictEqual(read(patched, json), data)) return patched;
    // Which of them it was is known by doing without the last ones.
    if (operations.length > 1) patch(operations.slice(0, -1));
    throw new PatchError(
      'TextNotPatched',
      operations.at(-1)?.path ?? [],
      'the text is written so that it cannot be changed here alone (an alias or a merge, for one): change it by hand.',
    );
  };
}

/** A replacement as the smallest changes that make it. */
function stepsOf(operation: PatchOperation, data: unknown, wanted: unknown): readonly PatchOperation[] {
  if (operation.op !== 'replace' || operation.path.length === 0) return [operation];
  const parent = operation.path.slice(0, -1);
  const place = Array.isArray(at(data, parent)) ? parent : operation.path;
  return refine(at(data, place), at(wanted, place), place);
}

function read(text: string, json: boolean): unknown {
  try {
    return (json ? readJson(text) : readYaml(text)).data;
  } catch (error) {
    if (error instanceof TextFault) throw new PatchError('BadText', [], `${error.what} ${error.fix}`);
    throw error;
  }
}

function at(data: unknown, path: TemplatePath): unknown {
  let found = data;
  for (const key of path) found = (found as Readonly<Record<string | number, unknown>> | undefined)?.[key];
  return found;
}

function editOf(text: string, operation: PatchOperation, found: Found, json: boolean, before: unknown): Edit {
  const { container, entry, whole, depth, holder } = found;
  const { op, path } = operation;
  const style = flowStyleOf(text, json);
  const last = depth === path.length - 1;
  if (entry !== undefined && whole && !last) {
    // Inside a function with a short tag: the function is written anew.
    const own = path.slice(0, depth + 1);
    const value = at(applyPatch(before, [operation]), own);
    return container.flow
      ? replaceInFlow(text, container, entry, value, style)
      : replaceInBlock(text, container, entry, value);
  }
  if (op === 'remove') {
    if (entry === undefined)
      throw new PatchError('SharedText', path, 'this comes from a merge (<<): change it there.');
    if (container.entries.length > 1)
      return container.flow ? removeFromFlow(container, entry) : removeFromBlock(text, container, entry);
    if (container.flow) return { start: container.start + 1, end: container.end - 1, text: '' };
    if (holder === undefined) throw new PatchError('TextNotPatched', path, 'a template needs a section.');
    return replaceInBlock(text, holder.container, holder.entry, container.kind === 'map' ? {} : []);
  }
  const value = last
    ? operation.value
    : applyPatch(emptyParent(path, depth + 1), [{ ...operation, op: 'add', path: path.slice(depth + 1) }]);
  const inserts = container.kind === 'list' && op === 'add' && last;
  if (entry !== undefined && !inserts)
    return container.flow
      ? replaceInFlow(text, container, entry, value, style)
      : replaceInBlock(text, container, entry, value);
  const key = path[depth] ?? '-';
  if (container.entries.length === 0 && !json && holder !== undefined && !holder.container.flow) {
    // `{}` and `[]` in indented YAML become indented themselves.
    const filled = container.kind === 'map' ? { [key]: value } : [value];
    return replaceInBlock(text, holder.container, holder.entry, filled);
  }
  return container.flow
    ? addToFlow(text, container, key, value, style)
    : addToBlock(text, container, key, value);
}
