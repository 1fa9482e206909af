import { badQuery, notBuilt, tooManyConditions } from '../errors.ts';
import type { Comparison, Filter, Literal, Operand, StringFunction } from './filter.ts';
import { syntaxError, type Token, tokenize } from './lexer.ts';

const COMPARISONS: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const FUNCTIONS: readonly string[] = ['contains', 'startswith', 'endswith'];
const ARITHMETIC: readonly string[] = ['add', 'sub', 'mul', 'div', 'mod', 'has', 'in'];
const LITERALS: ReadonlySet<string> = new Set(['string', 'guid', 'number', 'datetime', 'date']);
const MOST_CONDITIONS = 500;
const MOST_NESTING = 20;

const isComparison = (text: string): text is Comparison => COMPARISONS.includes(text);
const isStringFunction = (text: string): text is StringFunction => FUNCTIONS.includes(text);

/**
 * Parses a `$filter`. Refuses what is no OData (400) and says of OData that is not built here that it is not (501).
 *
 * @param aliases values of `@name` parameters; an unassigned one is null
 */
export function parseFilter(text: string, aliases: ReadonlyMap<string, string>, code: string): Filter {
  const tokens = tokenize(text, code);
  let at = 0;
  let conditions = 0;

  const peek = (): Token =>
    tokens[Math.min(at, tokens.length - 1)] ?? { kind: 'end', text: '', end: text.length };
  const fail = () => syntaxError(peek().end, text, code);
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const isWord = (word: string) => peek().kind === 'name' && peek().text === word;
  const expect = (punctuation: string): void => {
    if (peek().kind !== 'punctuation' || peek().text !== punctuation) throw fail();
    at += 1;
  };
  const opens = () => peek().kind === 'punctuation' && peek().text === '(';

  function aliased(name: string): Literal {
    const [token, end] = tokenize(aliases.get(name) ?? 'null', code);
    if (!token || end?.kind !== 'end')
      throw badQuery(`The parameter alias ${name} has no usable value.`, code);
    return literal(token);
  }

  function literal(token: Token): Literal {
    if (token.kind === 'name') {
      if (token.text === 'null') return { kind: 'null' };
      if (token.text === 'true' || token.text === 'false')
        return { kind: 'boolean', value: token.text === 'true' };
    }
    if (token.kind === 'string' || token.kind === 'guid' || token.kind === 'number') {
      return { kind: token.kind, text: token.text };
    }
    if (token.kind === 'datetime' || token.kind === 'date') return { kind: token.kind, text: token.text };
    throw syntaxError(token.end, text, code);
  }

  function operand(): Operand {
    const token = next();
    if (token.kind === 'alias') return aliased(token.text);
    if (LITERALS.has(token.kind) || ['null', 'true', 'false'].includes(token.text)) return literal(token);
    if (token.kind !== 'name') throw syntaxError(token.end, text, code);
    const segments = [token.text];
    while (peek().kind === 'punctuation' && peek().text === '/') {
      at += 1;
      const segment = next();
      if (segment.kind !== 'name') throw syntaxError(segment.end, text, code);
      if ((segment.text === 'any' || segment.text === 'all') && opens())
        throw notBuilt('A lambda (any, all)');
      segments.push(segment.text);
    }
    if (opens()) throw notBuilt(`The function ${token.text}`);
    return { kind: 'path', segments };
  }

  function parameter(name: string): Token {
    if (!isWord(name)) throw fail();
    at += 1;
    expect('=');
    const token = next();
    if (token.kind !== 'alias') return token;
    return tokenize(aliases.get(token.text) ?? 'null', code)[0] ?? token;
  }

  // Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=["a","b"])
  function queryFunction(name: string): Filter {
    const negated = name === 'Microsoft.Dynamics.CRM.NotIn';
    if (!negated && name !== 'Microsoft.Dynamics.CRM.In') throw notBuilt(`The query function ${name}`);
    expect('(');
    const property = parameter('PropertyName');
    expect(',');
    const values = parameter('PropertyValues');
    expect(')');
    if (property.kind !== 'string' || values.kind !== 'array') throw fail();
    return { kind: 'in', property: property.text, values: stringArray(values.text, code), negated };
  }

  function condition(): Filter {
    conditions += 1;
    if (conditions > MOST_CONDITIONS) throw tooManyConditions();
    const { kind, text: word } = peek();
    const calls = kind === 'name' && tokens[at + 1]?.kind === 'punctuation' && tokens[at + 1]?.text === '(';
    if (calls && word.startsWith('Microsoft.Dynamics.CRM.')) {
      at += 1;
      return queryFunction(word);
    }
    if (calls && isStringFunction(word)) {
      at += 1;
      expect('(');
      const subject = operand();
      expect(',');
      const value = operand();
      expect(')');
      return { kind: 'function', name: word, subject, value };
    }
    const left = operand();
    const operator = peek().kind === 'name' ? peek().text : '';
    if (ARITHMETIC.includes(operator)) throw notBuilt(`The operator ${operator}`);
    if (!isComparison(operator)) return { kind: 'flag', operand: left };
    at += 1;
    return { kind: 'compare', operator, left, right: operand() };
  }

  function primary(nesting: number): Filter {
    if (nesting > MOST_NESTING)
      throw notBuilt(`A $filter with more than ${MOST_NESTING} levels of parentheses`);
    if (isWord('not')) {
      at += 1;
      const inner = primary(nesting + 1);
      if (inner.kind === 'in') {
        throw badQuery('Not operator along with the Custom Named Condition operators is not allowed', code);
      }
      return { kind: 'not', operand: inner };
    }
    if (!opens()) return condition();
    at += 1;
    const inner = or(nesting + 1);
    expect(')');
    return inner;
  }

  function and(nesting: number): Filter {
    let left = primary(nesting);
    while (isWord('and')) {
      at += 1;
      left = { kind: 'and', left, right: primary(nesting) };
    }
    return left;
  }

  function or(nesting: number): Filter {
    let left = and(nesting);
    while (isWord('or')) {
      at += 1;
      left = { kind: 'or', left, right: and(nesting) };
    }
    return left;
  }

  const filter = or(0);
  if (peek().kind !== 'end') throw fail();
  return filter;
}

function stringArray(text: string, code: string): readonly string[] {
  try {
    const values: unknown = JSON.parse(text);
    if (Array.isArray(values)) return values.map(String);
  } catch {
    // Falls through to the service's own words.
  }
  throw badQuery(
    "Invalid JSON. A comma character ',' was expected in scope 'Array'. Every two elements in an array and properties of an object must be separated by commas.",
    code,
  );
}
