import type { Work } from '../resources/resource-type.ts';
import { isList, scalarText } from '../template/json.ts';
import { answer, type LiveReader, type Sibling } from './live-reader.ts';

interface RoleAnswer {
  readonly Role: {
    readonly RoleName: string;
    readonly Path: string;
    readonly AssumeRolePolicyDocument: string;
    readonly Description?: string;
    readonly MaxSessionDuration: number;
    readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  };
}

export const liveRole: LiveReader = async ({ physicalId: RoleName, siblings }, work) => {
  const found = await answer<RoleAnswer>(work, 'iam', 'GetRole', { RoleName });
  if (found === undefined) return undefined;
  const { Role } = found;
  const ofSiblings = policiesOfSiblings(RoleName, siblings);
  const names = (await inlinePolicies(RoleName, work)).filter((name) => !ofSiblings.has(name));
  const Policies: object[] = [];
  for (const PolicyName of names) {
    Policies.push({ PolicyName, PolicyDocument: await inlineDocument(RoleName, PolicyName, work) });
  }
  return {
    RoleName: Role.RoleName,
    Path: Role.Path,
    AssumeRolePolicyDocument: decodeURIComponent(Role.AssumeRolePolicyDocument),
    Description: Role.Description,
    MaxSessionDuration: Role.MaxSessionDuration,
    PermissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn,
    ManagedPolicyArns: await attachedPolicies(RoleName, work),
    Policies,
    Tags: Role.Tags ?? [],
  };
};

export const liveRolePolicy: LiveReader = async ({ physicalId }, work) => {
  const [PolicyName = '', RoleName = ''] = physicalId.split('|');
  const PolicyDocument = await inlineDocument(RoleName, PolicyName, work);
  return PolicyDocument === undefined ? undefined : { PolicyName, RoleName, PolicyDocument };
};

export const liveManagedPolicy: LiveReader = async ({ physicalId: PolicyArn, expected }, work) => {
  interface PolicyAnswer {
    readonly Policy: { PolicyName: string; Path: string; Description?: string; DefaultVersionId: string };
  }
  const found = await answer<PolicyAnswer>(work, 'iam', 'GetPolicy', { PolicyArn });
  if (found === undefined) return undefined;
  const { PolicyName, Path, Description, DefaultVersionId: VersionId } = found.Policy;
  const { PolicyVersion } = await work.call<{ PolicyVersion: { Document: string } }>(
    'iam',
    'GetPolicyVersion',
    { PolicyArn, VersionId },
  );
  const Roles: string[] = [];
  for (const role of isList(expected['Roles']) ? expected['Roles'].map((one) => scalarText(one) ?? '') : []) {
    if ((await attachedPolicies(role, work)).includes(PolicyArn)) Roles.push(role);
  }
  const PolicyDocument = decodeURIComponent(PolicyVersion.Document);
  return { ManagedPolicyName: PolicyName, Path, Description, PolicyDocument, Roles };
};

/** Inline policies that other resources of the stack put into the role. */
function policiesOfSiblings(roleName: string, siblings: readonly Sibling[]): ReadonlySet<string> {
  const names = siblings.flatMap(({ type, properties }) => {
    const roles = isList(properties['Roles']) ? properties['Roles'] : [];
    const into =
      (type === 'AWS::IAM::Policy' && roles.includes(roleName)) ||
      (type === 'AWS::IAM::RolePolicy' && properties['RoleName'] === roleName);
    return into ? [scalarText(properties['PolicyName']) ?? ''] : [];
  });
  return new Set(names);
}

async function inlinePolicies(RoleName: string, work: Work): Promise<readonly string[]> {
  const found = await answer<{ PolicyNames: readonly string[] }>(work, 'iam', 'ListRolePolicies', {
    RoleName,
    MaxItems: 1000,
  });
  return found?.PolicyNames ?? [];
}

async function inlineDocument(RoleName: string, PolicyName: string, work: Work): Promise<string | undefined> {
  const input = { RoleName, PolicyName };
  const found = await answer<{ PolicyDocument: string }>(work, 'iam', 'GetRolePolicy', input);
  return found === undefined ? undefined : decodeURIComponent(found.PolicyDocument);
}

async function attachedPolicies(RoleName: string, work: Work): Promise<readonly string[]> {
  const found = await answer<{ AttachedPolicies: readonly { PolicyArn: string }[] }>(
    work,
    'iam',
    'ListAttachedRolePolicies',
    { RoleName, MaxItems: 1000 },
  );
  return (found?.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn);
}
