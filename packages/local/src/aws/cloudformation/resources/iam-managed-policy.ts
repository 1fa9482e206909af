import { createOnly, document, list, optional, PropertyError, required, string } from './properties.ts';
import { resourceType } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

/**
 * A customer managed policy and its attachment to roles; groups and users are not built.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
 */
export const iamManagedPolicy = resourceType({
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    ManagedPolicyName: createOnly(optional(string)),
    Path: createOnly(optional(string)),
    Description: createOnly(optional(string)),
    PolicyDocument: required(document),
    Roles: optional(list(string)),
  },
  unbuilt: ['Groups', 'Users'],
  attributes: ['PolicyArn', 'PolicyId', 'DefaultVersionId'],
  nameProperty: 'ManagedPolicyName',
  iam: true,

  async create(input, work) {
    const { PolicyDocument, Path, Description, Roles = [] } = input;
    const { Policy } = await work.call<{
      Policy: { Arn: string; PolicyId: string; DefaultVersionId: string };
    }>('iam', 'CreatePolicy', {
      PolicyName: input.ManagedPolicyName ?? work.generateName(128),
      PolicyDocument,
      ...(Path !== undefined && { Path }),
      ...(Description !== undefined && { Description }),
    });
    const { Arn: PolicyArn, PolicyId, DefaultVersionId } = Policy;
    work.created(PolicyArn);
    for (const RoleName of Roles) await work.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    return { physicalId: PolicyArn, attributes: { PolicyArn, PolicyId, DefaultVersionId } };
  },

  async update({ physicalId: PolicyArn }, input, previous, work) {
    if (input.PolicyDocument !== previous.PolicyDocument) {
      throw new PropertyError(
        'A change of PolicyDocument of AWS::IAM::ManagedPolicy is not built in local CloudFormation.',
      );
    }
    const before = previous.Roles ?? [];
    const after = input.Roles ?? [];
    for (const RoleName of after.filter((role) => !before.includes(role))) {
      await work.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    }
    for (const RoleName of before.filter((role) => !after.includes(role))) {
      await unlessMissing(() => work.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    return undefined;
  },

  async delete({ physicalId: PolicyArn }, { Roles = [] }, work) {
    for (const RoleName of Roles) {
      await unlessMissing(() => work.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
    }
    await unlessMissing(() => work.call('iam', 'DeletePolicy', { PolicyArn }));
  },
});
