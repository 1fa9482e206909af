import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { badQuery } from '../errors.ts';
import { isGuid } from '../metadata/ids.ts';
import type { Edm } from '../metadata/model.ts';
import { parseMoment } from '../metadata/moment.ts';
import { fold } from '../store/schema.ts';
import type { SqlValue } from '../store/store.ts';
import type { Comparison, Filter, Literal, Operand } from './filter.ts';
import { likeToGlob } from './like.ts';
import { type Property, resolveProperty, type Scope } from './property.ts';

type Sql = RawBuilder<SqlBool>;
interface FilterScope extends Scope {
  readonly querySyntaxCode: string;
  readonly nullNotEqual: 'odata' | 'sql';
}

const KIND: Readonly<Record<Comparison, string>> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};
const ORDER = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` } as const;
const NUMERIC: ReadonlySet<string> = new Set(['Edm.Int32', 'Edm.Int64', 'Edm.Decimal', 'Edm.Double']);

const literalType = (literal: Literal): string => {
  switch (literal.kind) {
    case 'string':
      return 'Edm.String';
    case 'guid':
      return 'Edm.Guid';
    case 'number':
      return /[.eE]/.test(literal.text) ? 'Edm.Single' : 'Edm.Int32';
    case 'boolean':
      return 'Edm.Boolean';
    case 'datetime':
      return 'Edm.DateTimeOffset';
    case 'date':
      return 'Edm.Date';
    default:
      return 'null';
  }
};

const incompatible = (scope: FilterScope, left: string, right: string, operator: Comparison) =>
  badQuery(
    `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${KIND[operator]}'.`,
    scope.querySyntaxCode,
  );

/** The literal as the column stores it, or `undefined` when their types do not go together. */
function literalFor(edm: Edm, literal: Literal): SqlValue | undefined {
  switch (literal.kind) {
    case 'null':
      return null;
    case 'boolean':
      return edm === 'Edm.Boolean' ? Number(literal.value) : undefined;
    case 'number':
      return NUMERIC.has(edm) ? Number(literal.text) : undefined;
    case 'string':
      return edm === 'Edm.String' ? fold(literal.text) : undefined;
    case 'guid':
      return edm === 'Edm.Guid' ? literal.text.toLowerCase() : undefined;
    default: {
      if (edm !== 'Edm.DateTimeOffset' && edm !== 'Edm.Date') return undefined;
      const ms = parseMoment(literal.text);
      return Number.isNaN(ms) ? undefined : ms;
    }
  }
}

function same(left: RawBuilder<unknown>, operator: 'eq' | 'ne', right: unknown, scope: FilterScope): Sql {
  if (operator === 'eq') return sql<SqlBool>`(${left} is ${right})`;
  if (scope.nullNotEqual === 'sql' && right !== null) return sql<SqlBool>`coalesce(${left} <> ${right}, 0)`;
  return sql<SqlBool>`(${left} is not ${right})`;
}

function compare(scope: FilterScope, operator: Comparison, left: Operand, right: Operand): Sql {
  if (left.kind !== 'path') {
    if (right.kind !== 'path')
      throw badQuery('A comparison needs a property on one side.', scope.querySyntaxCode);
    const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const;
    return compare(scope, mirrored[operator], right, left);
  }
  const property = resolveProperty(scope, left.segments);
  const { edm } = property.column;
  const other = right.kind === 'path' ? otherProperty(scope, property, operator, right.segments) : undefined;
  const value = right.kind === 'path' ? undefined : literalFor(edm, right);
  if ((other === undefined && value === undefined) || (property.navigation && value !== null)) {
    throw incompatible(scope, edm, right.kind === 'path' ? '' : literalType(right), operator);
  }
  const operand = other === undefined ? value : other.fold;
  if (operator === 'eq' || operator === 'ne') return same(property.fold, operator, operand, scope);
  // Nothing is greater or less than null; without coalesce a NOT around it would be null as well.
  return sql<SqlBool>`coalesce(${property.fold} ${ORDER[operator]} ${operand}, 0)`;
}

