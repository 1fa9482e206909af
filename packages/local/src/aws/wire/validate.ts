import { AwsError } from '../service.ts';
import { type Constraint, constraintsOf } from './constraints.ts';
import { elementOf, membersOf, type Struct, structureOf, type Target, target } from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';
import { type Dialect, dialectOf } from './validation-dialect.ts';

/**
 * Checks an input against the model's constraints and refuses it in AWS's words:
 * `1 validation error detected: Value 'x' at 'functionName' failed to satisfy constraint: Member must …`.
 */
export function validateInput(table: ServiceTable, operation: string, input: object): void {
  const dialect = dialectOf(table);
  if (dialect === undefined) return;
  const failures: Failure[] = [];
  const exempt = dialect.exempt?.[operation] ?? [];
  unpublished(dialect.unpublished?.[operation] ?? {}, input as Struct, failures);
  structure(
    table,
    structureOf(table, table.operations[operation]?.input),
    input as Struct,
    '',
    failures,
    exempt,
  );
  const [first] = failures;
  if (first === undefined) return;
  if (dialect.refuse !== undefined) throw dialect.refuse(first);
  const plural = failures.length === 1 ? 'error' : 'errors';
  const texts = failures.map((failure) => sentence(failure, dialect)).join('; ');
  throw new AwsError(dialect.code, `${failures.length} validation ${plural} detected: ${texts}`);
}

/** One broken constraint. `value` is undefined for a missing member. */
export interface Failure {
  /** `routingConfig.additionalVersionWeights`. */
  readonly path: string;
  readonly member: Target;
  readonly value?: unknown;
  readonly scope: 'member' | 'elements' | 'keys' | 'values';
  readonly constraints: readonly Constraint[];
}

function sentence({ path, value, scope, constraints }: Failure, dialect: Dialect): string {
  const shown = value === undefined ? ' null' : ` '${display(value)}'`;
  const texts = constraints.map((constraint) => constraint.text(dialect));
  if ((scope === 'elements' || scope === 'values') && dialect.nullInElements)
    texts.push('Member must not be null');
  const words = {
    member: texts.join('; '),
    elements: `Member must satisfy constraint: [${texts.join(', ')}]`,
    keys: `Map keys must satisfy constraint: [${texts.join(', ')}]`,
    values: `Map value must satisfy constraint: [${texts.join(', ')}]`,
  };
  return `Value${dialect.hideValues ? '' : shown} at '${path}' failed to satisfy constraint: ${words[scope]}`;
}

/** Patterns that AWS checks and its model does not have. */
function unpublished(patterns: Readonly<Record<string, string>>, input: Struct, failures: Failure[]): void {
  for (const [name, pattern] of Object.entries(patterns)) {
    const value = input[name];
    const member: Target = { name, shape: { type: 'string', pattern }, traits: {} };
    if (value !== undefined) checkSelf(member, value, name.charAt(0).toLowerCase() + name.slice(1), failures);
  }
}

function checkSelf(member: Target, value: unknown, path: string, failures: Failure[]): void {
  for (const constraint of constraintsOf(member)) {
    if (!constraint.holds(value))
      failures.push({ path, member, value, scope: 'member', constraints: [constraint] });
  }
}

/** Values as Java prints them. */
function display(value: unknown): string {
  if (value instanceof Uint8Array)
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${typeof item === 'number' ? javaNumber(item) : display(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}

function javaNumber(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

const NOT_NULL: Constraint = { text: () => 'Member must not be null', holds: () => false };

function structure(
  table: ServiceTable,
  shape: Shape,
  value: Struct,
  prefix: string,
  failures: Failure[],
  exempt: readonly string[] = [],
): void {
  for (const [name, member] of membersOf(table, shape)) {
    const path = prefix + name.charAt(0).toLowerCase() + name.slice(1);
    const found = value[name];
    if (exempt.includes(name)) continue;
    if (found === undefined || found === null) {
      if (member.traits.required && !member.traits.idempotencyToken) {
        failures.push({ path, member, scope: 'member', constraints: [NOT_NULL] });
      }
      continue;
    }
    check(table, member, found, path, failures);
  }
}

function check(table: ServiceTable, member: Target, value: unknown, path: string, failures: Failure[]): void {
  checkSelf(member, value, path, failures);
  const { shape } = member;
  if (shape.type === 'structure' || shape.type === 'union') {
    structure(table, shape, value as Struct, `${path}.`, failures);
  } else if (shape.type === 'list') {
    const items = value as readonly unknown[];
    elements(table, elementOf(table, shape), items, 'elements');
    items.forEach((item, index) => {
      nested(table, elementOf(table, shape), item, `${path}.${index + 1}.member`, failures);
    });
  } else if (shape.type === 'map') {
    const entries = Object.entries(value as Struct);
    elements(
      table,
      target(table, shape.key ?? 'string'),
      entries.map(([key]) => key),
      'keys',
    );
    elements(
      table,
      elementOf(table, shape),
      entries.map(([, item]) => item),
      'values',
    );
    for (const [key, item] of entries) {
      nested(table, elementOf(table, shape), item, `${path}.${key}.member`, failures);
    }
  }

  /** Simple elements are judged together: one failure for the whole list. */
  function elements(_: ServiceTable, item: Target, items: readonly unknown[], scope: Failure['scope']): void {
    if (isAggregate(item.shape)) return;
    const constraints = constraintsOf(item);
    if (items.every((one) => one === null || constraints.every((constraint) => constraint.holds(one))))
      return;
    failures.push({ path, member, value, scope, constraints });
  }
}

function nested(table: ServiceTable, item: Target, value: unknown, path: string, failures: Failure[]): void {
  if (value !== null && isAggregate(item.shape)) check(table, item, value, path, failures);
}

function isAggregate(shape: Shape): boolean {
  return (
    shape.type === 'structure' || shape.type === 'union' || shape.type === 'list' || shape.type === 'map'
  );
}
