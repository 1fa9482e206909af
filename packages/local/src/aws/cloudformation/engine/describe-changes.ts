import type { ResourceRegistry } from '../resources/registry.ts';
import { referencesOf } from '../template/references.ts';
import type { Plan, PlannedChange } from './plan.ts';
import type { Stack, Target } from './stack.ts';

/** The changes of a plan as DescribeChangeSet shows them. */
export function describeChanges(
  plan: Plan,
  stack: Stack,
  target: Target,
  types: ResourceRegistry,
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
    ResourceChange: describeChange(change, stack, target, types, renewed),
  }));
}

function describeChange(
  change: PlannedChange,
  stack: Stack,
  target: Target,
  types: ResourceRegistry,
  renewed: ReadonlyMap<string, string>,
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
        return details(
          { Attribute: 'Properties', Name: name, RequiresRecreation },
          change.logicalId,
          name,
          stack,
          target,
          renewed,
        );
      }),
    ],
  };
}

interface ChangedTarget {
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
