import {
  evaluate,
  type NamedPolicy,
  type OrganizationLevel,
  type PolicySet,
  type Principal,
  type PrincipalElement,
  type Statement,
} from '@wayleave/iam';
import { expect, test } from 'vitest';
import { ask, everything, nothing, policy } from './fixtures.ts';

export const yes = [policy('yes', everything)];
export const no = [policy('no', nothing)];
export const other = policy('other', { Effect: 'Allow', Action: 's3:*', Resource: '*' });

/** A resource policy that allows everything to somebody. */
export function to(Principal: PrincipalElement, more: Partial<Statement> = {}) {
  return policy('resource policy', { Effect: 'Allow', Principal, Action: '*', Resource: '*', ...more });
}

/** One level of an organization with these policies. */
export function level(...policies: readonly NamedPolicy[]): readonly OrganizationLevel[] {
  return [{ name: 'the account', policies }];
}

/** Who asks, what there is, how it ends, and a part of the sentence if it ends badly. */
export type Case = readonly [
  name: string,
  principal: Principal,
  policies: PolicySet,
  decision: 'Allow' | 'ExplicitDeny' | 'ImplicitDeny',
  reason?: string,
];

/** One test for each case; `more` changes what is asked for. */
export function check(cases: readonly Case[], more: Parameters<typeof ask>[1] = {}): void {
  for (const [name, principal, policies, decision, reason] of cases) {
    test(name, () => {
      const answer = evaluate(ask(principal, more), policies);
      expect(answer.decision).toBe(decision);
      if (reason !== undefined) expect(answer.allowed ? '' : answer.message).toContain(reason);
    });
  }
}
