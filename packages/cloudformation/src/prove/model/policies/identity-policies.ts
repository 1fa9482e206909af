import type { TemplatePath } from '../../../finding.ts';
import { isObject, type Json, list, member, text, texts } from '../json.ts';
import type { World, WorldResource } from '../world.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { madePolicy, opaque, type ReadPolicy, readPolicy } from './read-policy.ts';

/** The policies of a role or a user. */
export interface IdentityPolicies {
  readonly identity: readonly ReadPolicy[];
  readonly boundary?: ReadPolicy;
}

/** Policies that stand by themselves, by the logical id of whoever they are attached to. */
export type Attached = ReadonlyMap<string, readonly ReadPolicy[]>;

const ATTACHING: readonly (readonly [type: string, word: string])[] = [
  ['AWS::IAM::Policy', 'Policy'],
  ['AWS::IAM::RolePolicy', 'RolePolicy'],
  ['AWS::IAM::UserPolicy', 'UserPolicy'],
  ['AWS::IAM::GroupPolicy', 'GroupPolicy'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicy'],
];

const HOLDERS = [
  ['AWS::IAM::Role', ['Roles', 'RoleName']],
  ['AWS::IAM::User', ['Users', 'UserName']],
  ['AWS::IAM::Group', ['Groups', 'GroupName']],
] as const;

/** Finds all policies that name the roles, users and groups that they are for. */
export function findAttached(world: World): Attached {
  const attached = new Map<string, ReadPolicy[]>();
  for (const [type, word] of ATTACHING) {
    for (const resource of world.ofType(type)) {
      const policy = readPolicy(
        `${word} "${resource.logicalId}"`,
        resource.properties['PolicyDocument'],
        documentPath(resource),
        resource.logicalId,
      );
      for (const holder of holders(resource, world)) {
        attached.set(holder.logicalId, [...(attached.get(holder.logicalId) ?? []), policy]);
      }
    }
  }
  return attached;
}

function documentPath(resource: WorldResource): TemplatePath {
  return [...resource.path, 'Properties', 'PolicyDocument'];
}

function holders(resource: WorldResource, world: World): readonly WorldResource[] {
  return HOLDERS.flatMap(([type, keys]) =>
    keys.flatMap((key) => texts(resource.properties[key])).flatMap((name) => world.named(type, name) ?? []),
  );
}

/** All that a role, or a user with its groups, is allowed and denied by policies of its own. */
export function identityPolicies(holder: WorldResource, world: World, attached: Attached): IdentityPolicies {
  const boundary = text(holder.properties['PermissionsBoundary']);
  const groups = texts(holder.properties['Groups']).flatMap(
    (name) => world.named('AWS::IAM::Group', name) ?? [],
  );
  const identity = [holder, ...groups].flatMap((one) => [
    ...inline(one),
    ...list(one.properties['ManagedPolicyArns']).map((arn, index) =>
      managed(arn, world, [...one.path, 'Properties', 'ManagedPolicyArns', index]),
    ),
    ...(attached.get(one.logicalId) ?? []),
  ]);
  const path = [...holder.path, 'Properties', 'PermissionsBoundary'];
  return {
    identity: identity.filter(
      (policy, index) => identity.findIndex(({ name }) => name === policy.name) === index,
    ),
    ...(boundary !== undefined && {
      boundary: { ...managed(boundary, world, path), name: 'permissions boundary' },
    }),
  };
}

function inline(holder: WorldResource): readonly ReadPolicy[] {
  const policies = holder.properties['Policies'];
  if (policies !== undefined && !Array.isArray(policies)) {
    return [
      opaque(
        `Policies of ${holder.logicalId}`,
        `the Policies of ${holder.logicalId} are not in the template`,
      ),
    ];
  }
  return list(policies).map((policy, index) => {
    const named = text(member(policy, 'PolicyName')) ?? String(index + 1);
    const name = `policy "${named}" of ${holder.logicalId}`;
    const path = [...holder.path, 'Properties', 'Policies', index, 'PolicyDocument'];
    return readPolicy(name, member(policy, 'PolicyDocument'), path, holder.logicalId);
  });
}

/** A managed policy by its ARN: one of the template, one of AWS's that is known, or a closed book. */
function managed(arn: Json, world: World, path: TemplatePath): ReadPolicy {
  const found = world.resourceOf(arn);
  if (found?.type === 'AWS::IAM::ManagedPolicy') {
    return readPolicy(
      `ManagedPolicy "${found.logicalId}"`,
      found.properties['PolicyDocument'],
      documentPath(found),
      found.logicalId,
    );
  }
  if (typeof arn !== 'string') return opaque('managed policy', 'a managed policy is not in the template');
  const [, , service, , owner, ...rest] = arn.split(':');
  const name = rest.join(':').replace('policy/', '');
  const statements = service === 'iam' && owner === 'aws' ? MANAGED_POLICIES.get(name) : undefined;
  if (statements === undefined) {
    const shown = owner === 'aws' ? name : world.show(arn);
    return opaque(`managed policy ${arn}`, `what the managed policy ${shown} allows is not in the template`);
  }
  const title = `managed policy ${name.split('/').at(-1) ?? name}`;
  return madePolicy(
    title,
    statements,
    statements.map(() => ({ name: title, path })),
  );
}

/** The trust policy of a role. */
export function trustPolicy(role: WorldResource): ReadPolicy {
  const key = 'AssumeRolePolicyDocument';
  const document = role.properties[key];
  // Whoever leaves it out is refused by CloudFormation; nobody is trusted then.
  const json = isObject(document) || typeof document === 'string' ? document : { Statement: [] };
  return readPolicy(
    `trust policy of ${role.logicalId}`,
    json,
    [...role.path, 'Properties', key],
    role.logicalId,
  );
}
