import { badQuery, notBuilt, unsupportedOption } from '../errors.ts';

/** One item of `$expand`, with the options in its parentheses. */
export interface ExpandItem {
  readonly name: string;
  readonly reference: boolean;
  readonly select: readonly string[] | null;
  readonly filter: string | null;
  readonly expand: readonly ExpandItem[];
  /** `$orderby`, `$top`: allowed on collections only. */
  readonly others: ReadonlyMap<string, string>;
}

export interface OrderItem {
  readonly path: readonly string[];
  readonly descending: boolean;
}

export interface QueryOptions {
  readonly select: readonly string[] | null;
  readonly expand: readonly ExpandItem[];
  readonly filter: string | null;
  readonly orderBy: readonly OrderItem[];
  readonly top: number | null;
  readonly count: boolean;
  readonly skipToken: string | null;
  /** Values of `@name` parameters. */
  readonly aliases: ReadonlyMap<string, string>;
}

const REFUSED = new Set(['$skip', '$search', '$format', '$compute', '$levels', '$index', '$schemaversion']);
const MOST_EXPANDS = 15;

/** Splits at a separator that stands outside quotes and parentheses. */
export function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')') depth -= 1;
    else if (!quoted && depth === 0 && char === separator) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

const tooManyExpands = () => badQuery(`The number of $expand options exceeds the limit of ${MOST_EXPANDS}.`);

const names = (text: string): string[] => splitTop(text, ',').filter((name) => name !== '');

function parseExpandItem(text: string, depth: number): ExpandItem {
  const open = text.indexOf('(');
  const [path = '', inside] = open < 0 ? [text] : [text.slice(0, open), text.slice(open + 1, -1)];
  if (open >= 0 && !text.endsWith(')'))
    throw badQuery(`Syntax error at position ${text.length} in '${text}'.`);
  const [name = '', suffix, ...more] = path.trim().split('/');
  if (more.length > 0 || (suffix !== undefined && suffix !== '$ref'))
    throw notBuilt(`The $expand path ${path}`);
  let select: readonly string[] | null = null;
  let filter: string | null = null;
  let expand: readonly ExpandItem[] = [];
  const others = new Map<string, string>();
  if (depth > MOST_EXPANDS) throw tooManyExpands();
  for (const option of inside === undefined ? [] : splitTop(inside, ';').filter((part) => part !== '')) {
    const [key = '', ...rest] = option.split('=');
    const value = rest.join('=');
    if (key === '$select') select = names(value);
    else if (key === '$filter') filter = value;
    else if (key === '$expand') expand = parseExpand(value, depth + 1);
    else if (key === '$orderby' || key === '$top') others.set(key, value);
    else throw unsupportedOption(key);
  }
  return { name, reference: suffix === '$ref', select, filter, expand, others };
}

function parseExpand(text: string, depth = 1): readonly ExpandItem[] {
  const items = names(text).map((item) => parseExpandItem(item, depth));
  const count = (list: readonly ExpandItem[]): number =>
    list.reduce((sum, item) => sum + 1 + count(item.expand), 0);
  if (count(items) > MOST_EXPANDS) throw tooManyExpands();
  return items;
}

function parseOrderBy(text: string): readonly OrderItem[] {
  return names(text).map((item) => {
    const [path = '', direction = 'asc', ...rest] = item.split(/\s+/);
    if (rest.length > 0 || !['asc', 'desc'].includes(direction)) {
      throw badQuery(`Syntax error at position ${item.length} in '${text}'.`);
    }
    return { path: path.split('/'), descending: direction === 'desc' };
  });
}

function parseTop(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw badQuery(
      `Invalid value '${text}' for $top query option found. The $top query option requires a non-negative integer value.`,
    );
  }
  return Number(text);
}

function parseCount(text: string | undefined): boolean {
  if (text === undefined || text === 'true' || text === 'false') return text === 'true';
  throw badQuery(
    `Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`,
  );
}

/** Reads the query string. `$skip`, `$search` and `$format` are refused as the service refuses them (0x80060888). */
export function parseQueryOptions(search: URLSearchParams): QueryOptions {
  const options = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const [key, value] of search) {
    if (key.startsWith('@')) aliases.set(key, value);
    else if (REFUSED.has(key)) throw unsupportedOption(key);
    else if (options.has(key)) {
      throw badQuery(
        `Query option '${key}' was specified more than once, but it must be specified at most once.`,
      );
    } else if (key.startsWith('$')) options.set(key, value);
    else if (key !== 'tag') throw notBuilt(`The query parameter ${key}`);
  }
  const known = ['$select', '$expand', '$filter', '$orderby', '$top', '$count', '$skiptoken', '$id'];
  for (const key of options.keys()) {
    if (!known.includes(key)) {
      if (key === '$apply' || key === '$deltatoken') throw notBuilt(`The query option ${key}`);
      throw badQuery(`The query parameter ${key} is not supported`);
    }
  }
  const select = options.get('$select');
  const top = options.get('$top');
  return {
    select: select === undefined ? null : names(select),
    expand: parseExpand(options.get('$expand') ?? ''),
    filter: options.get('$filter') ?? null,
    orderBy: parseOrderBy(options.get('$orderby') ?? ''),
    top: top === undefined ? null : parseTop(top),
    count: parseCount(options.get('$count')),
    skipToken: options.get('$skiptoken') ?? null,
    aliases,
  };
}
