import { parseQuery, type WireRequest } from '../wire/request.ts';

/** Percent-encoding of RFC 3986: everything but letters, digits and `-_.~`. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The canonical request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  request: WireRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
  { s3 }: { s3: boolean },
): string {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`).join('');
  return [
    request.method,
    canonicalPath(request.rawPath, s3),
    canonicalQuery(request.rawQuery),
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** S3 encodes the path once; all others encode what was already encoded on the wire. */
function canonicalPath(rawPath: string, s3: boolean): string {
  return rawPath
    .split('/')
    .map((segment) => uriEncode(s3 ? decoded(segment) : segment))
    .join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function canonicalQuery(rawQuery: string): string {
  const pairs = parseQuery(rawQuery)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const);
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function headerValue(request: WireRequest, name: string): string {
  const value = name === 'host' ? request.host : (request.headers.get(name) ?? '');
  return value.trim().replace(/ +/g, ' ');
}
