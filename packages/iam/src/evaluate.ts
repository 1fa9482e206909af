import { contextOf } from './context.ts';
import { decide, type Traces, type Verdict } from './decide/decide.ts';
import { nearMiss } from './decide/near-miss.ts';
import { type Trace, traces } from './decide/trace.ts';
import { described, kindOf, refusal, who } from './decide/words.ts';
import type { Evaluation, Layer, MatchedStatement, Refused } from './evaluation.ts';
import type { NamedPolicy } from './policy.ts';
import { hasIdentity } from './principal.ts';
import type { AuthorizationRequest, PolicySet } from './request.ts';

/**
 * Answers one question of authorisation as AWS would, with what decided it. An explicit deny wins; then
 * service control policies; within an account the identity policies or the resource's policy must allow,
 * across accounts both; permissions boundary and session policies limit what they allow. Services, identity
 * providers and anonymous callers have only the resource's policy. Throws PolicyError (`ERR_IAM_POLICY`) for
 * a condition operator that AWS does not have.
 *
 * @example
 * const answer = evaluate(
 *   { principal: { type: 'service', arn: 'sns.amazonaws.com' }, action: 'lambda:InvokeFunction',
 *     resource: functionArn, context: { 'aws:SourceArn': topicArn } },
 *   { identity: [], resource: { name: 'policy of function Video', document } },
 * );
 * if (!answer.allowed) console.error(answer.message, answer.missing);
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AuthorizationRequest, policies: PolicySet): Evaluation {
  const byLayer = tracesOf(request, policies);
  const verdict = decide(request, policies, byLayer);
  const statements = Object.values(byLayer)
    .flat()
    .filter(({ applies }) => applies)
    .map(matched);
  if (verdict.decision === 'Allow') {
    const decidedBy =
      verdict.by === 'root' ? 'the root user may do all in its account' : described(verdict.by, request);
    return { allowed: true, decision: 'Allow', decidedBy, statements };
  }
  return { allowed: false, decision: verdict.decision, statements, ...reasons(verdict, request, byLayer) };
}

function tracesOf(request: AuthorizationRequest, policies: PolicySet): Traces {
  const context = contextOf(request);
  const of = (layer: Layer, found: readonly NamedPolicy[] = []) => traces(layer, found, request, context);
  const resource = of('resource', policies.resource && [policies.resource]);
  if (!hasIdentity(request.principal)) {
    return { identity: [], resource, boundary: [], session: [], serviceControl: [] };
  }
  const isRoot = request.principal.type === 'root';
  return {
    identity: isRoot ? [] : of('identity', policies.identity),
    resource,
    boundary: isRoot ? [] : of('boundary', policies.boundary && [policies.boundary]),
    session: isRoot ? [] : of('session', policies.session),
    serviceControl: of('serviceControl', policies.serviceControl),
  };
}

function reasons(
  verdict: Exclude<Verdict, { decision: 'Allow' }>,
  request: AuthorizationRequest,
  byLayer: Traces,
): Pick<Refused, 'decidedBy' | 'missing' | 'message'> {
  if (verdict.decision === 'ExplicitDeny') {
    return {
      decidedBy: described(verdict.by, request),
      message: refusal(request, verdict.by.layer, true),
    };
  }
  if (verdict.missing === 'root') {
    return {
      decidedBy: 'no root user may assume a role',
      message: 'Roles may not be assumed by root accounts.',
    };
  }
  const layer = verdict.missing;
  const { action, resource, principal } = request;
  // Within an account the resource's policy could have granted just as well.
  const looked = layer === 'identity' ? [...byLayer.identity, ...byLayer.resource] : byLayer[layer];
  const near = nearMiss(looked, request);
  return {
    decidedBy: `no ${kindOf(layer, request)} allows ${action} on ${resource} to ${who(principal)}`,
    ...(near !== undefined && { missing: near }),
    message: refusal(request, layer, false),
  };
}

function matched({ policy, statement, index, layer }: Trace): MatchedStatement {
  return { policy, statement: statement.Sid || String(index + 1), index, effect: statement.Effect, layer };
}
