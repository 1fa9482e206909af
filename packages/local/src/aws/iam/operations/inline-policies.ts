import { type Operation, operation } from '../../service.ts';
import { encodedDocument, readDocument } from '../documents.ts';
import type { Principal } from '../entities.ts';
import { findRole, findUser, noSuchEntity } from '../find.ts';
import type { IdentityStore } from '../identity-store.ts';
import { type PageInput, page } from '../pages.ts';

type Kind = 'User' | 'Role';
type NameInput = { readonly UserName?: string; readonly RoleName?: string };
type PolicyInput = NameInput & { readonly PolicyName: string };

/** Put, Get, Delete and List of inline policies; users and roles differ in the names only. */
export function inlinePolicyOperations(store: IdentityStore, kind: Kind): Record<string, Operation> {
  const nameOf = (input: NameInput) => (kind === 'User' ? input.UserName : input.RoleName) ?? '';
  const find = (input: NameInput): Principal =>
    kind === 'User' ? findUser(store, nameOf(input)) : findRole(store, nameOf(input));
  const ask =
    (verb: string, plural = '') =>
    (input: NameInput) => {
      const name = nameOf(input);
      const known = (kind === 'User' ? store.users : store.roles).get(name.toLowerCase());
      const bounded =
        known?.boundary === undefined ? {} : { context: { 'iam:PermissionsBoundary': known.boundary } };
      return [
        {
          action: `iam:${verb}${kind}${plural === '' ? 'Policy' : plural}`,
          resource: known?.arn ?? store.arn(`${kind.toLowerCase()}/${name}`),
          ...bounded,
        },
      ];
    };
  const missing = (name: string) =>
    noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
  return {
    [`Put${kind}Policy`]: operation<PolicyInput & { readonly PolicyDocument: string }, object>({
      authorize: ask('Put'),
      run(input) {
        const principal = find(input);
        principal.inline.set(input.PolicyName, readDocument(input.PolicyDocument, 'identity'));
        return {};
      },
    }),
    [`Get${kind}Policy`]: operation<PolicyInput, object>({
      authorize: ask('Get'),
      run(input) {
        const document = find(input).inline.get(input.PolicyName);
        if (document === undefined) throw missing(input.PolicyName);
        return {
          [`${kind}Name`]: nameOf(input),
          PolicyName: input.PolicyName,
          PolicyDocument: encodedDocument(document),
        };
      },
    }),
    [`Delete${kind}Policy`]: operation<PolicyInput, object>({
      authorize: ask('Delete'),
      run(input) {
        if (!find(input).inline.delete(input.PolicyName)) throw missing(input.PolicyName);
        return {};
      },
    }),
    [`List${kind}Policies`]: operation<NameInput & PageInput, object>({
      authorize: ask('List', 'Policies'),
      run(input) {
        const { items, rest } = page([...find(input).inline.keys()].sort(), input);
        return { PolicyNames: items, ...rest };
      },
    }),
  };
}
