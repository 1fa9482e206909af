import { accountOf } from '../match/arn.ts';
import type { PolicyKind } from '../parse/shape.ts';
import type { ConditionBlock, OneOrMany, PrincipalElement, Statement } from '../policy.ts';
import { isIdentityProvider, roleArnOf } from '../principal.ts';
import type { AuthorizationRequest, Principal } from '../request.ts';
import { isNarrowing, operatorFor } from './condition-keys.ts';

export interface SmallestStatementOptions {
  /** Where the statement is to stand: an identity policy has no principal, a trust policy no resource. */
  readonly kind: PolicyKind;
  /**
   * The keys of the questions' context that become conditions, where they have one value. By default none in an
   * identity policy; in the others `aws:SourceArn`, `aws:SourceAccount` (unless the ARN has the account in it),
   * `aws:SourceOrgID`, `sts:ExternalId`, and `…:aud` and `…:sub` of an identity provider's token.
   */
  readonly conditionKeys?: readonly string[];
  /** The Sid; with several statements each but the first gets its number after it. */
  readonly sid?: string;
}

/** What a statement says in each of its dimensions: `action` → names, `condition ArnLike aws:SourceArn` → values. */
type Cell = ReadonlyMap<string, readonly string[]>;

/**
 * The fewest statements found that allow exactly what the questions ask: the same questions, in whatever order, give
 * the same statements. A wildcard in a question's resource stays one. Pure; throws nothing.
 *
 * @example
 * smallestStatement(
 *   [{ principal: { type: 'service', arn: 'sns.amazonaws.com' }, action: 'sqs:SendMessage', resource: queueArn,
 *      context: { 'aws:SourceArn': topicArn } }],
 *   { kind: 'resource' },
 * );
 * // [{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queueArn,
 * //    Condition: { ArnLike: { 'aws:SourceArn': topicArn } } }]
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export function smallestStatement(
  questions: readonly AuthorizationRequest[],
  options: SmallestStatementOptions,
): readonly Statement[] {
  const cells = joined(questions.map((question) => cellOf(question, options)));
  return cells.map((cell, index) => {
    const { sid } = options;
    const Sid = sid === undefined ? {} : { Sid: index === 0 ? sid : `${sid}${index + 1}` };
    return { ...Sid, ...statementOf(cell) };
  });
}

function cellOf(question: AuthorizationRequest, options: SmallestStatementOptions): Cell {
  const cell = new Map<string, readonly string[]>();
  if (options.kind !== 'identity') cell.set('principal', [principalOf(question.principal)]);
  cell.set('action', [question.action]);
  if (options.kind !== 'trust') cell.set('resource', [question.resource]);
  for (const [key, operator, value] of conditionsOf(question, options)) {
    cell.set(`condition ${operator} ${key}`, [value]);
  }
  return cell;
}

function conditionsOf(
  { context = {} }: AuthorizationRequest,
  { kind, conditionKeys }: SmallestStatementOptions,
): ReadonlyArray<readonly [key: string, operator: string, value: string]> {
  const wanted = conditionKeys?.map((key) => key.toLowerCase());
  const found: (readonly [string, string, string])[] = [];
  for (const [key, value] of Object.entries(context)) {
    if (typeof value === 'object') continue;
    if (wanted ? !wanted.includes(key.toLowerCase()) : !isNarrowing(key, kind)) continue;
    found.push([key, operatorFor(key, value), String(value)]);
  }
  const source = found.find(([key]) => key.toLowerCase() === 'aws:sourcearn')?.[2];
  const isSaidTwice = (key: string, value: string) =>
    wanted === undefined && key.toLowerCase() === 'aws:sourceaccount' && accountOf(source ?? '') === value;
  return found.filter(([key, , value]) => !isSaidTwice(key, value)).sort(([a], [b]) => order(a, b));
}

/** The principal as its Principal element spells it: kind and name. */
function principalOf(principal: Principal): string {
  if (principal.type === 'anonymous') return '*';
  if (principal.type === 'service') return `Service ${principal.arn}`;
  if (isIdentityProvider(principal)) return `Federated ${principal.arn}`;
  return `AWS ${roleArnOf(principal) ?? principal.arn}`;
}

/** Joins cells that differ in one dimension only, as long as there are any: their union is again exactly one cell. */
function joined(cells: readonly Cell[]): readonly Cell[] {
  const sorted = (list: readonly Cell[]) => list.toSorted((a, b) => order(keyOf(a), keyOf(b)));
  let left = sorted(cells);
  for (const dimension of dimensionsOf(left)) {
    const byRest = new Map<string, Cell>();
    for (const cell of left) {
      const rest = keyOf(cell, dimension);
      byRest.set(rest, union(byRest.get(rest), cell, dimension));
    }
    left = sorted([...byRest.values()]);
  }
  return left;
}

/** Actions are joined first, then resources, then what conditions want, then principals. */
function dimensionsOf(cells: readonly Cell[]): readonly string[] {
  const conditions = new Set(cells.flatMap((cell) => [...cell.keys()].filter((name) => name.includes(' '))));
  return ['action', 'resource', ...[...conditions].sort(order), 'principal'];
}

function union(one: Cell | undefined, other: Cell, dimension: string): Cell {
  if (one === undefined) return other;
  const all = new Map(other);
  const [values, more] = [one.get(dimension), other.get(dimension)];
  // Without a condition there is no limit: it stays so beside a cell that has one.
  if (values === undefined || more === undefined) all.delete(dimension);
  else all.set(dimension, [...new Set([...values, ...more])].sort(order));
  return all;
}

function keyOf(cell: Cell, but?: string): string {
  return JSON.stringify([...cell].filter(([name]) => name !== but));
}

function statementOf(cell: Cell): Statement {
  const principals = cell.get('principal');
  const condition = conditionOf(cell);
  return {
    Effect: 'Allow',
    ...(principals && { Principal: principalElement(principals) }),
    Action: oneOrMany(cell.get('action') ?? []),
    ...(cell.has('resource') && { Resource: oneOrMany(cell.get('resource') ?? []) }),
    ...(condition && { Condition: condition }),
  };
}

function principalElement(principals: readonly string[]): PrincipalElement {
  if (principals.includes('*')) return '*';
  const byKind: Record<string, readonly string[]> = {};
  for (const principal of principals) {
    const space = principal.indexOf(' ');
    const kind = principal.slice(0, space);
    byKind[kind] = [...(byKind[kind] ?? []), principal.slice(space + 1)];
  }
  return Object.fromEntries(Object.entries(byKind).map(([kind, names]) => [kind, oneOrMany(names)]));
}

function conditionOf(cell: Cell): ConditionBlock | undefined {
  const block: Record<string, Record<string, OneOrMany<string>>> = {};
  for (const [dimension, values] of cell) {
    const [word, operator = '', key = ''] = dimension.split(' ');
    if (word === 'condition') block[operator] = { ...block[operator], [key]: oneOrMany(values) };
  }
  return Object.keys(block).length === 0 ? undefined : block;
}

function oneOrMany(values: readonly string[]): OneOrMany<string> {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
