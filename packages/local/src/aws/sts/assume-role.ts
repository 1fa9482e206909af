import type { NamedPolicy } from '@wayleave/iam';
import { readDocument } from '../iam/documents.ts';
import type { Session } from '../iam/entities.ts';
import { findAttachablePolicy } from '../iam/find.ts';
import type { IdentityStore } from '../iam/identity-store.ts';
import { AwsError, type Call, operation } from '../service.ts';
import { describeCredentials } from './credentials.ts';

interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
  readonly ExternalId?: string;
  readonly Tags?: readonly unknown[];
  readonly TransitiveTagKeys?: readonly string[];
  readonly SourceIdentity?: string;
  readonly SerialNumber?: string;
  readonly TokenCode?: string;
  readonly ProvidedContexts?: readonly unknown[];
}

const NOT_BUILT = [
  'Tags',
  'TransitiveTagKeys',
  'SourceIdentity',
  'SerialNumber',
  'TokenCode',
  'ProvidedContexts',
] as const;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(store: IdentityStore) {
  return operation<AssumeRoleInput, object>({
    authorize({ RoleArn, RoleSessionName, ExternalId }, { caller }) {
      if (caller.kind === 'root') {
        throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
      }
      const role = store.roleByArn(RoleArn);
      return [
        {
          action: 'sts:AssumeRole',
          resource: RoleArn,
          context: {
            'sts:RoleSessionName': RoleSessionName,
            ...(ExternalId !== undefined && { 'sts:ExternalId': ExternalId }),
          },
          resourcePolicy:
            role === undefined
              ? NO_ROLE
              : { name: `trust policy of role ${role.roleName}`, document: role.trust.document },
        },
      ];
    },
    run(input, call) {
      const asked = NOT_BUILT.find((name) => input[name] !== undefined);
      if (asked !== undefined) {
        throw new AwsError(
          'ValidationError',
          `AssumeRole with ${asked} is not built in local AWS; leave it out.`,
        );
      }
      const role = store.roleByArn(input.RoleArn);
      if (role === undefined) throw denied(input, call);
      checkDuration(input, role.maxSessionDuration, call);
      const session: Session = store.issueSession(
        role.arn,
        input.RoleSessionName,
        input.DurationSeconds ?? 3600,
        sessionPolicies(store, input),
      );
      return {
        Credentials: describeCredentials(session),
        AssumedRoleUser: { AssumedRoleId: session.caller.userId, Arn: session.caller.arn },
        ...(input.Policy !== undefined && {
          PackedPolicySize: Math.ceil((input.Policy.length / 2048) * 100),
        }),
      };
    },
  });
}

/** A role that is not there trusts nobody, so that an administrator is refused as well. */
const NO_ROLE: NamedPolicy = {
  name: 'no such role',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }],
  },
};

function denied({ RoleArn }: AssumeRoleInput, { caller }: Call): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    403,
  );
}

function checkDuration({ DurationSeconds = 3600 }: AssumeRoleInput, longest: number, { caller }: Call): void {
  if (caller.kind === 'assumed-role' && DurationSeconds > 3600) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (DurationSeconds > longest) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

function sessionPolicies(
  store: IdentityStore,
  { Policy, PolicyArns = [] }: AssumeRoleInput,
): readonly NamedPolicy[] {
  const managed = PolicyArns.flatMap(({ arn }) =>
    arn === undefined ? [] : findAttachablePolicy(store, arn),
  );
  return [
    ...(Policy === undefined
      ? []
      : [{ name: 'session policy', document: readDocument(Policy, 'identity').document }]),
    ...managed.map((policy) => ({
      name: `session policy "${policy.policyName}"`,
      document: policy.document.document,
    })),
  ];
}
