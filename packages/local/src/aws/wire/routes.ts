import type { WireRequest } from './request.ts';
import { membersOf, structureOf } from './shapes.ts';
import type { ServiceTable } from './table.ts';

/** Which operation a REST request is, with the raw values of its labels. */
export interface Route {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Candidate {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly labelNames: readonly string[];
  /** Query parameters that must be there; a value only where the template has one. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly string[];
  /** `x-id` only tells apart what nothing else does: older clients do not send it. */
  readonly id?: string;
  readonly specificity: number;
}

const cache = new WeakMap<ServiceTable, readonly Candidate[]>();

export function findRoute(table: ServiceTable, request: WireRequest, path: string): Route | undefined {
  let candidates = cache.get(table);
  if (candidates === undefined) {
    candidates = compileRoutes(table);
    cache.set(table, candidates);
  }
  const query = new Map(request.query);
  let best: { candidate: Candidate; match: RegExpExecArray; score: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.method !== request.method) continue;
    const match = candidate.path.exec(path);
    if (match === null || !satisfied(candidate, query, request.headers)) continue;
    const score =
      candidate.specificity + (candidate.id !== undefined && query.get('x-id') === candidate.id ? 0.5 : 0);
    if (best === undefined || score > best.score) best = { candidate, match, score };
  }
  if (best === undefined) return undefined;
  const { candidate, match } = best;
  return {
    operation: candidate.operation,
    labels: Object.fromEntries(candidate.labelNames.map((name, index) => [name, match[index + 1] ?? ''])),
  };
}

function satisfied(candidate: Candidate, query: ReadonlyMap<string, string>, headers: Headers): boolean {
  return (
    candidate.query.every(
      ([name, value]) => query.has(name) && (value === '' || query.get(name) === value),
    ) && candidate.headers.every((name) => headers.has(name))
  );
}

function compileRoutes(table: ServiceTable): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [operation, { http, input }] of Object.entries(table.operations)) {
    if (http === undefined) continue;
    const [template = '', literal = ''] = http.uri.split('?');
    const query: (readonly [string, string])[] = [];
    let id: string | undefined;
    for (const pair of literal === '' ? [] : literal.split('&')) {
      const [name = '', value = ''] = pair.split('=');
      if (name === 'x-id') id = value;
      else query.push([name, value]);
    }
    const headers: string[] = [];
    for (const [, { traits }] of membersOf(table, structureOf(table, input))) {
      if (!traits.required) continue;
      if (traits.httpQuery !== undefined && table.protocol === 'restXml') query.push([traits.httpQuery, '']);
      // Only a copy is told from an upload by a header; other headers may be missing, which is an error of its own.
      if (traits.httpHeader === 'x-amz-copy-source') headers.push(traits.httpHeader);
    }
    const labelNames: string[] = [];
    const source = template
      .split('/')
      .map((segment) => {
        const label = /^\{([^}+]+)(\+?)\}$/.exec(segment);
        if (label === null) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        labelNames.push(label[1] ?? '');
        return label[2] === '+' ? '(.+)' : '([^/]+)';
      })
      .join('/');
    const literals = template.replace(/\{[^}]+\}/g, '').length / 1000;
    candidates.push({
      operation,
      method: http.method,
      path: new RegExp(`^${source}/?$`, 's'),
      labelNames,
      query,
      headers,
      ...(id !== undefined && { id }),
      specificity: query.length + headers.length + literals,
    });
  }
  return candidates;
}
