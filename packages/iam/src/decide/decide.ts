import type { Layer } from '../evaluation.ts';
import { accountOf } from '../match/arn.ts';
import { hasIdentity, principalAccount } from '../principal.ts';
import type { AuthorizationRequest, PolicySet } from '../request.ts';
import { assumesRole, usesKey } from './rules.ts';
import type { Trace } from './trace.ts';

/** The statements of the request, compared, by kind of policy. */
export type Traces = Readonly<Record<Layer, readonly Trace[]>>;

/** What a request comes to, before it is put into words. */
export type Verdict =
  | { readonly decision: 'Allow'; readonly by: Trace | 'root' }
  | { readonly decision: 'ExplicitDeny'; readonly by: Trace }
  | { readonly decision: 'ImplicitDeny'; readonly missing: Layer | 'root' };

/** AWS documents no order among several denies; this is the order in which it looks at the kinds of policy. */
const DENY_ORDER: readonly Layer[] = ['serviceControl', 'resource', 'identity', 'boundary', 'session'];

/**
 * Decides as AWS's enforcement code does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(request: AuthorizationRequest, policies: PolicySet, traces: Traces): Verdict {
  const deny = DENY_ORDER.flatMap((layer) => traces[layer]).find(applying('Deny'));
  if (deny) return { decision: 'ExplicitDeny', by: deny };
  const { principal } = request;
  if (!hasIdentity(principal)) return grantedBy(firstAllow(traces.resource), 'resource');
  if (policies.serviceControl?.length && !firstAllow(traces.serviceControl)) return missing('serviceControl');
  if (principal.type === 'root' && assumesRole(request)) return missing('root');
  const own = principalAccount(principal);
  const owner = request.resourceAccountId ?? accountOf(request.resource) ?? own;
  return own === owner ? withinAccount(request, policies, traces) : acrossAccounts(request, policies, traces);
}

/** Within an account either side may grant; a grant to the user or session itself stands above all ceilings. */
function withinAccount(request: AuthorizationRequest, policies: PolicySet, traces: Traces): Verdict {
  const allows = traces.resource.filter(applying('Allow'));
  const named = (naming: Trace['naming']) => allows.find((trace) => trace.naming === naming);
  const self = named('self');
  if (self) return { decision: 'Allow', by: self };
  const identity = identityGrant(request, traces);
  // Naming only the account hands the decision to its identity policies. A role must at least be handed over
  // like that, and so must a key; a key without a stated policy has the default one, which does.
  const mustBeHanded = assumesRole(request) || (usesKey(request) && policies.resource !== undefined);
  const handed = !mustBeHanded || named('account') !== undefined;
  const grant = named('role') ?? (handed ? identity : undefined);
  if (grant) return underCeilings(grant, request, policies, traces);
  return missing(mustBeHanded && !handed ? 'resource' : 'identity');
}

/** Across accounts both sides must grant. */
function acrossAccounts(request: AuthorizationRequest, policies: PolicySet, traces: Traces): Verdict {
  const identity = identityGrant(request, traces);
  if (!identity) return missing('identity');
  const verdict = underCeilings(identity, request, policies, traces);
  if (verdict.decision !== 'Allow') return verdict;
  return grantedBy(firstAllow(traces.resource), 'resource');
}

/** What boundary and session policies leave of a grant. */
function underCeilings(
  grant: Trace | 'root',
  { principal }: AuthorizationRequest,
  policies: PolicySet,
  traces: Traces,
): Verdict {
  if (principal.type !== 'root') {
    if (policies.boundary && !firstAllow(traces.boundary)) return missing('boundary');
    if (policies.session?.length && !firstAllow(traces.session)) return missing('session');
  }
  return { decision: 'Allow', by: grant };
}

function identityGrant({ principal }: AuthorizationRequest, traces: Traces): Trace | 'root' | undefined {
  return principal.type === 'root' ? 'root' : firstAllow(traces.identity);
}

function grantedBy(by: Trace | undefined, layer: Layer): Verdict {
  return by ? { decision: 'Allow', by } : missing(layer);
}

function missing(layer: Layer | 'root'): Verdict {
  return { decision: 'ImplicitDeny', missing: layer };
}

function firstAllow(traces: readonly Trace[]): Trace | undefined {
  return traces.find(applying('Allow'));
}

function applying(effect: 'Allow' | 'Deny'): (trace: Trace) => boolean {
  return ({ statement, applies }) => applies && statement.Effect === effect;
}
