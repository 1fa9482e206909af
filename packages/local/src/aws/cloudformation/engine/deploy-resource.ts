import type { ResourceType } from '../resources/resource-type.ts';
import { validationError } from '../template/errors.ts';
import { evaluate } from '../template/functions.ts';
import { type Json, type JsonObject, scalarText } from '../template/json.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import { type Job, workOn } from './deployment.ts';
import { changedProperties, desiredProperties, made, sameValue, scopeOf } from './desired.ts';
import { failureReason } from './failure-reason.ts';
import type { StackResource, Target } from './stack.ts';

/** A deployment under way: where it goes and what it changed so far. */
export interface Deployment extends Job {
  readonly target: Target;
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>;
  /** What each touched resource was before; undefined for a new one. */
  readonly before: Map<string, StackResource | undefined>;
  /** Former resources that newer ones stand for. */
  readonly replaced: StackResource[];
  readonly imports: Set<string>;
  /** Whether another resource has failed meanwhile. */
  cancelled: boolean;
  /** Whether somebody asked for the update to be cancelled: what has not begun does not begin. */
  stopped: boolean;
}

/** Brings one resource to its desired state and says whether that succeeded. */
export async function deployResource(deployment: Deployment, logicalId: string): Promise<boolean> {
  const { engine, stack, target } = deployment;
  if (deployment.stopped) return false;
  const declaration = target.template.resources.get(logicalId);
  if (declaration === undefined) throw new RangeError(`No resource ${logicalId} in the template.`);
  const type = engine.types.of(declaration.type);
  const before = stack.resources.get(logicalId);
  const record = {
    ...blank(deployment, logicalId, declaration),
    ...(before?.resource && { resource: before.resource }),
  };
  let desired: Pick<StackResource, 'properties' | 'shown' | 'metadata'>;
  try {
    desired = evaluated(deployment, declaration, type);
  } catch (error) {
    return fail(deployment, before === undefined ? 'CREATE' : 'UPDATE', record, error);
  }
  const next: StackResource = { ...record, ...desired };
  if (before?.resource === undefined) return create(deployment, type, next);
  const changed = changedProperties(before.properties, desired.properties);
  if (changed.length === 0) {
    stack.resources.set(logicalId, { ...next, status: before.status, timestamp: before.timestamp });
    deployment.before.set(logicalId, before);
    return true;
  }
  return changed.some((name) => type.replaces(name))
    ? replace(deployment, type, next, before)
    : update(deployment, type, next, before);
}

function blank(deployment: Deployment, logicalId: string, declaration: ResourceDeclaration): StackResource {
  const { type, deletionPolicy, updateReplacePolicy } = declaration;
  return {
    logicalId,
    type,
    properties: {},
    shown: '{}',
    dependencies: [...(deployment.dependencies.get(logicalId) ?? [])],
    deletionPolicy,
    updateReplacePolicy,
    status: '',
    timestamp: 0,
  };
}

function evaluated(deployment: Deployment, declaration: ResourceDeclaration, type: ResourceType) {
  const { engine, stack, target, imports } = deployment;
  const resources = made(stack.resources);
  const scope = scopeOf(engine, stack, target, resources, { imported: (name) => imports.add(name) });
  const masked = scopeOf(engine, stack, target, resources, { masked: true });
  return {
    // Everything it depends on exists, so that nothing is unknown.
    properties: desiredProperties(declaration, type, target.tags, scope) as JsonObject,
    shown: JSON.stringify(desiredProperties(declaration, type, [], masked)),
    ...(declaration.metadata !== undefined && { metadata: evaluate(declaration.metadata, scope) as Json }),
  };
}

async function create(deployment: Deployment, type: ResourceType, next: StackResource): Promise<boolean> {
  const { engine, stack } = deployment;
  deployment.before.set(next.logicalId, undefined);
  const record = engine.history.resource(stack, next, 'CREATE_IN_PROGRESS');
  return make(deployment, type, record, 'CREATE');
}

