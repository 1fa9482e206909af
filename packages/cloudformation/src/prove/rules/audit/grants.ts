import type { Statement } from '@wayleave/iam';
import type { TemplatePath } from '../../../finding.ts';
import { pathOf, type View } from '../../hops/view.ts';
import type { Json } from '../../model/json.ts';
import { functionPolicies } from '../../model/policies/function-policy.ts';
import { type ReadPolicy, readPolicy } from '../../model/policies/read-policy.ts';
import type { World, WorldResource } from '../../model/world.ts';

/** A statement that allows something, with where it stands. */
export interface Grant {
  /** Of a role, user or group; of a topic, queue, bucket or function; of a key; of who may assume a role. */
  readonly kind: 'identity' | 'resource' | 'key' | 'trust' | 'permission';
  readonly statement: Statement;
  /** For a person: `Policy "Logs", statement 1`. */
  readonly name: string;
  readonly path: TemplatePath;
  /** The resource that it is written in. */
  readonly at: WorldResource;
  /** Who has it: roles, users and groups of the template; or what it is on. */
  readonly holders: readonly WorldResource[];
}

const HOLDERS = ['AWS::IAM::Role', 'AWS::IAM::User'];
/** Policies of IAM that may have no role or user of the template. */
const APART = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::GroupPolicy'];

/** Every statement of the template that allows something, each once, whoever has it. */
export function findGrants(view: View): readonly Grant[] {
  return [
    ...ofIdentities(view),
    ...trusts(view),
    ...ofResources(view),
    ...ofKeys(view),
    ...ofFunctions(view),
  ];
}

function ofIdentities({ world, book }: View): readonly Grant[] {
  const found = new Map<string, { readonly policy: ReadPolicy; readonly holders: WorldResource[] }>();
  const written = new Set<string>();
  for (const holder of HOLDERS.flatMap((type) => world.ofType(type))) {
    for (const policy of book.ofIdentity(holder).identity) {
      const [first] = policy.origins;
      // A managed policy of AWS is written nowhere in the template.
      if (first?.logicalId === undefined) continue;
      written.add(first.logicalId);
      const key = first.path.join('\n');
      const known = found.get(key);
      if (known === undefined) found.set(key, { policy, holders: [holder] });
      else known.holders.push(holder);
    }
  }
  const own = [...found.values()].flatMap(({ policy, holders }) =>
    grantsOf(world, 'identity', policy, holders),
  );
  const apart = APART.flatMap((type) => world.ofType(type)).flatMap((resource) => {
    if (written.has(resource.logicalId)) return [];
    const name = `${resource.type.split('::')[2]} "${resource.logicalId}"`;
    const document = resource.properties['PolicyDocument'];
    return grantsOf(
      world,
      'identity',
      readPolicy(name, document, pathOf(resource, 'PolicyDocument'), resource.logicalId),
      [],
    );
  });
  return [...own, ...apart];
}

function trusts({ world, book }: View): readonly Grant[] {
  return world
    .ofType('AWS::IAM::Role')
    .flatMap((role) => grantsOf(world, 'trust', book.trustOf(role), [role]));
}

function ofResources({ world, book }: View): readonly Grant[] {
  const targets = new Map<ReadPolicy, WorldResource[]>();
  for (const [key, policies] of book.resourcePolicies()) {
    const target = world.resources.get(key);
    for (const policy of policies) {
      const known = targets.get(policy) ?? [];
      targets.set(policy, known);
      if (target !== undefined) known.push(target);
    }
  }
  return [...targets].flatMap(([policy, holders]) => grantsOf(world, 'resource', policy, holders));
}

function ofKeys({ world, book }: View): readonly Grant[] {
  return world
    .ofType('AWS::KMS::Key')
    .filter(({ properties }) => properties['KeyPolicy'] !== undefined)
    .flatMap((key) => book.ofResource(key).flatMap((policy) => grantsOf(world, 'key', policy, [key])));
}

function ofFunctions({ world, book }: View): readonly Grant[] {
  return book.functionGrants.flatMap((grant) => {
    const { resource } = grant;
    const target = world.resourceOf(grant.statement?.Resource as Json | undefined);
    return functionPolicies([grant], resource.logicalId).flatMap((policy) =>
      grantsOf(
        world,
        grant.statement === undefined ? 'resource' : 'permission',
        policy,
        target === undefined ? [] : [target],
      ),
    );
  });
}

function grantsOf(
  world: World,
  kind: Grant['kind'],
  { statements, origins }: ReadPolicy,
  holders: readonly WorldResource[],
): readonly Grant[] {
  return statements.flatMap((statement, index) => {
    const origin = origins[index];
    const at = origin?.logicalId === undefined ? undefined : world.resources.get(origin.logicalId);
    if (statement.Effect !== 'Allow' || origin === undefined || at === undefined) return [];
    return [{ kind, statement, name: origin.name, path: origin.path, at, holders }];
  });
}
