import type { Target } from './shapes.ts';
import type { Shape } from './table.ts';
import type { Dialect } from './validation-dialect.ts';

/** One constraint of the model on a present value. */
export interface Constraint {
  text(dialect: Dialect): string;
  holds(value: unknown): boolean;
}

const known = new WeakMap<object, readonly Constraint[]>();
const NONE: readonly Constraint[] = [];

/** Constraints of a member, in the order in which AWS lists them. */
export function constraintsOf({ shape, traits }: Target): readonly Constraint[] {
  const source = traits.length || traits.range || traits.pattern ? traits : shape;
  const cached = known.get(source);
  if (cached !== undefined) return cached;
  const built = build(shape, { ...shape, ...traits });
  known.set(source, built);
  return built;
}

function build(
  shape: Shape,
  { length, range, pattern }: Pick<Shape, 'length' | 'range' | 'pattern'>,
): readonly Constraint[] {
  const constraints: Constraint[] = [];
  if (shape.enum !== undefined) constraints.push(oneOf(shape.enum));
  const { max: longest, min: shortest } = length ?? {};
  if (longest !== undefined)
    constraints.push(bound('length less', longest, (value) => sizeOf(value) <= longest));
  if (shortest !== undefined)
    constraints.push(bound('length greater', shortest, (value) => sizeOf(value) >= shortest));
  const number = (value: number) =>
    shape.type === 'float' && Number.isInteger(value) ? `${value}.0` : String(value);
  const { max: most, min: least } = range ?? {};
  if (most !== undefined)
    constraints.push(bound('value less', number(most), (value) => Number(value) <= most));
  if (least !== undefined)
    constraints.push(bound('value greater', number(least), (value) => Number(value) >= least));
  if (pattern !== undefined) constraints.push(matching(pattern, longest));
  return constraints.length === 0 ? NONE : constraints;
}

function bound(what: string, limit: number | string, holds: (value: unknown) => boolean): Constraint {
  return { text: () => `Member must have ${what} than or equal to ${limit}`, holds };
}

function oneOf(values: readonly string[]): Constraint {
  const set = new Set<unknown>(values);
  return {
    text: ({ hideValues }) =>
      `Member must satisfy enum value set${hideValues ? '' : `: [${values.join(', ')}]`}`,
    holds: (value) => set.has(value),
  };
}

function matching(pattern: string, longest = 65_536): Constraint {
  const bare = pattern.replace(/^\^/, '').replace(/\$$/, '');
  let expression: RegExp | undefined;
  return {
    text: () => `Member must satisfy regular expression pattern: ${bare}`,
    holds(value) {
      if (typeof value !== 'string') return true;
      // What is too long has failed already; patterns are not run on it.
      if (value.length > longest) return true;
      expression ??= compilePattern(pattern);
      return expression.test(value);
    },
  };
}

/** AWS matches the whole value; patterns with character properties need the u flag, some others break with it. */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, /\\p\{|\\x\{|\\u\{/.test(pattern) ? 'u' : '');
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** AWS counts code points: a pair of surrogates is one. */
function codePoints(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}
