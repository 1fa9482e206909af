import type { AuthorizationRequest, OneOrMany, Statement } from '@wayleave/iam';
import type { Tokens } from '../tokens.ts';
import { fitsGlob } from './glob.ts';
import { type Binding, merge, unify } from './unify.ts';

/** One question, or several at most, is tried in more ways than this. */
const MOST = 16;

type Values = readonly (readonly [pattern: string, value: string])[];

/**
 * The values of stand-ins that could make a statement apply that does not, or the other way round: what the texts of
 * the policies would have to be to fit the request's. `cut` tells that there were too many to look at.
 */
export function alternatives(
  statements: readonly Statement[],
  request: AuthorizationRequest,
  tokens: Tokens,
): { readonly bindings: readonly Binding[]; readonly cut: boolean } {
  const found = new Map<string, Binding>();
  for (const statement of statements) {
    for (const binding of bindingsFor(statement, request, tokens)) {
      if (found.size >= MOST) return { bindings: [...found.values()], cut: true };
      found.set(JSON.stringify([...binding]), binding);
    }
  }
  return { bindings: [...found.values()], cut: false };
}

function bindingsFor(
  statement: Statement,
  request: AuthorizationRequest,
  tokens: Tokens,
): readonly Binding[] {
  const { Action, NotAction } = statement;
  const action = lower(request.action);
  const covers = (patterns: OneOrMany<string> | undefined) =>
    many(patterns).some((pattern) => unify(lower(pattern), action, tokens) !== undefined);
  if (Action !== undefined ? !covers(Action) : many(NotAction).some((each) => fitsGlob(lower(each), action)))
    return [];
  let combined: readonly Binding[] = [new Map()];
  const extra: Binding[] = [];
  if (Action !== undefined) combined = combine(combined, pairs(many(Action).map(lower), [action]), tokens);
  for (const { values, negated } of comparisons(statement, request)) {
    const found = bindings(values, tokens);
    if (negated) extra.push(...(found ?? []).filter(({ size }) => size > 0));
    else combined = found === undefined ? [] : cross(combined, found);
    if (combined.length === 0) return [];
  }
  const all = [...combined, ...extra.flatMap((each) => cross(combined, [each]))];
  return all.filter(({ size }) => size > 0);
}

function combine(combined: readonly Binding[], values: Values, tokens: Tokens): readonly Binding[] {
  return cross(combined, bindings(values, tokens) ?? []);
}

/** What makes one of the pairs fit; undefined if nothing does, only the empty binding if one fits as it is. */
function bindings(values: Values, tokens: Tokens): readonly Binding[] | undefined {
  const found: Binding[] = [];
  for (const [pattern, value] of values) {
    const binding = unify(pattern, value, tokens);
    if (binding?.size === 0) return [binding];
    if (binding !== undefined) found.push(binding);
  }
  return found.length === 0 ? undefined : found;
}

function cross(left: readonly Binding[], right: readonly Binding[]): readonly Binding[] {
  return left.flatMap((one) => right.flatMap((other) => merge(one, other) ?? [])).slice(0, MOST);
}

interface Comparison {
  readonly values: Values;
  readonly negated: boolean;
}

function comparisons(statement: Statement, request: AuthorizationRequest): readonly Comparison[] {
  const { Principal, NotPrincipal, Resource, NotResource, Condition } = statement;
  const found: Comparison[] = [];
  const who = Principal ?? NotPrincipal;
  if (typeof who === 'object') {
    const { principal } = request;
    const services = pairs(many(who.Service), principal.serviceNames ?? [principal.arn]);
    const names = pairs(many(who.AWS), identities(request));
    const values = principal.type === 'service' ? [...services, ...stars(many(who.AWS))] : names;
    found.push({ values, negated: Principal === undefined });
  }
  if (Resource !== undefined)
    found.push({ values: pairs(many(Resource), [request.resource]), negated: false });
  if (NotResource !== undefined)
    found.push({ values: pairs(many(NotResource), [request.resource]), negated: true });
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    if (!/String|Arn/.test(operator)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const actual = keyValues(request, key);
      if (actual === undefined) continue;
      found.push({ values: pairs(many(values).map(String), actual), negated: operator.includes('Not') });
    }
  }
  return found;
}

/** The names that a Principal element may give a role or a user. */
function identities({ principal }: AuthorizationRequest): readonly string[] {
  const arn = principal.roleArn ?? principal.arn;
  const [, partition, , , account] = arn.split(':');
  return account === undefined ? [arn] : [arn, account, `arn:${partition}:iam::${account}:root`];
}

function stars(names: readonly string[]): Values {
  return names.filter((name) => name === '*').map((name) => [name, name]);
}

function keyValues({ context, resource }: AuthorizationRequest, key: string): readonly string[] | undefined {
  const lowerKey = key.toLowerCase();
  for (const [name, value] of Object.entries(context ?? {})) {
    if (name.toLowerCase() === lowerKey) return typeof value === 'object' ? value : [String(value)];
  }
  const owner = resource.split(':')[4];
  return lowerKey === 'aws:resourceaccount' && owner ? [owner] : undefined;
}

function pairs(patterns: readonly string[], values: readonly string[]): Values {
  return patterns.flatMap((pattern) => values.map((value) => [pattern, value] as const));
}

function many<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  // Array.isArray does not narrow readonly arrays of a type parameter.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** Without case; the sign for kelvin has the lower case of a letter, and is none. */
function lower(value: string): string {
  return value.includes('\u212A') ? value : value.toLowerCase();
}
