import type { AwsError } from '../service.ts';
import { encodeJson } from './json.ts';
import { membersOf, type Struct } from './shapes.ts';
import type { Protocol, ServiceTable, Shape } from './table.ts';
import { encodeXmlMembers, escapeXml } from './xml-encode.ts';

/** An error as the wire has it: the modelled shape if there is one, and the code, status and members to write. */
interface WireForm {
  readonly shapeName: string;
  readonly shape?: Shape;
  readonly queryCode: string;
  readonly status: number;
  readonly members: Struct;
  readonly sender: boolean;
}

/** Writes an error in the form of the protocol. */
export function encodeError(
  table: ServiceTable,
  protocol: Protocol,
  error: AwsError,
  requestId: string,
): Response {
  const form = wireForm(table, protocol, error);
  switch (protocol) {
    case 'awsQuery':
      return queryError(table, form, error, requestId);
    case 'awsJson1_0':
    case 'awsJson1_1':
      return jsonError(table, protocol, form);
    case 'restJson1': {
      const headers = { 'content-type': 'application/json', 'x-amzn-errortype': form.shapeName };
      return new Response(JSON.stringify(body(table, form)), { status: form.status, headers });
    }
    case 'restXml':
      return s3Error(table, form, error, requestId);
  }
}

/** Handlers may name an error by its shape (`NoSuchEntityException`) or by its code on the wire (`NoSuchEntity`). */
function wireForm(table: ServiceTable, protocol: Protocol, error: AwsError): WireForm {
  const [shapeName, shape] =
    namedError(table, error.code) ??
    Object.entries(table.shapes).find(([, candidate]) => candidate.queryError?.code === error.code) ??
    [];
  const modelled =
    protocol === 'awsQuery'
      ? (shape?.queryError?.status ?? shape?.httpError)
      : (shape?.httpError ?? shape?.queryError?.status);
  // A status other than the default was chosen by the handler.
  const status = error.status !== 400 ? error.status : (modelled ?? (shape?.error === 'server' ? 500 : 400));
  const members: Struct = { ...error.members };
  for (const [name] of shape === undefined ? [] : membersOf(table, shape)) {
    if (name.toLowerCase() === 'message') members[name] ??= error.message;
    // Lambda says whose fault it was.
    if (name === 'Type' && table.service === 'lambda' && !('Type' in error.members)) {
      members[name] = status < 500 ? 'User' : 'Service';
    }
  }
  if (shape === undefined) members[messageKey(table, error.code)] = error.message;
  return {
    shapeName: shapeName ?? error.code,
    ...(shape !== undefined && { shape }),
    queryCode: shape?.queryError?.code ?? error.code,
    status,
    members,
    sender: status < 500,
  };
}

function namedError(table: ServiceTable, name: string): [string, Shape] | undefined {
  const shape = Object.hasOwn(table.shapes, name) ? table.shapes[name] : undefined;
  return shape?.error === undefined ? undefined : [name, shape];
}

/** Lambda's front door writes a capital letter, its validation and everybody else's does not. */
function messageKey(table: ServiceTable, code: string): string {
  return table.service === 'lambda' && code !== 'ValidationException' && code !== 'SerializationException'
    ? 'Message'
    : 'message';
}

function body(table: ServiceTable, { shape, members }: WireForm): Struct {
  return shape === undefined ? members : encodeJson(table, shape, members);
}

function jsonError(table: ServiceTable, protocol: Protocol, form: WireForm): Response {
  const headers = new Headers({
    'content-type': protocol === 'awsJson1_0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1',
  });
  if (table.queryCompatible) {
    headers.set('x-amzn-query-error', `${form.queryCode};${form.sender ? 'Sender' : 'Receiver'}`);
  }
  const namespace =
    form.shape === undefined ? COMMON : table.queryCompatible ? `com.amazonaws.${table.service}#` : '';
  const json = { __type: namespace + form.shapeName, ...body(table, form) };
  return new Response(JSON.stringify(json), { status: form.status, headers });
}

/** Namespace of the errors that all JSON services share; clients drop it. */
const COMMON = 'com.amazon.coral.service#';

function queryError(table: ServiceTable, form: WireForm, error: AwsError, requestId: string): Response {
  const xmlns = table.xmlNamespace ?? `http://queue.amazonaws.com/doc/${table.version}/`;
  const type = form.sender ? 'Sender' : 'Receiver';
  const rest = modelledRest(table, form);
  const xml =
    `<ErrorResponse xmlns="${xmlns}"><Error><Type>${type}</Type><Code>${escapeXml(form.queryCode)}</Code>` +
    `<Message>${escapeXml(error.message)}</Message>${rest}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return new Response(xml, { status: form.status, headers: { 'content-type': 'text/xml' } });
}

/** Members of the error beside its message. */
function modelledRest(table: ServiceTable, { shape, members }: WireForm): string {
  if (shape === undefined) return '';
  return encodeXmlMembers(
    table,
    shape,
    Object.fromEntries(Object.entries(members).filter(([name]) => name.toLowerCase() !== 'message')),
  );
}

function s3Error(table: ServiceTable, form: WireForm, error: AwsError, requestId: string): Response {
  if (form.status === 304 || form.status === 204) return new Response(null, { status: form.status });
  const modelled = new Set(
    form.shape === undefined ? [] : membersOf(table, form.shape).map(([name]) => name),
  );
  const others = Object.entries(error.members)
    .filter(([name, value]) => !modelled.has(name) && value !== undefined)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Error><Code>${escapeXml(form.shapeName)}</Code><Message>${escapeXml(error.message)}</Message>` +
    `${modelledRest(table, form)}${others}<RequestId>${requestId}</RequestId><HostId>${hostId(requestId)}</HostId></Error>`;
  return new Response(xml, { status: form.status, headers: { 'content-type': 'application/xml' } });
}

/** S3's second identifier of a request. */
export function hostId(requestId: string): string {
  return Buffer.from(requestId.repeat(2)).toString('base64');
}
