import type { TemplatePath } from '../../../../finding.ts';
import type { Unread } from '../../json.ts';
import { awsPolicy, made, trusting } from '../carried.ts';
import { ifParts, keyOf } from '../expressions.ts';
import { hasDocument, type RolePolicies, withoutTwice } from './policies.ts';

/** A role that the transform makes, while what is made beside it adds to its policies. */
export interface MadeRole {
  readonly addManaged: (arn: unknown, from: TemplatePath) => void;
  /** Adds an inline policy, unless one with the same document is there. */
  readonly addInline: (policy: Unread, from: TemplatePath) => void;
  /** Whether some inline policy is there in some cases only: the transform then fails at adding others. */
  readonly hasChoice: () => boolean;
  /** The role as it stands, and where each of its parts is written. */
  readonly finish: () => FinishedRole;
}

/** A role with the places of its policies. */
export interface FinishedRole {
  readonly role: Unread;
  readonly places: readonly (readonly [key: 'Policies' | 'ManagedPolicyArns', index: number, TemplatePath])[];
}

/** What a role is made of. */
export interface RoleParts {
  readonly properties: Unread;
  readonly carried: Unread;
  /** Managed policies that it has whatever is asked for, by the part after `policy/`. */
  readonly basic: readonly string[];
  /** Inline policies that come before those of `Policies`. */
  readonly first: readonly { readonly policy: Unread; readonly from: TemplatePath }[];
  readonly policies: RolePolicies;
  readonly service: string;
  readonly from: TemplatePath;
}

/** Makes the execution role of a function or a state machine. */
export function createRole(parts: RoleParts): MadeRole {
  const { properties, basic, first, policies, service, from } = parts;
  const inline: { policy: unknown; from: TemplatePath }[] = [...first, ...policies.inline];
  const managed: { arn: unknown; from: TemplatePath }[] = [
    ...basic.map((name) => ({ arn: awsPolicy(name), from })),
    ...policies.managed,
  ];
  return {
    addManaged: (arn, path) => void managed.push({ arn, from: path }),
    addInline(policy, path) {
      const all = inline.map((each) => each.policy);
      if (!hasDocument(all, policy)) inline.push({ policy, from: path });
    },
    hasChoice: () => inline.some(({ policy }) => ifParts(policy) !== undefined),
    finish() {
      const arns = withoutTwice(managed.map(({ arn }) => arn));
      const role = made(
        'AWS::IAM::Role',
        {
          AssumeRolePolicyDocument: properties['AssumeRolePolicyDocument'] ?? trusting(service),
          ManagedPolicyArns: arns,
          Policies: inline.length > 0 ? inline.map(({ policy }) => policy) : undefined,
          Path: properties['RolePath'],
          PermissionsBoundary: properties['PermissionsBoundary'],
        },
        parts.carried,
      );
      return {
        role,
        places: [
          ...inline.map(({ from: path }, index) => ['Policies', index, path] as const),
          ...arns.map((arn, index) => {
            const found = managed.find((each) => keyOf(each.arn) === keyOf(arn));
            return ['ManagedPolicyArns', index, found?.from ?? from] as const;
          }),
        ],
      };
    },
  };
}
