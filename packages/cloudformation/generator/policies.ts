import type { Resource } from '@aws-cdk/service-spec-types';

/** Properties of these names are IAM policy documents wherever the specification says `json`. */
const always: ReadonlySet<string> = new Set([
  'AccessPolicies',
  'AssumeRolePolicyDocument',
  'FileSystemPolicy',
  'InlinePolicy',
  'KeyPolicy',
  'PermissionsPolicyDocument',
  'PolicyDocument',
  'RepositoryPolicyText',
  'ResourcePolicyDocument',
]);

/** Properties of these names are such documents where the specification calls them a resource's policy. */
const ofResources: ReadonlySet<string> = new Set(['AccessPolicy', 'Policy', 'PolicyText', 'ResourcePolicy']);

/** Documents of another language than IAM's. */
const never: ReadonlySet<string> = new Set(['AWS::NetworkManager::CoreNetwork.PolicyDocument']);

/** Whether the JSON at a path is an IAM policy document. */
export function isPolicyDocument(resource: Resource, path: string): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (never.has(path)) return false;
  if (always.has(name)) return true;
  if (!ofResources.has(name)) return false;
  return (
    resource.scrutinizable === 'ResourcePolicyResource' ||
    resource.properties[name]?.scrutinizable === 'InlineResourcePolicy'
  );
}
