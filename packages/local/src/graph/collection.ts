import type { GraphSuccess } from './answer.ts';
import { type GraphCall, graphBase } from './operation.ts';
import { passes, project } from './query.ts';

/** A collection's answer: filtered, cut to `$top`, projected. There are never so many that a next page is needed. */
export function collectionAnswer(
  call: GraphCall,
  name: string,
  objects: readonly Readonly<Record<string, unknown>>[],
): GraphSuccess {
  const value = objects
    .filter((object) => passes(call.query, object))
    .slice(0, call.query.top)
    .map((object) => project(call.query, object));
  return { status: 200, body: { '@odata.context': contextUrl(call, name), value } };
}

/** One object's answer, under 200 or 201. */
export function entityAnswer(
  call: GraphCall,
  name: string,
  object: Readonly<Record<string, unknown>>,
  created?: { readonly location: string },
): GraphSuccess {
  const body = { '@odata.context': `${contextUrl(call, name)}/$entity`, ...project(call.query, object) };
  return created === undefined ? { status: 200, body } : { status: 201, body, location: created.location };
}

function contextUrl(call: GraphCall, name: string): string {
  const { select } = call.query;
  return `${graphBase(call.context)}/$metadata#${name}${select === undefined ? '' : `(${select.join(',')})`}`;
}
