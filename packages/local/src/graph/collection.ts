import type { GraphSuccess } from './answer.ts';
import { type GraphCall, graphBase } from './operation.ts';
import { passes, project } from './query.ts';

const pageSize = 100;

/** A page of a collection: filtered, projected, with a link to the next page when there is more. */
export function collectionAnswer(
  call: GraphCall,
  name: string,
  objects: readonly Readonly<Record<string, unknown>>[],
): GraphSuccess {
  const { skip = 0, top = pageSize } = call.query;
  const found = objects.filter((object) => passes(call.query, object));
  const value = found.slice(skip, skip + top).map((object) => project(call.query, object));
  const more = found.length > skip + top ? { '@odata.nextLink': nextLink(call, name, skip + top) } : {};
  return { status: 200, body: { '@odata.context': contextUrl(call, name), ...more, value } };
}

/** The caller's own query with another token. */
function nextLink(call: GraphCall, name: string, skip: number): string {
  const kept = new URL(call.request.url).search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(?:\$|%24)?skiptoken=/i.test(part));
  return `${graphBase(call.context)}/${name}?${[...kept, `$skiptoken=${skip}`].join('&')}`;
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
