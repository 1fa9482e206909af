import { document, list, optional, PropertyError, type Read, required, string } from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

const properties = {
  PolicyName: required(string),
  PolicyDocument: required(document),
  Roles: optional(list(string)),
};

/**
 * An inline policy on roles; groups and users are not built.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const iamPolicy = resourceType({
  type: 'AWS::IAM::Policy',
  properties,
  unbuilt: ['Groups', 'Users'],
  attributes: ['Id'],
  iam: true,

  async create(input, work) {
    const roles = rolesOf(input);
    const id = work.generateName(128);
    work.created(id);
    for (const RoleName of roles) await put(RoleName, input, work);
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(_resource, input, previous, work) {
    const roles = rolesOf(input);
    for (const RoleName of roles) await put(RoleName, input, work);
    const renamed = previous.PolicyName !== input.PolicyName;
    for (const RoleName of rolesOf(previous).filter((role) => renamed || !roles.includes(role))) {
      await remove(RoleName, previous, work);
    }
    return undefined;
  },

  async delete(_resource, input, work) {
    for (const RoleName of rolesOf(input)) await remove(RoleName, input, work);
  },
});

function rolesOf({ Roles = [] }: Read<typeof properties>): readonly string[] {
  if (Roles.length === 0) throw new PropertyError('At least one of [Groups,Roles,Users] must be non-empty.');
  return Roles;
}

async function put(
  RoleName: string,
  { PolicyName, PolicyDocument }: Read<typeof properties>,
  work: Work,
): Promise<void> {
  await work.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
}

async function remove(RoleName: string, { PolicyName }: Read<typeof properties>, work: Work): Promise<void> {
  await unlessMissing(() => work.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
}
