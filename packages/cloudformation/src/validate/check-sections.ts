import { checkCondition, isMade } from './check-names.ts';
import { type Context, refused, report } from './context.ts';
import { isObject, type JsonObject, member, objectOf, type Path, within } from './json.ts';
import { didYouMean, nearestOf } from './nearest.ts';
import type { Place } from './places.ts';
import type { Assumption } from './solve-conditions.ts';
import { needsExtensions, walkReferences } from './walk-references.ts';

/** Checks everything in the template that refers to something. */
export function checkSections(context: Context): void {
  if (!context.extended) checkLoops(context);
  for (const { data, at } of context.conditions.values())
    walkReferences(context, data, [...at], {
      kind: 'condition',
      assumptions: [],
      resourceFree: 'conditions are decided before any resource exists',
    });
  for (const { name, data, at } of context.resources.values()) {
    const resource = objectOf(data);
    const path = [...at];
    const assumptions = conditionOf(resource);
    within(path, 'Condition', () => {
      checkCondition(context, member(resource, 'Condition'), path);
      checkIsName(context, member(resource, 'Condition'), path);
    });
    const place: Place = { kind: 'value', owner: name, assumptions };
    for (const key of ['Properties', 'CreationPolicy', 'UpdatePolicy'])
      within(path, key, () => walkReferences(context, member(resource, key), path, place));
    within(path, 'Metadata', () =>
      walkReferences(context, member(resource, 'Metadata'), path, { ...place, kind: 'metadata' }),
    );
    for (const key of ['DeletionPolicy', 'UpdateReplacePolicy'])
      within(path, key, () =>
        walkReferences(context, member(resource, key), path, { ...place, kind: 'policy' }),
      );
    within(path, 'DependsOn', () => checkDependsOn(context, name, member(resource, 'DependsOn'), path));
  }
  for (const { data, at } of context.outputs.values()) {
    const output = objectOf(data);
    const path = [...at];
    const place: Place = { kind: 'value', assumptions: conditionOf(output) };
    within(path, 'Condition', () => checkCondition(context, member(output, 'Condition'), path));
    within(path, 'Value', () => walkReferences(context, member(output, 'Value'), path, place));
    within(path, 'Export', () =>
      walkReferences(context, member(output, 'Export'), path, {
        ...place,
        resourceFree: 'the name of an export is needed before any resource exists',
      }),
    );
  }
  for (const [name, rule] of Object.entries(objectOf(member(context.template, 'Rules'))))
    walkReferences(context, rule, ['Rules', name], {
      kind: 'rule',
      assumptions: [],
      resourceFree: 'rules are decided before any resource exists',
    });
}

/** Loops over members of a section; those inside a member are checked with it. */
function checkLoops(context: Context): void {
  for (const section of ['Conditions', 'Resources', 'Outputs'])
    for (const name of Object.keys(objectOf(member(context.template, section))))
      if (name.startsWith('Fn::ForEach::')) needsExtensions(context, 'Fn::ForEach', [section, name]);
}

/** What holds inside a resource or an output: its condition. */
export function conditionOf(data: JsonObject): readonly Assumption[] {
  const condition = member(data, 'Condition');
  return typeof condition === 'string' ? [{ condition, holds: true }] : [];
}

/** A resource's condition is a name; an expression in its place would be passed over here, and is refused there. */
function checkIsName(context: Context, data: unknown, at: Path): void {
  if (data === undefined || typeof data === 'string' || context.macro !== undefined) return;
  report(context, at, {
    id: 'WrongType',
    severity: 'error',
    message: 'A Condition of a resource is the name of a condition, and this is none.',
    cause: refused,
    fix: 'Declare the expression under Conditions, and write its name here.',
  });
}

function checkDependsOn(context: Context, owner: string, data: unknown, at: Path): void {
  if (data === undefined) return;
  const list: readonly unknown[] = Array.isArray(data) ? data : [data];
  for (const [index, target] of list.entries()) {
    if (typeof target !== 'string') {
      report(context, at, {
        id: isObject(target) ? 'FunctionNotAllowed' : 'WrongType',
        severity: 'error',
        message: `DependsOn of ${owner} takes literal logical ids only.`,
        cause: refused,
        fix: 'Write the logical id.',
      });
      continue;
    }
    if (context.resources.has(target)) {
      const edges = context.edges.get(owner) ?? new Set();
      context.edges.set(owner, edges.add(target));
      continue;
    }
    if (isMade(context, target)) continue;
    const near = nearestOf(context, target, context.resources.keys());
    report(context, at, {
      id: 'UnknownReference',
      severity: 'error',
      message: `"${target}" is no resource of this template.${didYouMean(near)}`,
      cause: refused,
      fix: near === undefined ? 'Add it, or remove it from DependsOn.' : `Write ${near}.`,
      ...(near === undefined
        ? {}
        : { patch: [{ op: 'replace', path: Array.isArray(data) ? [...at, index] : [...at], value: near }] }),
    });
  }
}
