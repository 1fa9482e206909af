import {
  type AuthorizationRequest,
  evaluate,
  type NamedPolicy,
  type PolicySet,
  type Principal,
  type Statement,
} from '@wayleave/iam';
import type { Answer } from '../../proof.ts';
import { type Origin, opaque, type ReadPolicy } from '../policies/read-policy.ts';
import type { World } from '../world.ts';
import { alternatives } from './alternatives.ts';
import { mayApply } from './may-fit.ts';
import { type Side, sideOf, unsettledKeys } from './sides.ts';
import { type Binding, substitute } from './unify.ts';
import { bindingWords, statementWords } from './verdict-words.ts';

/** A question to a world. */
export interface Asked {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request surely has. */
  readonly context?: Readonly<Record<string, string>>;
  /** Condition keys that the request surely does not have. Any other key is not settled. */
  readonly absent?: readonly string[];
}

/** The policies that have a say. */
export interface Policies {
  readonly identity: readonly ReadPolicy[];
  /** Of the resource. Several stand for several resources that overwrite each other: each alone has to do. */
  readonly resource: readonly ReadPolicy[];
  readonly boundary?: ReadPolicy;
}

/** What a question came to. */
export interface Verdict {
  readonly answer: Answer;
  /** The statement that decided, or what was looked for and not found; readable. */
  readonly decidedBy: string;
  /** Of a denial, why the nearest statement does not do; readable. */
  readonly missing?: string;
  /** Of an unknown, what it depends on: `allowed only if the parameter TopicArn is arn:…`. */
  readonly dependsOn?: string;
  /** The statement that allowed or denied it. */
  readonly origin?: Origin;
  /** Of a denial that no further statement mends: what stands in the way. */
  readonly barrier?: 'deny' | 'boundary';
}

/** Answers a question in every way in which the unknowns could fall. */
export function ask(world: World, asked: Asked, policies: Policies): Verdict {
  if (policies.resource.length <= 1) {
    const added = world.open === undefined ? undefined : opaque('resource policy', world.open);
    return askOne(world, asked, policies, policies.resource[0] ?? added);
  }
  const verdicts = policies.resource.map((policy) => askOne(world, asked, policies, policy));
  const [first] = verdicts;
  if (first !== undefined && verdicts.every(({ answer }) => answer === first.answer)) return first;
  const names = policies.resource.map(({ name }) => name).join(' and ');
  const dependsOn = `${names} overwrite each other, and only one of them allows it`;
  return { answer: 'unknown', decidedBy: dependsOn, dependsOn };
}

function askOne(world: World, asked: Asked, policies: Policies, resource: ReadPolicy | undefined): Verdict {
  const all = [...policies.identity, resource, policies.boundary].filter((policy) => policy !== undefined);
  const request: AuthorizationRequest = {
    principal: asked.principal,
    action: asked.action,
    resource: asked.resource,
    context: { 'aws:SecureTransport': 'true', ...asked.context },
    ...ownerOf(world, asked.resource),
  };
  const statements = all.flatMap((policy) => policy.statements);
  const unsettled = unsettledKeys(statements, request, asked.absent ?? []);
  const closed = world.open ?? all.find((policy) => policy.opaque !== undefined)?.opaque;
  const run = (side: Side, binding: Binding | undefined) =>
    decideOnce(world, request, policies, resource, side, unsettled, binding);
  const worst = run('worst', undefined);
  const twoSided = unsettled.size > 0 || closed !== undefined;
  const best = twoSided ? run('best', undefined) : worst;
  if (worst.answer !== best.answer) {
    return unknownBetween(
      worst,
      closed !== undefined && (unsettled.size === 0 ? closed : onlyBy(closed, run('settled', undefined))),
      [...unsettled],
      asked,
      world,
    );
  }
  // What is allowed as it is stays so whatever the unknowns are, where nothing speaks of what must not be.
  if (worst.answer === 'allowed' && !statements.some(excludes)) return worst;
  const { bindings, cut } = alternatives(statements, request, world.tokens);
  for (const binding of bindings) {
    const other = run('worst', binding);
    const otherBest = twoSided ? run('best', binding) : other;
    if (other.answer === worst.answer && otherBest.answer === worst.answer) continue;
    const only = worst.answer === 'denied' ? 'allowed only if' : 'denied if';
    const dependsOn = `${only} ${bindingWords(binding, world)}`;
    return { ...worst, answer: 'unknown', dependsOn };
  }
  if (cut) return { ...worst, answer: 'unknown', dependsOn: 'its policies compare too many unknowns' };
  if (worst.answer === 'allowed') {
    for (const statement of statements) {
      const open = statement.Effect === 'Deny' ? mayApply(statement, request, world.tokens) : undefined;
      if (open !== undefined)
        return { ...worst, answer: 'unknown', dependsOn: `denied if ${world.show(open)} fits it` };
    }
  }
  return worst;
}

