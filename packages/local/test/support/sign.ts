/** A Signature Version 4 signer of its own, so that tests can sign what no client would. */
import { createHash, createHmac } from 'node:crypto';
import type { Keys } from './aws.ts';

export interface SignOptions {
  readonly keys: Keys;
  readonly service: string;
  readonly at: number;
  readonly region?: string;
  /** Date of the credential scope, if it is to differ. */
  readonly date?: string;
}

const hash = (data: string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Uint8Array, data: string): Uint8Array =>
  createHmac('sha256', key).update(data).digest();

/** A signed request; the path must be encoded as it is to be sent. */
export function signed(
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: string },
  { keys, service, at, region = 'us-east-1', date }: SignOptions,
): Request {
  const { host, pathname, searchParams } = new URL(url);
  const timestamp = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = date ?? timestamp.slice(0, 8);
  const { method = 'POST', body = '' } = init;
  const headers: Record<string, string> = { ...init.headers, host, 'x-amz-date': timestamp };
  if (service === 's3') headers['x-amz-content-sha256'] = hash(body);
  if (keys.sessionToken !== undefined) headers['x-amz-security-token'] = keys.sessionToken;
  const names = Object.keys(headers).sort();
  const query = [...searchParams].map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).sort();
  // All services but S3 encode the path once more.
  const path = service === 's3' ? pathname : pathname.split('/').map(encodeURIComponent).join('/');
  const canonical = [
    method,
    path,
    query.join('&'),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    hash(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [region, service, 'aws4_request'].reduce<Uint8Array>(
    hmac,
    hmac(`AWS4${keys.secretAccessKey}`, day),
  );
  const signature = Buffer.from(
    hmac(key, `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hash(canonical)}`),
  ).toString('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return new Request(url, { method, headers, ...(method !== 'GET' && method !== 'HEAD' && { body }) });
}
