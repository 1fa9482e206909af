import { type DeployableResource, type DeployableTemplate, isObject } from './template.ts';

export type CapabilityName = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND';

/** A capability that a template needs, and what in it needs it. */
export interface Capability {
  readonly name: CapabilityName;
  readonly because: readonly string[];
}

/** Types that change what somebody may do, with the property that gives them a name of the author's choice. */
const IAM_TYPES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::GroupPolicy': undefined,
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::RolePolicy': undefined,
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserPolicy': undefined,
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** What SAM makes roles of, unless they are given one. */
const SAM_WITH_ROLE = new Set([
  'AWS::Serverless::Function',
  'AWS::Serverless::StateMachine',
  'AWS::Serverless::Connector',
]);

/**
 * The capabilities that a template needs, with the logical ids that need them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities
 */
export function capabilitiesOf(template: DeployableTemplate): readonly Capability[] {
  const resources = Object.entries(template.Resources);
  const named = resources.filter(([, resource]) => isNamed(resource)).map(([id]) => id);
  const iam = resources.filter(([, resource]) => isIam(resource)).map(([id]) => id);
  const expanding = [
    ...(template.Transform === undefined ? [] : ['Transform']),
    ...resources.filter(([, resource]) => usesMacro(resource)).map(([id]) => id),
  ];
  const capabilities: Capability[] = [];
  // The named one includes the other.
  if (named.length > 0) capabilities.push({ name: 'CAPABILITY_NAMED_IAM', because: named });
  else if (iam.length > 0) capabilities.push({ name: 'CAPABILITY_IAM', because: iam });
  if (expanding.length > 0) capabilities.push({ name: 'CAPABILITY_AUTO_EXPAND', because: expanding });
  return capabilities;
}

function isIam({ Type, Properties = {} }: DeployableResource): boolean {
  if (Object.hasOwn(IAM_TYPES, Type)) return true;
  return SAM_WITH_ROLE.has(Type) && Properties['Role'] === undefined;
}

function isNamed({ Type, Properties = {} }: DeployableResource): boolean {
  const property = Object.hasOwn(IAM_TYPES, Type) ? IAM_TYPES[Type] : undefined;
  return property !== undefined && Properties[property] !== undefined;
}

function usesMacro(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesMacro);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, item]) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach::') || usesMacro(item),
  );
}
