import {
  createOnly,
  document,
  integer,
  list,
  object,
  optional,
  type Read,
  required,
  string,
  tags,
} from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';
import { tagChanges } from './tag-changes.ts';

const properties = {
  RoleName: createOnly(optional(string)),
  Path: createOnly(optional(string)),
  AssumeRolePolicyDocument: required(document),
  Description: optional(string),
  MaxSessionDuration: optional(integer),
  PermissionsBoundary: optional(string),
  ManagedPolicyArns: optional(list(string)),
  Policies: optional(list(object({ PolicyName: required(string), PolicyDocument: required(document) }))),
  Tags: optional(tags),
};

type RoleProperties = Read<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const iamRole = resourceType({
  type: 'AWS::IAM::Role',
  properties,
  attributes: ['Arn', 'RoleId'],
  nameProperty: 'RoleName',
  iam: true,

  async create(input, work) {
    const { AssumeRolePolicyDocument, Path, Description, MaxSessionDuration, PermissionsBoundary, Tags } =
      input;
    const RoleName = input.RoleName ?? work.generateName(64);
    const { Role } = await work.call<{ Role: { Arn: string; RoleId: string } }>('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument,
      ...(Path !== undefined && { Path }),
      ...(Description !== undefined && { Description }),
      ...(MaxSessionDuration !== undefined && { MaxSessionDuration }),
      ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
      ...(Tags !== undefined && Tags.length > 0 && { Tags }),
    });
    work.created(RoleName);
    for (const PolicyArn of input.ManagedPolicyArns ?? []) {
      await work.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    }
    for (const policy of input.Policies ?? [])
      await work.call('iam', 'PutRolePolicy', { RoleName, ...policy });
    return { physicalId: RoleName, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
  },

  async update({ physicalId: RoleName }, input, previous, work) {
    if (input.AssumeRolePolicyDocument !== previous.AssumeRolePolicyDocument) {
      await work.call('iam', 'UpdateAssumeRolePolicy', {
        RoleName,
        PolicyDocument: input.AssumeRolePolicyDocument,
      });
    }
    await updateSettings(RoleName, input, previous, work);
    await updatePolicies(RoleName, input, previous, work);
    const { set, removed } = tagChanges(previous.Tags, input.Tags);
    if (set.length > 0) await work.call('iam', 'TagRole', { RoleName, Tags: set });
    if (removed.length > 0) await work.call('iam', 'UntagRole', { RoleName, TagKeys: removed });
    return undefined;
  },

  async delete({ physicalId: RoleName }, input, work) {
    for (const { PolicyName } of input.Policies ?? []) {
      await unlessMissing(() => work.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
    }
    for (const PolicyArn of input.ManagedPolicyArns ?? []) {
      await unlessMissing(() => work.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    await unlessMissing(() => work.call('iam', 'DeleteRole', { RoleName }));
  },
});

async function updateSettings(
  RoleName: string,
  input: RoleProperties,
  previous: RoleProperties,
  work: Work,
): Promise<void> {
  const { Description = '', MaxSessionDuration = 3600, PermissionsBoundary } = input;
  if (
    Description !== (previous.Description ?? '') ||
    MaxSessionDuration !== (previous.MaxSessionDuration ?? 3600)
  ) {
    await work.call('iam', 'UpdateRole', { RoleName, Description, MaxSessionDuration });
  }
  if (PermissionsBoundary === previous.PermissionsBoundary) return;
  if (PermissionsBoundary === undefined)
    await work.call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
  else await work.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
}

async function updatePolicies(
  RoleName: string,
  input: RoleProperties,
  previous: RoleProperties,
  work: Work,
): Promise<void> {
  const before = previous.ManagedPolicyArns ?? [];
  const after = input.ManagedPolicyArns ?? [];
  for (const PolicyArn of after.filter((arn) => !before.includes(arn))) {
    await work.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  }
  for (const PolicyArn of before.filter((arn) => !after.includes(arn))) {
    await unlessMissing(() => work.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
  }
  const old = new Map((previous.Policies ?? []).map((policy) => [policy.PolicyName, policy.PolicyDocument]));
  const names = new Set((input.Policies ?? []).map(({ PolicyName }) => PolicyName));
  for (const policy of input.Policies ?? []) {
    if (old.get(policy.PolicyName) === policy.PolicyDocument) continue;
    await work.call('iam', 'PutRolePolicy', { RoleName, ...policy });
  }
  for (const PolicyName of [...old.keys()].filter((name) => !names.has(name))) {
    await unlessMissing(() => work.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  }
}
