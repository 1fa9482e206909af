import { createOnly, document, required, string } from './properties.ts';
import { resourceType } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html */
export const iamRolePolicy = resourceType({
  type: 'AWS::IAM::RolePolicy',
  properties: {
    RoleName: createOnly(required(string)),
    PolicyName: createOnly(required(string)),
    PolicyDocument: required(document),
  },
  iam: true,

  async create(input, work) {
    const id = `${input.PolicyName}|${input.RoleName}`;
    await work.call('iam', 'PutRolePolicy', input);
    work.created(id);
    return { physicalId: id, attributes: {} };
  },

  async update(_resource, input, _previous, work) {
    await work.call('iam', 'PutRolePolicy', input);
    return undefined;
  },

  async delete(_resource, { RoleName, PolicyName }, work) {
    await unlessMissing(() => work.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  },
});
