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
export type Attached = ReadonlyMap<string, readonly Named[]>;

/** A policy, and the name that an inline one has on its holder. */
interface Named {
  readonly policy: ReadPolicy;
  readonly policyName: string | undefined;
}

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
  const attached = new Map<string, Named[]>();
  for (const [type, word] of ATTACHING) {
    const isInline = type !== 'AWS::IAM::ManagedPolicy';
    for (const resource of world.ofType(type)) {
      const policy = readPolicy(
        `${word} "${resource.logicalId}"`,
        resource.properties['PolicyDocument'],
        documentPath(resource),
        resource.logicalId,
        isInline ? 'identity' : 'managed',
      );
      const policyName = isInline ? text(resource.properties['PolicyName']) : undefined;
      for (const holder of holders(resource, world)) {
        attached.set(holder.logicalId, [...(attached.get(holder.logicalId) ?? []), { policy, policyName }]);
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
  const boundary = holder.properties['PermissionsBoundary'];
  const groups = texts(holder.properties['Groups']).flatMap(
    (name) => world.named('AWS::IAM::Group', name) ?? [],
  );
  const identity = [holder, ...groups].flatMap((one) => [
    ...onePerName([...inline(one), ...(attached.get(one.logicalId) ?? [])]),
    ...list(one.properties['ManagedPolicyArns']).map((arn, index) =>
      managed(arn, world, [...one.path, 'Properties', 'ManagedPolicyArns', index]),
    ),
  ]);
  const path = [...holder.path, 'Properties', 'PermissionsBoundary'];
  return {
    identity: apart(identity),
    ...(boundary !== undefined &&
      boundary !== null && {
        boundary: { ...managed(boundary, world, path), name: 'permissions boundary' },
      }),
  };
}

/** A managed policy may be attached in two ways, which add nothing to each other. */
function apart(policies: readonly ReadPolicy[]): readonly ReadPolicy[] {
  const seen = new Set<string>();
  return policies.filter(({ origins, opaque: unread, name }) => {
    const key = unread === undefined ? JSON.stringify(origins) : name;
    return !seen.has(key) && seen.add(key);
  });
}

/** Of inline policies of one name, one is written over the other, or refused: what they allow cannot be counted on. */
function onePerName(policies: readonly Named[]): readonly ReadPolicy[] {
  const times = new Map<string, number>();
  for (const { policyName } of policies)
    if (policyName !== undefined) times.set(policyName, (times.get(policyName) ?? 0) + 1);
  return policies.map(({ policy, policyName }) => {
    if (policyName === undefined || (times.get(policyName) ?? 0) < 2) return policy;
    return {
      ...policy,
      isDoubtful: true,
      opaque: `${policy.name} and another inline policy are both named ${policyName}, and only one can be there`,
    };
  });
}

function inline(holder: WorldResource): readonly Named[] {
  const policies = holder.properties['Policies'];
  if (policies !== undefined && !Array.isArray(policies)) {
    const why = `the Policies of ${holder.logicalId} are not in the template`;
    const policy: ReadPolicy = { ...opaque(`Policies of ${holder.logicalId}`, why), mayDeny: true };
    return [{ policy, policyName: undefined }];
  }
  return list(policies).map((policy, index) => {
    const policyName = text(member(policy, 'PolicyName'));
    const name = `policy "${policyName ?? index + 1}" of ${holder.logicalId}`;
    const path = [...holder.path, 'Properties', 'Policies', index, 'PolicyDocument'];
    const document = member(policy, 'PolicyDocument');
    return { policy: readPolicy(name, document, path, holder.logicalId, 'identity'), policyName };
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
      'managed',
    );
  }
  if (typeof arn !== 'string')
    return { ...opaque('managed policy', 'a managed policy is not in the template'), mayDeny: true };
  const [, , service, , owner, ...rest] = arn.split(':');
  const name = rest.join(':').replace('policy/', '');
  const statements = service === 'iam' && owner === 'aws' ? MANAGED_POLICIES.get(name) : undefined;
  if (statements === undefined) {
    const shown = owner === 'aws' ? name : world.show(arn);
    const why = `what the managed policy ${shown} allows is not in the template`;
    // AWS's own allow, but for those whose name says so; anybody else's may deny as well.
    const mayDeny = owner !== 'aws' || /Deny|Quarantine/.test(name);
    return { ...opaque(`managed policy ${arn}`, why), ...(mayDeny && { mayDeny }) };
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
    'trust',
  );
}
