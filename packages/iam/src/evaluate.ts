import { contextOf } from './context.ts';
import { decide, ORDER, type Traces, type Verdict } from './decide/decide.ts';
import { nearMiss, whyNot } from './decide/near-miss.ts';
import { isBeyondResourceControl, isServiceLinked } from './decide/rules.ts';
import { type Asked, type Trace, traces } from './decide/trace.ts';
import { described, kindOf, refusal, who } from './decide/words.ts';
import type { Evaluation, Layer, MatchedStatement, Refused } from './evaluation.ts';
import type { NamedPolicy, OrganizationLevel } from './policy.ts';
import { hasIdentity } from './principal.ts';
import type { AuthorizationRequest, PolicySet } from './request.ts';

/**
 * Answers one question of authorisation as AWS would, with what decided it. An explicit deny wins; then every
 * level of service control policies and the VPC endpoint's policy must allow; within an account the identity
 * policies or the resource's policy must, across accounts both; permissions boundary and session policies limit
 * what they allow. Services, identity providers and anonymous callers have only the resource's policy. Throws
 * PolicyError (`ERR_IAM_POLICY`) when it comes upon a condition operator that AWS does not have, which no document
 * of parsePolicyDocument has.
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
  const asked: Asked = { request, context: contextOf(request), hasBoundary: policies.boundary !== undefined };
  const byLayer = tracesOf(asked, policies);
  const verdict = decide(request, policies, byLayer);
  const statements: MatchedStatement[] = [];
  for (const layer of ORDER)
    for (const trace of byLayer[layer]) if (trace.applies) statements.push(matched(trace));
  const answer = {
    statements,
    considered: () =>
      ORDER.flatMap((layer) => byLayer[layer])
        .filter(({ applies }) => !applies)
        .map((trace) => ({ ...matched(trace), why: whyNot(trace, asked) })),
  };
  if (verdict.decision === 'Allow') {
    return { allowed: true, decision: 'Allow', decidedBy: grant(verdict.by, request), ...answer };
  }
  return { allowed: false, decision: verdict.decision, ...answer, ...reasons(verdict, asked, byLayer) };
}

const NOTHING: readonly Trace[] = [];

function tracesOf(asked: Asked, policies: PolicySet): Traces {
  const { principal } = asked.request;
  const of = (layer: Layer, found: readonly NamedPolicy[] | undefined) =>
    found === undefined ? NOTHING : traces(layer, found, asked);
  const ofOne = (layer: Layer, policy: NamedPolicy | undefined) => of(layer, policy && [policy]);
  const levelsOf = (layer: Layer, levels: readonly OrganizationLevel[] = []) =>
    levels.flatMap((level) => traces(layer, level.policies, asked, level));
  const isIdentity = hasIdentity(principal);
  const isEntity = isIdentity && principal.type !== 'root';
  return {
    resourceControl: isBeyondResourceControl(asked.request)
      ? []
      : levelsOf('resourceControl', policies.resourceControl),
    serviceControl:
      isIdentity && !isServiceLinked(principal) ? levelsOf('serviceControl', policies.serviceControl) : [],
    endpoint: ofOne('endpoint', policies.endpoint),
    resource: ofOne('resource', policies.resource),
    identity: isEntity ? of('identity', policies.identity) : [],
    boundary: isEntity ? ofOne('boundary', policies.boundary) : [],
    session: isEntity ? of('session', policies.session) : [],
  };
}

function grant(by: Trace | 'root' | 'nothing', request: AuthorizationRequest): string {
  if (by === 'root') return 'the root user may do all in its account';
  if (by === 'nothing') return `${request.action} needs no permission`;
  return described(by, request);
}

function reasons(
  verdict: Exclude<Verdict, { decision: 'Allow' }>,
  asked: Asked,
  byLayer: Traces,
): Pick<Refused, 'decidedBy' | 'missing' | 'message'> {
  const { request } = asked;
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
  const { missing: layer, level } = verdict;
  const { action, resource, principal } = request;
  // Within an account the resource's policy could have granted just as well.
  const looked = layer === 'identity' ? [...byLayer.identity, ...byLayer.resource] : byLayer[layer];
  const near = nearMiss(
    level === undefined ? looked : looked.filter((trace) => trace.level?.name === level),
    asked,
  );
  const where = `${kindOf(layer, request)}${level === undefined ? '' : ` of ${level}`}`;
  return {
    decidedBy: `no ${where} allows ${action} on ${resource} to ${who(principal)}`,
    ...(near !== undefined && { missing: near }),
    message: refusal(request, layer, false),
  };
}

function matched({ policy, statement, index, layer }: Trace): MatchedStatement {
  return { policy, statement: statement.Sid || String(index + 1), index, effect: statement.Effect, layer };
}