function otherProperty(
  scope: FilterScope,
  property: Property,
  operator: Comparison,
  segments: readonly string[],
): Property {
  const other = resolveProperty(scope, segments);
  const [left, right] = [property.column.edm, other.column.edm];
  if (left !== right && !(NUMERIC.has(left) && NUMERIC.has(right)))
    throw incompatible(scope, left, right, operator);
  return other;
}

function stringFunction(scope: FilterScope, filter: Extract<Filter, { kind: 'function' }>): Sql {
  const { name, subject, value } = filter;
  const property = subject.kind === 'path' ? resolveProperty(scope, subject.segments) : undefined;
  if (property?.column.edm !== 'Edm.String' || value.kind !== 'string') {
    throw badQuery(
      `No function signature for the function with name '${name}' matches the specified arguments. The function signatures considered are: ${name}(Edm.String Nullable=true, Edm.String Nullable=true).`,
      scope.querySyntaxCode,
    );
  }
  const inner = likeToGlob(fold(value.text));
  const pattern = { contains: `*${inner}*`, startswith: `${inner}*`, endswith: `*${inner}` }[name];
  return sql<SqlBool>`coalesce(${property.fold} glob ${pattern}, 0)`;
}

function inList(scope: FilterScope, filter: Extract<Filter, { kind: 'in' }>): Sql {
  const { fold: left, column } = resolveProperty(scope, [filter.property]);
  const values = filter.values.map((text) => {
    const kind =
      column.edm === 'Edm.String'
        ? 'string'
        : isGuid(text)
          ? 'guid'
          : NUMERIC.has(column.edm)
            ? 'number'
            : 'datetime';
    const value = literalFor(column.edm, { kind, text });
    if (value === undefined || Number.isNaN(value)) {
      throw badQuery(
        `The value '${text}' does not fit the property '${filter.property}'.`,
        scope.querySyntaxCode,
      );
    }
    return value;
  });
  if (values.length === 0) return filter.negated ? sql<SqlBool>`1` : sql<SqlBool>`0`;
  const list = sql`coalesce(${left} in (${sql.join(values)}), 0)`;
  return filter.negated ? sql<SqlBool>`(not ${list})` : sql<SqlBool>`${list}`;
}

function flag(scope: FilterScope, operand: Operand): Sql {
  if (operand.kind === 'boolean') return operand.value ? sql<SqlBool>`1` : sql<SqlBool>`0`;
  const property = operand.kind === 'path' ? resolveProperty(scope, operand.segments) : undefined;
  if (property?.column.edm !== 'Edm.Boolean') {
    throw badQuery('The $filter expression must evaluate to a single boolean value.', scope.querySyntaxCode);
  }
  return sql<SqlBool>`(${property.value} is 1)`;
}

/** The parts of `a or b or c`, side by side: SQLite's parser has no stack for a hundred parentheses. */
function chain(filter: Filter, kind: 'and' | 'or'): readonly Filter[] {
  const parts: Filter[] = [];
  let rest = filter;
  // Chains lean to the left.
  while (rest.kind === 'and' || rest.kind === 'or') {
    if (rest.kind !== kind) break;
    parts.unshift(rest.right);
    rest = rest.left;
  }
  return [rest, ...parts];
}

/** Compiles a filter to a condition with bound parameters. Strings compare without case. */
export function filterToSql(filter: Filter, scope: FilterScope): Sql {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = chain(filter, filter.kind).map((part) => filterToSql(part, scope));
      return sql<SqlBool>`(${sql.join(parts, filter.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql<SqlBool>`(not ${filterToSql(filter.operand, scope)})`;
    case 'compare':
      return compare(scope, filter.operator, filter.left, filter.right);
    case 'function':
      return stringFunction(scope, filter);
    case 'in':
      return inList(scope, filter);
    default:
      return flag(scope, filter.operand);
  }
}
