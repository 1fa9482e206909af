import { nodeCrypto } from '../node-crypto.ts';

/** Keys of AWS; temporary ones have a session token. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A POST to the root of a service of the Query protocol. */
interface SignedPost {
  readonly host: string;
  readonly body: string;
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

/**
 * The headers of a signed POST, `host` aside, which HTTP sends by itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(
  { host, body, region, service, time }: SignedPost,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
): Record<string, string> {
  const at = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [at.slice(0, 8), region, service, 'aws4_request'];
  const headers: Record<string, string> = {
    'content-type': CONTENT_TYPE,
    'x-amz-date': at,
    ...(sessionToken && { 'x-amz-security-token': sessionToken }),
  };
  const signed = Object.entries({ ...headers, host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    'POST',
    '/',
    '',
    ...signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    names,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', at, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${hmac(key, toSign).toString('hex')}`,
  };
}

function sha256(text: string): string {
  return nodeCrypto().createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return nodeCrypto().createHmac('sha256', key).update(text).digest();
}
