import type { Layer } from '../evaluation.ts';
import { accountOf } from '../match/arn.ts';
import { hasIdentity, principalAccount } from '../principal.ts';
import type { AuthorizationRequest, PolicySet } from '../request.ts';
import { assumesRole, isServiceLinked, needsNoPermission, usesKey } from './rules.ts';
import type { Trace } from './trace.ts';

/** The statements of the request, compared, by kind of policy. */
export type Traces = Readonly<Record<Layer, readonly Trace[]>>;

/** What a request comes to, before it is put into words. */
export type Verdict =
  | { readonly decision: 'Allow'; readonly by: Trace | 'root' | 'nothing' }
  | { readonly decision: 'ExplicitDeny'; readonly by: Trace }
  | { readonly decision: 'ImplicitDeny'; readonly missing: Layer | 'root'; readonly level?: string };

/** AWS documents no order among several denies; this is the order in which it looks at the kinds of policy. */
export const ORDER: readonly Layer[] = [
  'resourceControl',
  'serviceControl',
  'endpoint',
  'resource',
  'identity',
  'boundary',
  'session',
];

/**
 * Decides as AWS's enforcement code does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(request: AuthorizationRequest, policies: PolicySet, traces: Traces): Verdict {
  if (needsNoPermission(request)) return { decision: 'Allow', by: 'nothing' };
  for (const layer of ORDER) {
    const deny = traces[layer].find(({ applies, statement }) => applies && statement.Effect === 'Deny');
    if (deny) return { decision: 'ExplicitDeny', by: deny };
  }
  const { principal } = request;
  const level = closedLevel(request, policies, traces);
  if (level !== undefined) return { decision: 'ImplicitDeny', missing: 'serviceControl', level };
  if (policies.endpoint && !firstAllow(traces.endpoint)) return missing('endpoint');
  if (!hasIdentity(principal)) return grantedBy(firstAllow(traces.resource), 'resource');
  if (principal.type === 'root' && assumesRole(request)) return missing('root');
  const own = principalAccount(principal);
  const owner = request.resourceAccountId ?? accountOf(request.resource) ?? own;
  return own === owner ? withinAccount(request, policies, traces) : acrossAccounts(request, policies, traces);
}

/** The first level of the organization whose service control policies allow nothing of the kind. */
function closedLevel(
  { principal }: AuthorizationRequest,
  { serviceControl = [] }: PolicySet,
  traces: Traces,
): string | undefined {
  if (!hasIdentity(principal) || isServiceLinked(principal)) return undefined;
  return serviceControl.find(
    (level) => !firstAllow(traces.serviceControl.filter((trace) => trace.level === level)),
  )?.name;
}

/** Within an account either side may grant; a grant to the user or session itself stands above all ceilings. */
function withinAccount(request: AuthorizationRequest, policies: PolicySet, traces: Traces): Verdict {
  const allows = traces.resource.filter(({ applies, statement }) => applies && statement.Effect === 'Allow');
  const named = (naming: Trace['naming']) => allows.find((trace) => trace.naming === naming);
  const self = named('self');
  if (self) return { decision: 'Allow', by: self };
  const identity = identityGrant(request, traces);
  // Naming only the account hands the decision to its identity policies. A role must at least be handed over
  // like that, and so must a key; a key without a stated policy has the default one, which does.
  const mustBeHanded = assumesRole(request) || (usesKey(request) && policies.resource !== undefined);
  const handed = !mustBeHanded || named('account') !== undefined;
  const grant = named('source') ?? (handed ? identity : undefined);
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
    // Without a session policy a role's session has all of the role's permissions, a federated user none.
    const isNarrowed = principal.type === 'federated' || Boolean(policies.session?.length);
    if (isNarrowed && !firstAllow(traces.session)) return missing('session');
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
  return traces.find(({ applies, statement }) => applies && statement.Effect === 'Allow');
}
