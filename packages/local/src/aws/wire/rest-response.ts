import { encode, encodeJson } from './json.ts';
import { isBodyMember } from './rest-request.ts';
import { scalarToText } from './scalars.ts';
import { elementOf, membersOf, type Struct, structureOf, type Target } from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';
import { element, encodeXmlMembers } from './xml-encode.ts';

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream | null;

/** Writes an operation's output as a REST response, each member to where the model binds it. */
export function encodeRest(table: ServiceTable, operation: string, output: Struct): Response {
  const definition = table.operations[operation];
  const shape = structureOf(table, definition?.output);
  const members = membersOf(table, shape);
  const headers = new Headers();
  let status = definition?.http?.code ?? 200;
  for (const [name, member] of members) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    if (member.traits.httpResponseCode) status = Number(value);
    else bindHeaders(table, member, value, headers);
  }
  // S3 answers a part of an object with 206.
  if (table.protocol === 'restXml' && output['ContentRange'] !== undefined) status = 206;

  const payload = members.find(([, member]) => member.traits.httpPayload);
  let body: Body = null;
  if (payload !== undefined) {
    body = encodePayload(table, payload[0], payload[1], output[payload[0]], headers);
  } else if (members.some(([, member]) => isBodyMember(member))) {
    body = encodeBody(table, operation, shape, output, headers);
  }
  if (definition?.http?.method === 'HEAD' || status === 204 || status === 304) body = null;
  // A body has the length it has; a HEAD answer keeps the length of the object.
  const length = byteLength(body);
  if (length !== undefined) headers.set('content-length', String(length));
  else if (body !== null) headers.delete('content-length');
  return new Response(body, { status, headers });
}

function byteLength(body: Body): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.byteLength : undefined;
}

function encodeBody(
  table: ServiceTable,
  operation: string,
  shape: Shape,
  output: Struct,
  headers: Headers,
): string {
  if (table.protocol === 'restJson1') {
    headers.set('content-type', 'application/json');
    const bodyOnly = Object.fromEntries(
      membersOf(table, shape)
        .filter(([, member]) => isBodyMember(member))
        .map(([name]) => [name, output[name]]),
    );
    return JSON.stringify(encodeJson(table, shape, bodyOnly));
  }
  headers.set('content-type', 'application/xml');
  const inner = encodeXmlMembers(table, shape, output, { skip: (member) => !isBodyMember(member) });
  const name = shape.xmlName ?? table.operations[operation]?.output ?? operation;
  const xmlns = table.xmlNamespace === undefined ? '' : ` xmlns="${table.xmlNamespace}"`;
  const root = table.operations[operation]?.unwrappedOutput
    ? (inner || `<${Object.keys(shape.members ?? {})[0]}/>`).replace(/^<([^\s/>]+)/, `<$1${xmlns}`)
    : `<${name}${xmlns}>${inner}</${name}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}

function encodePayload(
  table: ServiceTable,
  name: string,
  member: Target,
  value: unknown,
  headers: Headers,
): Body {
  if (value === undefined || value === null) return null;
  const { shape, traits } = member;
  if (shape.type === 'blob' || shape.type === 'string') {
    if (!headers.has('content-type')) {
      headers.set(
        'content-type',
        shape.mediaType ?? (shape.type === 'string' ? 'text/plain' : 'application/octet-stream'),
      );
    }
    return value as Body;
  }
  if (table.protocol === 'restJson1') {
    headers.set('content-type', 'application/json');
    return JSON.stringify(encode(table, member, value));
  }
  headers.set('content-type', 'application/xml');
  const xmlns =
    traits.xmlNamespace ??
    shape.xmlNamespace ??
    (table.xmlNamespace ? { uri: table.xmlNamespace } : undefined);
  const declared = { ...member, traits: { ...traits, ...(xmlns && { xmlNamespace: xmlns }) } };
  const root = element(table, declared, traits.xmlName ?? shape.xmlName ?? member.name ?? name, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}

function bindHeaders(table: ServiceTable, member: Target, value: unknown, headers: Headers): void {
  const { httpHeader, httpPrefixHeaders } = member.traits;
  if (httpHeader !== undefined) {
    headers.set(httpHeader, headerText(headerValue(table, member, value)));
  } else if (httpPrefixHeaders !== undefined) {
    for (const [key, item] of Object.entries(value as Struct)) {
      headers.set(httpPrefixHeaders + key, headerText(String(item)));
    }
  }
}

function headerValue(table: ServiceTable, member: Target, value: unknown): string {
  if (member.shape.type !== 'list') return scalarToText(value, member, 'http-date');
  const item = elementOf(table, member.shape);
  return (value as readonly unknown[]).map((one) => scalarToText(one, item, 'http-date')).join(', ');
}

/** S3 writes what a header cannot hold as an RFC 2047 word. */
function headerText(text: string): string {
  return /^[\x20-\x7e\t]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}
