import { decode, decodeJson } from './json.ts';
import { setOwn } from './query-decode.ts';
import { decodePart, type WireRequest } from './request.ts';
import type { Route } from './routes.ts';
import { scalarFromText } from './scalars.ts';
import { elementOf, membersOf, type Struct, structureOf, type Target, WireFormatError } from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';
import { decodeXml } from './xml-decode.ts';

/** Reads a REST request into the operation's input, each member from where the model binds it. */
export function decodeRest(table: ServiceTable, route: Route, request: WireRequest): Struct {
  const shape = structureOf(table, table.operations[route.operation]?.input);
  const members = membersOf(table, shape);
  const payload = members.find(([, member]) => member.traits.httpPayload);
  const out: Struct = {};
  if (payload !== undefined) {
    const value = decodePayload(table, payload[1], request);
    if (value !== undefined) out[payload[0]] = value;
  } else if (members.some(([, member]) => isBodyMember(member)) && request.body.length > 0) {
    Object.assign(out, decodeBody(table, shape, request.body));
  }
  const bound = new Set(members.flatMap(([, { traits }]) => traits.httpQuery ?? []));
  for (const [name, member] of members) {
    const value = boundValue(table, member, name, route, request, bound);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

/** Whether a member lives in the body of a REST message. */
export function isBodyMember({ traits }: Target): boolean {
  return (
    traits.httpHeader === undefined &&
    traits.httpQuery === undefined &&
    traits.httpPrefixHeaders === undefined &&
    !traits.httpLabel &&
    !traits.httpQueryParams &&
    !traits.httpResponseCode &&
    !traits.httpPayload
  );
}

function decodeBody(table: ServiceTable, shape: Shape, body: Uint8Array): Struct {
  const text = Buffer.from(body).toString('utf8');
  if (table.protocol === 'restJson1') return decodeJson(table, shape, text);
  const bodyShape: Shape = {
    ...shape,
    members: Object.fromEntries(
      Object.entries(shape.members ?? {}).filter(([name]) =>
        membersOf(table, shape).some(([known, member]) => known === name && isBodyMember(member)),
      ),
    ),
  };
  return decodeXml(table, { name: '', shape: bodyShape, traits: {} }, text) as Struct;
}

function decodePayload(table: ServiceTable, member: Target, request: WireRequest): unknown {
  const { body } = request;
  switch (member.shape.type) {
    case 'blob':
      return body.length === 0 && !member.shape.streaming ? undefined : body;
    case 'string':
      return body.length === 0 ? undefined : Buffer.from(body).toString('utf8');
    default: {
      if (body.length === 0) return undefined;
      const text = Buffer.from(body).toString('utf8');
      if (table.protocol === 'restXml') return decodeXml(table, member, text);
      try {
        return decode(table, member, JSON.parse(text));
      } catch (cause) {
        if (cause instanceof WireFormatError) throw cause;
        throw new WireFormatError('The request body is not valid JSON.', { cause });
      }
    }
  }
}

function boundValue(
  table: ServiceTable,
  member: Target,
  name: string,
  route: Route,
  request: WireRequest,
  boundQuery: ReadonlySet<string>,
): unknown {
  const { traits, shape } = member;
  if (traits.httpLabel) {
    const raw = route.labels[name];
    // A plus sign in a path is a plus sign.
    const text = raw === undefined ? undefined : decodePart(raw.replaceAll('+', '%2B'));
    return text === undefined ? undefined : scalarFromText(text, member, 'date-time');
  }
  if (traits.httpHeader !== undefined) {
    const text = request.headers.get(traits.httpHeader);
    return text === null ? undefined : headerValue(table, member, text);
  }
  if (traits.httpPrefixHeaders !== undefined)
    return prefixed(request.headers, traits.httpPrefixHeaders.toLowerCase());
  if (traits.httpQuery !== undefined) {
    const values = request.query.filter(([key]) => key === traits.httpQuery).map(([, value]) => value);
    if (values.length === 0) return undefined;
    if (shape.type !== 'list') return scalarFromText(values[0] ?? '', member, 'date-time');
    return values.map((value) => scalarFromText(value, elementOf(table, shape), 'date-time'));
  }
  if (traits.httpQueryParams) {
    const out: Struct = {};
    for (const [key, value] of request.query)
      if (!boundQuery.has(key) && key !== 'x-id') setOwn(out, key, value);
    return out;
  }
  return undefined;
}

function headerValue(table: ServiceTable, member: Target, text: string): unknown {
  if (member.shape.type !== 'list') return scalarFromText(text, member, 'http-date');
  const element = elementOf(table, member.shape);
  // Timestamps of this form contain a comma themselves.
  const parts = element.shape.type === 'timestamp' ? text.match(/[^,]+,[^,]+/g) : text.split(',');
  return (parts ?? []).map((part) => scalarFromText(part.trim(), element, 'http-date'));
}

function prefixed(headers: Headers, prefix: string): Struct | undefined {
  const found: Struct = {};
  headers.forEach((value, name) => {
    if (name.startsWith(prefix)) setOwn(found, name.slice(prefix.length), value);
  });
  return Object.keys(found).length === 0 ? undefined : found;
}