function excludes({ Effect, NotAction, NotResource, NotPrincipal, Condition }: Statement): boolean {
  if (Effect === 'Deny' || (NotAction ?? NotResource ?? NotPrincipal) !== undefined) return true;
  for (const operator in Condition) if (operator.includes('Not')) return true;
  return false;
}

/** The ARN of a bucket does not say whose it is; one of the template is the stack's. */
function ownerOf(world: World, resource: string): Pick<AuthorizationRequest, 'resourceAccountId'> {
  if (resource.split(':')[2] !== 's3') return {};
  return world.resourceOf(resource.split('/')[0]) === undefined ? {} : { resourceAccountId: world.account };
}

/** Why an answer is open: the policy that cannot be read, unless a condition alone would do. */
function onlyBy(closed: string, settled: Verdict): string | false {
  return settled.answer === 'denied' ? closed : false;
}

function unknownBetween(
  worst: Verdict,
  closed: string | false,
  keys: readonly string[],
  { principal }: Asked,
  world: World,
): Verdict {
  const who = principal.type === 'service' ? principal.arn : 'the caller';
  const sent = `it depends on ${keys.join(' and ')}: whether ${who} sends that, and which, is not settled`;
  return { ...worst, answer: 'unknown', dependsOn: closed !== false ? world.show(closed) : sent };
}

function decideOnce(
  world: World,
  request: AuthorizationRequest,
  policies: Policies,
  resource: ReadPolicy | undefined,
  side: Side,
  unsettled: ReadonlySet<string>,
  binding: Binding | undefined,
): Verdict {
  const named = (policy: ReadPolicy, kind: 'grant' | 'ceiling'): NamedPolicy =>
    bound(sideOf(policy, side, unsettled, kind, world.open), binding);
  const set: PolicySet = {
    identity: policies.identity.map((policy) => named(policy, 'grant')),
    ...(resource !== undefined && { resource: named(resource, 'grant') }),
    ...(policies.boundary !== undefined && { boundary: named(policies.boundary, 'ceiling') }),
  };
  const asked = bound(request, binding);
  const evaluation = evaluate(asked, set);
  const decisive = evaluation.allowed ? 'Allow' : 'Deny';
  const matched = evaluation.statements.find(
    ({ effect, layer }) =>
      effect === decisive && (decisive === 'Deny' || layer === 'resource' || layer === 'identity'),
  );
  const source =
    matched?.layer === 'resource'
      ? resource
      : matched?.layer === 'boundary'
        ? policies.boundary
        : policies.identity.find(({ name }) => name === matched?.policy);
  const origin = matched && source?.origins[matched.index];
  const statement = matched && source?.statements[matched.index];
  const decidedBy =
    matched !== undefined && origin !== undefined && statement !== undefined
      ? statementWords(origin.name, statement, matched.layer, request, world)
      : world.show(evaluation.decidedBy);
  if (evaluation.allowed) return { answer: 'allowed', decidedBy, ...(origin && { origin }) };
  const missing =
    evaluation.missing === undefined
      ? undefined
      : world.show(byOrigin(evaluation.missing, policies, resource));
  const { boundary: _, ...unbounded } = set;
  const isCeiling = policies.boundary !== undefined && evaluate(asked, unbounded).allowed;
  const barrier = evaluation.decision === 'ExplicitDeny' ? 'deny' : isCeiling ? 'boundary' : undefined;
  return {
    answer: 'denied',
    decidedBy,
    ...(missing !== undefined && { missing }),
    ...(origin && { origin }),
    ...(barrier !== undefined && { barrier }),
  };
}

/** Evaluation's sentence about a statement, with the statement's own name. */
function byOrigin(sentence: string, policies: Policies, resource: ReadPolicy | undefined): string {
  for (const policy of [...policies.identity, resource, policies.boundary]) {
    if (policy === undefined || !sentence.startsWith(policy.name)) continue;
    for (const [index, { Sid }] of policy.statements.entries()) {
      const start = `${policy.name}, statement ${Sid ? `"${Sid}"` : index + 1}: `;
      if (sentence.startsWith(start))
        return `${policy.origins[index]?.name ?? policy.name}: ${sentence.slice(start.length)}`;
    }
  }
  return sentence;
}

/** The same with stand-ins replaced, wherever they are. */
function bound<T>(value: T, binding: Binding | undefined): T {
  if (binding === undefined) return value;
  // The shape stays; only the texts in it change.
  return replaced(value, binding) as T;
}

function replaced(value: unknown, binding: Binding): unknown {
  if (typeof value === 'string') return substitute(value, binding);
  if (Array.isArray(value)) return value.map((each) => replaced(each, binding));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, binding)]));
}
