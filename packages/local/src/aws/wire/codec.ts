import { AwsError } from '../service.ts';
import { encodeError, hostId } from './errors.ts';
import { decodeJson, encodeJson } from './json.ts';
import { decodeQuery } from './query-decode.ts';
import type { WireRequest } from './request.ts';
import { decodeRest } from './rest-request.ts';
import { encodeRest } from './rest-response.ts';
import type { Route } from './routes.ts';
import { type Struct, structureOf, WireFormatError } from './shapes.ts';
import type { Protocol, ServiceTable } from './table.ts';
import { encodeXmlMembers } from './xml-encode.ts';

/** A request that found its operation. */
export interface Located {
  readonly table: ServiceTable;
  readonly protocol: Protocol;
  readonly route: Route;
}

/** Code and status that each protocol has for a request it cannot read. */
const MALFORMED: Readonly<Record<Protocol, string>> = {
  awsQuery: 'MalformedInput',
  awsJson1_0: 'SerializationException',
  awsJson1_1: 'SerializationException',
  restJson1: 'SerializationException',
  restXml: 'MalformedXML',
};

/** Reads the input of an operation; fails with the protocol's own error for a body that is not of its form. */
export function decodeInput({ table, protocol, route }: Located, request: WireRequest): Struct {
  try {
    switch (protocol) {
      case 'awsQuery':
        return decodeQuery(table, route.operation, queryForm(request));
      case 'awsJson1_0':
      case 'awsJson1_1': {
        const shape = structureOf(table, table.operations[route.operation]?.input);
        return decodeJson(table, shape, Buffer.from(request.body).toString('utf8'));
      }
      default:
        return decodeRest(table, route, request);
    }
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    const words =
      protocol === 'restXml'
        ? 'The XML you provided was not well-formed or did not validate against our published schema'
        : error.message;
    throw new AwsError(MALFORMED[protocol], words, 400);
  }
}

/** Parameters of an awsQuery request: from the body, or from the URL of a GET. */
export function queryForm(request: WireRequest): URLSearchParams {
  return new URLSearchParams(
    request.body.length > 0 ? Buffer.from(request.body).toString('utf8') : request.rawQuery,
  );
}

export function encodeOutput(
  { table, protocol, route }: Located,
  output: Struct,
  requestId: string,
): Response {
  return finish(table, encodeByProtocol(table, protocol, route.operation, output, requestId), requestId);
}

function encodeByProtocol(
  table: ServiceTable,
  protocol: Protocol,
  operation: string,
  output: Struct,
  requestId: string,
): Response {
  const shapeName = table.operations[operation]?.output;
  const shape = structureOf(table, shapeName);
  switch (protocol) {
    case 'awsQuery': {
      const inner = encodeXmlMembers(table, shape, output);
      const result = shapeName === undefined ? '' : `<${operation}Result>${inner}</${operation}Result>`;
      const xmlns = table.xmlNamespace ?? `http://queue.amazonaws.com/doc/${table.version}/`;
      const xml =
        `<${operation}Response xmlns="${xmlns}">${result}` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
      return new Response(xml, { headers: { 'content-type': 'text/xml' } });
    }
    case 'awsJson1_0':
    case 'awsJson1_1': {
      const version = protocol === 'awsJson1_0' ? '1.0' : '1.1';
      return new Response(JSON.stringify(encodeJson(table, shape, output)), {
        headers: { 'content-type': `application/x-amz-json-${version}` },
      });
    }
    default:
      return encodeRest(table, operation, output);
  }
}

/** Writes an error in the protocol of the request. */
export function encodeFailure(
  table: ServiceTable,
  protocol: Protocol,
  error: AwsError,
  requestId: string,
): Response {
  return finish(table, encodeError(table, protocol, error, requestId), requestId);
}

function finish(table: ServiceTable, response: Response, requestId: string): Response {
  response.headers.set('x-amzn-RequestId', requestId);
  if (table.protocol === 'restXml') {
    response.headers.set('x-amz-request-id', requestId);
    response.headers.set('x-amz-id-2', hostId(requestId));
    response.headers.set('server', 'AmazonS3');
  }
  return response;
}
