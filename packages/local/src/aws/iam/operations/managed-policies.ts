import type { Clock } from '../../../clock.ts';
import { AwsError, operation } from '../../service.ts';
import { describePolicy } from '../describe.ts';
import { encodedDocument, readDocument } from '../documents.ts';
import type { ManagedPolicy } from '../entities.ts';
import { alreadyExists, deleteConflict, findPolicy, noSuchEntity } from '../find.ts';
import type { IdentityStore } from '../identity-store.ts';
import { uniqueId } from '../ids.ts';
import { type PageInput, page } from '../pages.ts';
import { askTag, readTags, type TagInput, tagContext } from '../tags.ts';

interface CreatePolicyInput {
  readonly PolicyName: string;
  readonly Path?: string;
  readonly PolicyDocument: string;
  readonly Description?: string;
  readonly Tags?: readonly TagInput[];
}

interface ListPoliciesInput extends PageInput {
  readonly Scope?: 'All' | 'AWS' | 'Local';
  readonly OnlyAttached?: boolean;
  readonly PathPrefix?: string;
  readonly PolicyUsageFilter?: 'PermissionsPolicy' | 'PermissionsBoundary';
}

export function managedPolicyOperations(store: IdentityStore, clock: Clock) {
  return {
    CreatePolicy: operation<CreatePolicyInput, object>({
      authorize({ PolicyName, Path = '/', Tags }) {
        const resource = store.arn(`policy${Path}${PolicyName}`);
        const ask = { action: 'iam:CreatePolicy', resource, context: tagContext(Tags) };
        return [ask, ...askTag('Policy', resource, Tags)];
      },
      run({ PolicyName, Path = '/', PolicyDocument, Description, Tags }) {
        const document = readDocument(PolicyDocument, 'identity');
        const taken = [...store.policies.values()].some(
          (policy) => !policy.awsManaged && policy.policyName.toLowerCase() === PolicyName.toLowerCase(),
        );
        if (taken) {
          throw alreadyExists(
            `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
          );
        }
        const policy: ManagedPolicy = {
          policyName: PolicyName,
          policyId: uniqueId('ANPA'),
          path: Path,
          arn: store.arn(`policy${Path}${PolicyName}`),
          createDate: new Date(clock.now()),
          document,
          awsManaged: false,
          tags: readTags(Tags),
          ...(Description !== undefined && { description: Description }),
        };
        store.policies.set(policy.arn, policy);
        return { Policy: describePolicy(store, policy, 'created') };
      },
    }),
    GetPolicy: operation<{ readonly PolicyArn: string }, object>({
      authorize: ({ PolicyArn }) => [{ action: 'iam:GetPolicy', resource: PolicyArn }],
      run: ({ PolicyArn }) => ({ Policy: describePolicy(store, findPolicy(store, PolicyArn), 'full') }),
    }),
    GetPolicyVersion: operation<{ readonly PolicyArn: string; readonly VersionId: string }, object>({
      authorize: ({ PolicyArn }) => [{ action: 'iam:GetPolicyVersion', resource: PolicyArn }],
      run({ PolicyArn, VersionId }) {
        const policy = findPolicy(store, PolicyArn);
        // Every policy here has the one version that it was created with.
        if (VersionId !== 'v1') {
          throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
        }
        return {
          PolicyVersion: {
            Document: encodedDocument(policy.document),
            VersionId,
            IsDefaultVersion: true,
            CreateDate: policy.createDate,
          },
        };
      },
    }),
    DeletePolicy: operation<{ readonly PolicyArn: string }, object>({
      authorize: ({ PolicyArn }) => [{ action: 'iam:DeletePolicy', resource: PolicyArn }],
      run({ PolicyArn }) {
        const policy = findPolicy(store, PolicyArn);
        if (policy.awsManaged)
          throw new AwsError('AccessDenied', 'An AWS managed policy cannot be deleted.', 403);
        const users = [...store.users.values(), ...store.roles.values()];
        if (users.some((one) => one.attached.has(PolicyArn) || one.boundary === PolicyArn)) {
          throw deleteConflict('Cannot delete a policy attached to entities.');
        }
        store.policies.delete(PolicyArn);
        return {};
      },
    }),
    ListPolicies: operation<ListPoliciesInput, object>({
      authorize: () => [{ action: 'iam:ListPolicies', resource: '*' }],
      run(input) {
        const { Scope = 'All', OnlyAttached = false, PathPrefix = '/' } = input;
        const policies = [...store.policies.values()]
          .filter((policy) => Scope === 'All' || policy.awsManaged === (Scope === 'AWS'))
          .filter((policy) => policy.path.startsWith(PathPrefix))
          .map((policy) => describePolicy(store, policy, 'listed'))
          .filter((policy) => !OnlyAttached || policy.AttachmentCount > 0)
          .filter((policy) => isUsed(policy, input.PolicyUsageFilter));
        const { items, rest } = page(policies, input);
        return { Policies: items, ...rest };
      },
    }),
  };
}

type Usage = Pick<ReturnType<typeof describePolicy>, 'AttachmentCount' | 'PermissionsBoundaryUsageCount'>;

function isUsed(policy: Usage, wanted: ListPoliciesInput['PolicyUsageFilter']): boolean {
  if (wanted === undefined) return true;
  return (wanted === 'PermissionsPolicy' ? policy.AttachmentCount : policy.PermissionsBoundaryUsageCount) > 0;
}
