import { once } from '../../../once.ts';
import type { World, WorldResource } from '../world.ts';
import { type FunctionGrant, findFunctionGrants, functionPolicies } from './function-policy.ts';
import { findAttached, type IdentityPolicies, identityPolicies, trustPolicy } from './identity-policies.ts';
import type { ReadPolicy } from './read-policy.ts';
import { busPolicy, findResourcePolicies, keyPolicy, type ResourcePolicies } from './resource-policies.ts';

/** Every policy of a world, by what it is for. Each is read once. */
export interface PolicyBook {
  /** The policies of a function by name, or of one of its versions or aliases; more than one overwrite each other. */
  readonly ofFunction: (name: string, qualifier: string | undefined, label: string) => readonly ReadPolicy[];
  /** All permissions and function policies of the template, whatever function they are for. */
  readonly functionGrants: readonly FunctionGrant[];
  /** The policies of a role or a user. */
  readonly ofIdentity: (holder: WorldResource) => IdentityPolicies;
  readonly trustOf: (role: WorldResource) => ReadPolicy;
  /** The policies of a topic, queue, bucket, key or event bus; none for a type that has none here. */
  readonly ofResource: (resource: WorldResource) => readonly ReadPolicy[];
  /** The policies that stand by themselves, by the logical id, or the text, of what they are for. */
  readonly resourcePolicies: () => ResourcePolicies;
}

/** Collects the policies of a world. */
export function createPolicyBook(world: World): PolicyBook {
  const functionGrants = findFunctionGrants(world);
  const byFunction = new Map<string, FunctionGrant[]>();
  for (const grant of functionGrants) {
    const key = functionKey(grant.functionName, grant.qualifier);
    const same = byFunction.get(key);
    if (same === undefined) byFunction.set(key, [grant]);
    else same.push(grant);
  }
  const attached = once(() => findAttached(world));
  const resourcePolicies = once(() => findResourcePolicies(world));
  const ofIdentity = remember((holder) => identityPolicies(holder, world, attached()));
  const keyOf = remember((key) => keyPolicy(key, world));
  return {
    functionGrants,
    resourcePolicies,
    ofFunction: (name, qualifier, label) =>
      functionPolicies(byFunction.get(functionKey(name, qualifier)) ?? [], label),
    ofIdentity,
    trustOf: remember(trustPolicy),
    ofResource(resource) {
      if (resource.type === 'AWS::KMS::Key') return [keyOf(resource)];
      if (resource.type === 'AWS::Events::EventBus') {
        const policy = busPolicy(resource, world);
        return policy === undefined ? [] : [policy];
      }
      return resourcePolicies().get(resource.logicalId) ?? [];
    },
  };
}

function functionKey(name: string, qualifier: string | undefined): string {
  return `${name}\n${qualifier ?? ''}`;
}

function remember<T>(make: (resource: WorldResource) => T): (resource: WorldResource) => T {
  const made = new Map<string, T>();
  return (resource) => {
    const known = made.get(resource.logicalId);
    if (known !== undefined) return known;
    const value = make(resource);
    made.set(resource.logicalId, value);
    return value;
  };
}
