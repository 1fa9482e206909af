import { validationError } from '../template/errors.ts';
import { evaluate, type Scope, UNKNOWN, type Value } from '../template/functions.ts';
import type { DependencyGraph } from '../template/graph.ts';
import { isObject, type JsonObject } from '../template/json.ts';
import type { ResourceValues } from '../template/scope.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import type { Engine } from './deployment.ts';
import { changedProperties, desiredProperties, existing, hasUnknown, sameValue, scopeOf } from './desired.ts';
import { knownAfterApply } from './property-values.ts';
import type { Stack, StackResource, Target } from './stack.ts';

export type ChangedAttribute = 'Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy';

/** What a deployment would do to one resource, as far as that is known beforehand. */
export type PlannedChange =
  | {
      readonly action: 'Add';
      readonly logicalId: string;
      readonly type: string;
      /** The properties to be, as they may be shown. */
      readonly after: JsonObject;
    }
  | {
      readonly action: 'Remove';
      readonly logicalId: string;
      readonly record: StackResource;
      /** The properties as the stack's template gives them; what refers to resources is not known. */
      readonly before: JsonObject;
    }
  | {
      readonly action: 'Modify';
      readonly logicalId: string;
      readonly record: StackResource;
      readonly properties: readonly string[];
      readonly after: JsonObject;
      /** Attributes of the resource beside its properties. */
      readonly attributes: readonly ChangedAttribute[];
      /** Whether a new resource takes the place of the old one; it may depend on values not known yet. */
      readonly replacement: 'True' | 'False' | 'Conditional';
    };

export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** False where a deployment would leave everything as it is. */
  readonly anything: boolean;
}

/**
 * Compares a target with a stack, without doing anything. All functions are evaluated, so that whatever
 * they would refuse is refused here: fails with ValidationError.
 */
export function plan(engine: Engine, stack: Stack, target: Target, dependencies: DependencyGraph): Plan {
  const current = new Map([...stack.resources].filter(([, { resource }]) => resource !== undefined));
  const changes: PlannedChange[] = [];
  const renewed = new Set<string>();
  const known = existing(current);
  const values: ResourceValues = {
    ref: (id) => (renewed.has(id) ? UNKNOWN : known.ref(id)),
    attribute: (id, name) => (renewed.has(id) ? UNKNOWN : known.attribute(id, name)),
  };
  const scope = scopeOf(engine, stack, target, values);
  const masked = scopeOf(engine, stack, target, values, { masked: true });
  const retyped: string[] = [];

  for (const logicalId of dependencies.keys()) {
    const declaration = target.template.resources.get(logicalId);
    if (declaration === undefined) continue;
    const type = engine.types.of(declaration.type);
    const properties = desiredProperties(declaration, type, target.tags, scope);
    const record = current.get(logicalId);
    const after = knownAfterApply(desiredProperties(declaration, type, [], masked));
    if (record === undefined) {
      changes.push({ action: 'Add', logicalId, type: type.type, after });
      continue;
    }
    if (record.type !== declaration.type) retyped.push(logicalId);
    const changed = changedProperties(record.properties, properties);
    const attributes = changedAttributes(record, declaration, scope);
    if (changed.length === 0 && attributes.length === 0) continue;
    const replacing = changed.filter((name) => type.replaces(name));
    const certain = replacing.some((name) => !hasUnknown(properties[name]));
    const replacement = certain ? 'True' : replacing.length > 0 ? 'Conditional' : 'False';
    if (replacement !== 'False') renewed.add(logicalId);
    changes.push({
      action: 'Modify',
      logicalId,
      record,
      properties: changed,
      after,
      attributes,
      replacement,
    });
  }
  if (retyped.length > 0) {
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped.join(', ')}]`,
    );
  }
  for (const [logicalId, record] of current) {
    if (dependencies.has(logicalId)) continue;
    changes.push({ action: 'Remove', logicalId, record, before: formerProperties(engine, stack, logicalId) });
  }
  const outputs = plannedOutputs(target, scope);
  const before = new Map(stack.outputs.map(({ key, value, exportName }) => [key, [value, exportName ?? '']]));
  const sameOutputs =
    outputs.size === before.size && [...outputs].every(([key, value]) => sameValue(value, before.get(key)));
  const sameTags = sameValue(stack.deployed?.tags ?? [], target.tags);
  return { changes, anything: changes.length > 0 || !sameOutputs || !sameTags };
}

/** What a resource is by the template that was deployed last. */
function formerProperties(engine: Engine, stack: Stack, logicalId: string): JsonObject {
  const declaration = stack.deployed?.template.resources.get(logicalId);
  if (stack.deployed === undefined || declaration === undefined) return {};
  const scope = scopeOf(engine, stack, stack.deployed, existing(new Map()), { masked: true });
  return knownAfterApply(desiredProperties(declaration, engine.types.of(declaration.type), [], scope));
}

function plannedOutputs(target: Target, scope: Scope): ReadonlyMap<string, Value> {
  const outputs = new Map<string, Value>();
  for (const [key, { value, condition, exportName }] of target.template.outputs) {
    if (condition !== undefined && !scope.condition(condition)) continue;
    const text = evaluate(value, scope);
    if (text !== UNKNOWN && (Array.isArray(text) || isObject(text))) {
      throw validationError(
        'Template format error: The Value field of every Outputs member must evaluate to a String.',
      );
    }
    const shown = typeof text === 'number' || typeof text === 'boolean' ? String(text) : text;
    outputs.set(key, [shown, exportName === undefined ? '' : evaluate(exportName, scope)]);
  }
  return outputs;
}

function changedAttributes(
  record: StackResource,
  declaration: ResourceDeclaration,
  scope: Scope,
): readonly ChangedAttribute[] {
  const metadata = declaration.metadata === undefined ? '' : evaluate(declaration.metadata, scope);
  const changed: ChangedAttribute[] = [];
  if (!sameValue(record.metadata ?? '', metadata)) changed.push('Metadata');
  if (record.deletionPolicy !== declaration.deletionPolicy) changed.push('DeletionPolicy');
  if (record.updateReplacePolicy !== declaration.updateReplacePolicy) changed.push('UpdateReplacePolicy');
  return changed;
}
