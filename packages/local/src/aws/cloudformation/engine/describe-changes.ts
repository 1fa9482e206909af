import type { ResourceRegistry } from '../resources/registry.ts';
import type { JsonObject } from '../template/json.ts';
import { referencesOf } from '../template/references.ts';
import type { Plan, PlannedChange } from './plan.ts';
import { type ValueChange, valueChanges } from './property-values.ts';
import type { Stack, StackResource, Target } from './stack.ts';

/** The changes of a plan as DescribeChangeSet shows them, on request with the values of properties. */
export function describeChanges(
  plan: Plan,
  stack: Stack,
  target: Target,
  types: ResourceRegistry,
  withValues = false,
): readonly object[] {
  const renewed = new Map(
    plan.changes.flatMap((change) =>
      change.action === 'Modify'
        ? [[change.logicalId, change.replacement] as const]
        : [[change.logicalId, 'True'] as const],
    ),
  );
  return plan.changes.map((change) => ({
    Type: 'Resource',
    ResourceChange: {
      ...describeChange(change, stack, target, types, renewed, withValues),
      ...(withValues && contexts(change)),
    },
  }));
}

/** The whole of a resource before and after, as encoded JSON. */
function contexts(change: PlannedChange): object {
  const context = (properties: JsonObject) => JSON.stringify({ Properties: properties });
  if (change.action === 'Add') return { AfterContext: context(change.after) };
  if (change.action === 'Remove') return { BeforeContext: context(change.before) };
  return { BeforeContext: context(shownBefore(change.record)), AfterContext: context(change.after) };
}

function shownBefore(record: StackResource): JsonObject {
  // It was made by JSON.stringify from an object.
  return JSON.parse(record.shown) as JsonObject;
}

function describeChange(
  change: PlannedChange,
  stack: Stack,
  target: Target,
  types: ResourceRegistry,
  renewed: ReadonlyMap<string, string>,
  withValues: boolean,
): object {
  const { action: Action, logicalId: LogicalResourceId } = change;
  if (change.action === 'Add') {
    return { Action, LogicalResourceId, ResourceType: change.type, Scope: [], Details: [] };
  }
  const { record } = change;
  const common = {
    Action,
    LogicalResourceId,
    PhysicalResourceId: record.resource?.physicalId,
    ResourceType: record.type,
  };
  if (change.action === 'Remove') {
    const PolicyAction = record.deletionPolicy === 'Delete' ? 'Delete' : 'Retain';
    return { ...common, PolicyAction, Scope: [], Details: [] };
  }
  const policy = record.updateReplacePolicy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete';
  const type = types.of(record.type);
  return {
    ...common,
    ...(change.replacement !== 'False' && { PolicyAction: policy }),
    Replacement: change.replacement,
    Scope: [...change.attributes, ...(change.properties.length > 0 ? ['Properties'] : [])],
    Details: [
      ...change.attributes.map((Attribute) =>
        detail({ Attribute, RequiresRecreation: 'Never' }, 'DirectModification', 'Static'),
      ),
      ...change.properties.flatMap((name) => {
        const RequiresRecreation = type.replaces(name) ? 'Always' : 'Never';
        const at = { Attribute: 'Properties', Name: name, RequiresRecreation };
        const before = withValues ? shownBefore(record)[name] : undefined;
        const values = withValues ? valueChanges(before, change.after[name], `/Properties/${name}`) : [];
        const places = values.length === 0 ? [at] : values.map((value) => ({ ...at, ...value }));
        return places.flatMap((place) => details(place, change.logicalId, name, stack, target, renewed));
      }),
    ],
  };
}

interface ChangedTarget extends Partial<ValueChange> {
  readonly Attribute: string;
  readonly Name?: string;
  readonly RequiresRecreation: string;
}

function detail(
  Target: ChangedTarget,
  ChangeSource: string,
  Evaluation: string,
  CausingEntity?: string,
): object {
  return { Target, Evaluation, ChangeSource, ...(CausingEntity !== undefined && { CausingEntity }) };
}

/** What makes a property change: a parameter, another resource, or the template itself. */
function details(
  target: ChangedTarget,
  logicalId: string,
  property: string,
  stack: Stack,
  { template, parameters }: Target,
  renewed: ReadonlyMap<string, string>,
): readonly object[] {
  const after = template.resources.get(logicalId)?.properties[property];
  const before = stack.deployed?.template.resources.get(logicalId)?.properties[property];
  if (after === undefined || JSON.stringify(after) !== JSON.stringify(before)) {
    return [detail(target, 'DirectModification', 'Static')];
  }
  const { refs, attributes } = referencesOf([after]);
  const caused = [
    ...[...refs]
      .filter((name) => parameters.has(name) && parameters.get(name) !== stack.deployed?.parameters.get(name))
      .map((name) => detail(target, 'ParameterReference', 'Static', name)),
    ...[...refs]
      .filter((name) => renewed.has(name))
      .map((name) => detail(target, 'ResourceReference', 'Dynamic', name)),
    ...attributes
      .filter(({ id }) => renewed.has(id))
      .map(({ id, attribute }) => detail(target, 'ResourceAttribute', 'Dynamic', `${id}.${attribute ?? ''}`)),
  ];
  const byParameter = [...refs].some((name) => parameters.has(name));
  if (caused.length === 0 || byParameter) caused.push(detail(target, 'DirectModification', 'Dynamic'));
  return caused;
}
