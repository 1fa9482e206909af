import { readClaim } from '../sigv4/authorization.ts';
import type { WireRequest } from '../wire/request.ts';
import { escapeXml } from '../wire/xml-encode.ts';
import { isForm } from './locate.ts';

const CODE = 'NotImplemented';

/** A service that AWS may have and that is not here, in words that its client can read. */
export function serviceMissing(request: WireRequest, requestId: string): Response {
  const asked = readClaim(request);
  const name =
    asked !== undefined && 'service' in asked ? asked.service : (request.headers.get('x-amz-target') ?? '?');
  const message = `Local AWS has no service ${JSON.stringify(name)}.`;
  const [type, body] = isForm(request)
    ? ['text/xml', name === 'ec2' ? ec2Error(message, requestId) : queryError(message, requestId)]
    : ['application/json', JSON.stringify({ __type: CODE, message })];
  const headers = { 'content-type': type, 'x-amzn-RequestId': requestId, 'x-amzn-errortype': CODE };
  return new Response(body, { status: 501, headers });
}

function queryError(message: string, requestId: string): string {
  return `<ErrorResponse><Error><Type>Receiver</Type><Code>${CODE}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

/** EC2 has a query protocol of its own. */
function ec2Error(message: string, requestId: string): string {
  return `<Response><Errors><Error><Code>${CODE}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
}
