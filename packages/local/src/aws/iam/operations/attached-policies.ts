import { type Operation, operation } from '../../service.ts';
import type { Principal } from '../entities.ts';
import { findAttachablePolicy, findRole, findUser, noSuchEntity } from '../find.ts';
import type { IdentityStore } from '../identity-store.ts';
import { type PageInput, page } from '../pages.ts';

type Kind = 'User' | 'Role';
type NameInput = { readonly UserName?: string; readonly RoleName?: string };
type AttachInput = NameInput & { readonly PolicyArn: string };

/** Attach, Detach and List of managed policies; users and roles differ in the names only. */
export function attachedPolicyOperations(store: IdentityStore, kind: Kind): Record<string, Operation> {
  const nameOf = (input: NameInput) => (kind === 'User' ? input.UserName : input.RoleName) ?? '';
  const find = (input: NameInput): Principal =>
    kind === 'User' ? findUser(store, nameOf(input)) : findRole(store, nameOf(input));
  const arnOf = (input: NameInput) => {
    const known = (kind === 'User' ? store.users : store.roles).get(nameOf(input).toLowerCase());
    return known?.arn ?? store.arn(`${kind.toLowerCase()}/${nameOf(input)}`);
  };
  const ask = (verb: string) => (input: AttachInput) => [
    {
      action: `iam:${verb}${kind}Policy`,
      resource: arnOf(input),
      context: { 'iam:PolicyARN': input.PolicyArn },
    },
  ];
  return {
    [`Attach${kind}Policy`]: operation<AttachInput, object>({
      authorize: ask('Attach'),
      run(input) {
        const policy = findAttachablePolicy(store, input.PolicyArn);
        find(input).attached.add(policy.arn);
        return {};
      },
    }),
    [`Detach${kind}Policy`]: operation<AttachInput, object>({
      authorize: ask('Detach'),
      run(input) {
        if (!find(input).attached.delete(input.PolicyArn)) {
          throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
        }
        return {};
      },
    }),
    [`ListAttached${kind}Policies`]: operation<
      NameInput & PageInput & { readonly PathPrefix?: string },
      object
    >({
      authorize: (input) => [{ action: `iam:ListAttached${kind}Policies`, resource: arnOf(input) }],
      run(input) {
        const policies = [...find(input).attached]
          .flatMap((arn) => store.policies.get(arn) ?? [])
          .filter((policy) => policy.path.startsWith(input.PathPrefix ?? '/'));
        const { items, rest } = page(policies, input);
        return {
          AttachedPolicies: items.map(({ policyName, arn }) => ({ PolicyName: policyName, PolicyArn: arn })),
          ...rest,
        };
      },
    }),
  };
}
