import { Role, type RolePolicyProperty, type RoleProps } from '../aws/iam/role.ts';
import { RolePolicy, type RolePolicyProps } from '../aws/iam/role-policy.ts';
import { type PolicyStatement, policyDocument } from '../policy/document.ts';
import { allow } from '../policy/statement.ts';
import type { Template } from '../template.ts';
import type { FunctionOverrides } from './function-options.ts';
import type { PlainHandle, RoleHandle } from './handles.ts';
import { override } from './overrides.ts';

/** A right that a pattern gives the execution role: the policy's name and its statements. */
export interface Right {
  readonly name: string;
  readonly statements: readonly PolicyStatement[];
}

/** An execution role with its rights inline, so that they are there when the role is. */
export function addRole(
  t: Template,
  name: string,
  rights: readonly Right[],
  overrides: FunctionOverrides['role'],
): RoleHandle {
  // A value in their place has been refused.
  const given = (overrides?.Policies ?? []) as readonly RolePolicyProperty[];
  const properties = override<RoleProps>(
    {
      AssumeRolePolicyDocument: policyDocument(
        allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
      ),
    },
    overrides,
  );
  const policies = rights.map((right) => ({
    PolicyName: right.name,
    PolicyDocument: policyDocument(...right.statements),
  }));
  return t.add(`${name}Role`, Role({ ...properties, Policies: [...policies, ...given] }));
}

/** The rights for a role that is there. */
export function addRolePolicy(
  t: Template,
  name: string,
  role: RoleHandle,
  rights: readonly Right[],
  overrides: FunctionOverrides['rolePolicy'],
): PlainHandle {
  const properties: RolePolicyProps = {
    RoleName: role.ref,
    PolicyName: name,
    PolicyDocument: policyDocument(...rights.flatMap(({ statements }) => statements)),
  };
  return t.add(`${name}RolePolicy`, RolePolicy(override<RolePolicyProps>(properties, overrides)));
}
