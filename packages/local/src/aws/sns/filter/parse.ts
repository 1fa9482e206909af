import { parseCidr } from './cidr.ts';
import { parseNumericRange } from './numeric-range.ts';
import type { Pattern, Scalar } from './pattern.ts';
import { TokenReader } from './token-reader.ts';

/** A filter policy as a tree: the keys that must all hold, and groups of which one must hold. */
export interface PolicyNode {
  readonly keys: readonly PolicyKey[];
  readonly alternatives: readonly (readonly PolicyNode[])[];
}

export type PolicyKey =
  | { readonly name: string; readonly patterns: readonly Pattern[] }
  | { readonly name: string; readonly node: PolicyNode };

/** Words that make an object inside `$or` look like a pattern; AWS then takes `$or` for an ordinary key. */
const reserved = new Set([
  'exactly',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'numeric',
  'anything-but',
  'anything-but-prefix',
  'anything-but-suffix',
  'anything-but-ignore-case',
  'anything-but-equals-ignore-case',
  'anything-but-wildcard',
  'exists',
  'cidr',
]);

/**
 * Reads a filter policy; throws `FilterSyntaxError` or `JsonSyntaxError` with AWS's words.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function parsePolicy(source: string): PolicyNode {
  const reader = new TokenReader(source);
  if (reader.next().type !== '{') throw reader.error('Filter is not an object');
  return readNode(reader, true);
}

function readNode(reader: TokenReader, top: boolean): PolicyNode {
  const keys: PolicyKey[] = [];
  const alternatives: (readonly PolicyNode[])[] = [];
  let token = reader.next();
  if (token.type === '}' && !top) throw reader.error('Empty objects are not allowed');
  while (token.type !== '}') {
    const name = token.text;
    token = reader.next();
    if (token.type === '[' && name === '$or' && isAlternatives(reader)) {
      alternatives.push(readAlternatives(reader));
    } else if (token.type === '[') {
      keys.push({ name, patterns: readPatterns(reader) });
    } else if (token.type === '{') {
      keys.push({ name, node: readNode(reader, false) });
    } else {
      throw reader.error(`"${name}" must be an object or an array`);
    }
    token = reader.next();
  }
  return { keys, alternatives };
}

/** `$or` is an operator only with two or more objects in it, none of which has a reserved word for a key. */
function isAlternatives(reader: TokenReader): boolean {
  const elements = reader.peekObjectKeys();
  return (
    elements !== undefined &&
    elements.length >= 2 &&
    elements.every((names) => names.length > 0 && !names.some((name) => reserved.has(name)))
  );
}

function readAlternatives(reader: TokenReader): readonly PolicyNode[] {
  const nodes: PolicyNode[] = [];
  while (reader.next().type === '{') nodes.push(readNode(reader, false));
  return nodes;
}

function readPatterns(reader: TokenReader): readonly Pattern[] {
  const patterns: Pattern[] = [];
  for (let token = reader.next(); token.type !== ']'; token = reader.next()) {
    if (token.type === '{') {
      patterns.push(readMatchExpression(reader));
    } else {
      patterns.push({
        kind: 'exact',
        value: readScalar(reader, 'Match value must be String, number, true, false, or null'),
      });
    }
  }
  if (patterns.length === 0) throw reader.error('Empty arrays are not allowed');
  return patterns;
}

function readScalar(reader: TokenReader, problem: string): Scalar {
  const { type, text } = reader.current;
  if (type === 'string') return { type, text: reader.text() };
  if (type === 'number') return { type, text };
  if (type === 'true' || type === 'false' || type === 'null') return { type: 'literal', text: type };
  throw reader.error(problem);
}

function readMatchExpression(reader: TokenReader): Pattern {
  if (reader.next().type !== 'field') throw reader.error('Empty match expression');
  const operator = reader.current.text;
  reader.next();
  const pattern = readOperator(reader, operator);
  if (reader.next().type !== '}') throw reader.error('Only one key allowed in match expression');
  return pattern;
}

function readOperator(reader: TokenReader, operator: string): Pattern {
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return { kind: operator, text: readText(reader, `${operator} match pattern must be a string`) };
    case 'numeric':
      if (reader.current.type !== '[') throw reader.error('Value of numeric must be an array.');
      return parseNumericRange(reader);
    case 'exists':
      if (reader.current.type !== 'true' && reader.current.type !== 'false') {
        throw reader.error('exists match pattern must be either true or false.');
      }
      return { kind: 'exists', expected: reader.current.type === 'true' };
    case 'cidr':
      // AWS's own slip: the message speaks of prefix.
      return {
        kind: 'cidr',
        range: readCidr(reader, readText(reader, 'prefix match pattern must be a string')),
      };
    case 'anything-but':
      return readAnythingBut(reader);
    default:
      throw reader.error(`Unrecognized match type ${operator}`);
  }
}

function readText(reader: TokenReader, problem: string): string {
  if (reader.current.type !== 'string') throw reader.error(problem);
  return reader.text();
}

function readCidr(reader: TokenReader, text: string): ReturnType<typeof parseCidr> {
  try {
    return parseCidr(text);
  } catch (cause) {
    throw reader.plainError(cause instanceof Error ? cause.message : String(cause));
  }
}

function readAnythingBut(reader: TokenReader): Pattern {
  const { type } = reader.current;
  if (type === '{') {
    if (reader.next().type !== 'field') throw reader.error('Empty match expression');
    const operator = reader.current.text;
    // SNS takes only this one of the nested operators that EventBridge has.
    if (operator !== 'prefix') throw reader.error(`Unsupported anything-but pattern: ${operator}`);
    reader.next();
    const text = readText(reader, 'prefix match pattern must be a string');
    if (text === '') throw reader.error('Null prefix not allowed');
    if (reader.next().type !== '}') throw reader.error('Only one key allowed in match expression');
    return { kind: 'anything-but-prefix', text };
  }
  const problem = 'Value of anything-but must be an array or single string/number value.';
  if (type === 'string' || type === 'number')
    return { kind: 'anything-but', values: [readScalar(reader, problem)] };
  if (type !== '[') throw reader.error(problem);
  return { kind: 'anything-but', values: readRefusedList(reader) };
}

function readRefusedList(reader: TokenReader): readonly Scalar[] {
  const values: Scalar[] = [];
  const problem = 'Inside anything but list, start|null|boolean is not supported.';
  for (let token = reader.next(); token.type !== ']'; token = reader.next()) {
    if (token.type !== 'string' && token.type !== 'number') throw reader.error(problem);
    const value = readScalar(reader, problem);
    if (values[0] !== undefined && values[0].type !== value.type) {
      throw reader.error(
        'Inside anything but list, either all values are number or string, mixed type is not supported',
      );
    }
    values.push(value);
  }
  if (values.length === 0) throw reader.error('Empty arrays are not allowed');
  return values;
}