async function replace(
  deployment: Deployment,
  type: ResourceType,
  { resource: _old, ...next }: StackResource,
  before: StackResource,
): Promise<boolean> {
  const { engine, stack } = deployment;
  deployment.before.set(next.logicalId, before);
  engine.history.resource(
    stack,
    { ...next, ...(before.resource && { resource: before.resource }) },
    'UPDATE_IN_PROGRESS',
    'Requested update requires the creation of a new physical resource; hence creating one.',
  );
  const name = type.nameProperty === undefined ? undefined : next.properties[type.nameProperty];
  if (
    name !== undefined &&
    type.nameProperty !== undefined &&
    sameValue(name, before.properties[type.nameProperty])
  ) {
    const error = validationError(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${scalarText(name)} and update the stack again.`,
    );
    return fail(
      deployment,
      'UPDATE',
      { ...next, ...(before.resource && { resource: before.resource }) },
      error,
    );
  }
  deployment.replaced.push({ ...before, updateReplacePolicy: next.updateReplacePolicy });
  return make(deployment, type, next, 'UPDATE');
}

async function make(
  deployment: Deployment,
  type: ResourceType,
  next: StackResource,
  verb: 'CREATE' | 'UPDATE',
): Promise<boolean> {
  const { engine, stack } = deployment;
  let record = next;
  const work = workOn(deployment, next.logicalId, (physicalId) => {
    record = engine.history.resource(
      stack,
      { ...record, resource: { physicalId, attributes: {} } },
      `${verb}_IN_PROGRESS`,
      'Resource creation Initiated',
    );
  });
  try {
    refuseOtherStacks(deployment, type, next);
    const resource = await type.create(next.properties, work);
    return finish(deployment, verb, { ...record, resource });
  } catch (error) {
    return fail(deployment, verb, record, error);
  }
}

async function update(
  deployment: Deployment,
  type: ResourceType,
  next: StackResource,
  before: StackResource,
): Promise<boolean> {
  const { engine, stack } = deployment;
  deployment.before.set(next.logicalId, before);
  const record = engine.history.resource(stack, next, 'UPDATE_IN_PROGRESS');
  const { resource } = before;
  if (resource === undefined) return false;
  try {
    const work = workOn(deployment, next.logicalId, () => {});
    const after = await type.update(resource, next.properties, before.properties, work);
    return finish(deployment, 'UPDATE', { ...record, resource: after });
  } catch (error) {
    return fail(deployment, 'UPDATE', record, error);
  }
}

/** Work that ends after another resource has failed counts as cancelled. */
function finish(deployment: Deployment, verb: 'CREATE' | 'UPDATE', record: StackResource): boolean {
  const { engine, stack, cancelled } = deployment;
  if (cancelled) {
    const what = verb === 'CREATE' ? 'creation' : 'update';
    engine.history.resource(stack, record, `${verb}_FAILED`, `Resource ${what} cancelled`);
    return false;
  }
  engine.history.resource(stack, record, `${verb}_COMPLETE`);
  return true;
}

function fail(
  deployment: Deployment,
  verb: 'CREATE' | 'UPDATE',
  record: StackResource,
  error: unknown,
): boolean {
  const { engine, stack } = deployment;
  deployment.cancelled = true;
  if (!deployment.before.has(record.logicalId))
    deployment.before.set(record.logicalId, stack.resources.get(record.logicalId));
  engine.history.resource(stack, record, `${verb}_FAILED`, failureReason(error));
  return false;
}

/** A custom name that a resource of another stack has. */
function refuseOtherStacks({ engine, stack }: Deployment, type: ResourceType, next: StackResource): void {
  const { nameProperty } = type;
  if (nameProperty === undefined || next.properties[nameProperty] === undefined) return;
  for (const other of engine.stacks.values()) {
    if (other === stack || other.status === 'DELETE_COMPLETE') continue;
    for (const record of other.resources.values()) {
      const taken =
        record.type === type.type && record.status !== 'DELETE_COMPLETE' && record.resource !== undefined;
      if (taken && sameValue(record.properties[nameProperty], next.properties[nameProperty])) {
        throw validationError(`${record.resource?.physicalId} already exists in stack ${other.id}`);
      }
    }
  }
}
