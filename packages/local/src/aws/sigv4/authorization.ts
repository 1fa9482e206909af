import { queryValue, type WireRequest } from '../wire/request.ts';

/** What a request claims about its signature, from the Authorization header or from a presigned URL. */
export interface Claim {
  readonly kind: 'header' | 'presigned';
  readonly accessKeyId: string;
  /** `20261123`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20261123T035048Z`. */
  readonly timestamp: string;
  readonly sessionToken?: string;
  /** Seconds that a presigned URL is good for; NaN where the text is no number. */
  readonly expires?: number;
}

/** A request without a signature, or with one that cannot be read: the parts that are missing. */
export interface Unreadable {
  readonly missing: readonly string[];
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';

export function readClaim(request: WireRequest): Claim | Unreadable | undefined {
  const header = request.headers.get('authorization');
  if (header !== null) return fromHeader(request, header);
  if (queryValue(request, 'X-Amz-Algorithm') !== undefined) return fromQuery(request);
  return undefined;
}

/** Service name of the credential scope, if the request has one: it decides where the request goes. */
export function scopeService(request: WireRequest): string | undefined {
  const claim = readClaim(request);
  return claim !== undefined && 'service' in claim ? claim.service : undefined;
}

function fromHeader(request: WireRequest, header: string): Claim | Unreadable {
  const parameters = new Map<string, string>();
  const [scheme = '', ...rest] = header.trim().split(/\s+/);
  for (const part of rest.join(' ').split(',')) {
    const cut = part.indexOf('=');
    if (cut > 0) parameters.set(part.slice(0, cut).trim(), part.slice(cut + 1).trim());
  }
  const timestamp = request.headers.get('x-amz-date') ?? isoBasic(request.headers.get('date'));
  return build('header', scheme, (name) => parameters.get(name), timestamp, {
    sessionToken: request.headers.get('x-amz-security-token') ?? undefined,
  });
}

function fromQuery(request: WireRequest): Claim | Unreadable {
  const value = (name: string) => queryValue(request, `X-Amz-${name}`);
  const expires = value('Expires');
  return build('presigned', value('Algorithm') ?? '', value, value('Date'), {
    sessionToken: value('Security-Token'),
    ...(expires !== undefined && { expires: /^-?\d+$/.test(expires) ? Number(expires) : Number.NaN }),
  });
}

function build(
  kind: Claim['kind'],
  scheme: string,
  value: (name: string) => string | undefined,
  timestamp: string | undefined,
  extra: { sessionToken: string | undefined; expires?: number },
): Claim | Unreadable {
  const credential = value('Credential') ?? '';
  const scope = credential.split('/');
  const [accessKeyId, date, region, service] = scope.slice(-5);
  const signedHeaders = value('SignedHeaders');
  const signature = value('Signature');
  const missing: string[] = [];
  if (scheme !== ALGORITHM) missing.push(`Authorization header requires '${ALGORITHM}' as its algorithm.`);
  if (scope.length < 5 || scope.at(-1) !== 'aws4_request')
    missing.push("Authorization header requires 'Credential' parameter.");
  if (signature === undefined) missing.push("Authorization header requires 'Signature' parameter.");
  if (signedHeaders === undefined) missing.push("Authorization header requires 'SignedHeaders' parameter.");
  if (timestamp === undefined || Number.isNaN(parseBasicTimestamp(timestamp))) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0 || !accessKeyId || !date || !region || !service || !signature || !timestamp)
    return { missing };
  return {
    kind,
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: (signedHeaders ?? '').split(';').filter((name) => name !== ''),
    signature,
    timestamp,
    ...(extra.sessionToken !== undefined && { sessionToken: extra.sessionToken }),
    ...(extra.expires !== undefined && { expires: extra.expires }),
  };
}

function isoBasic(date: string | null): string | undefined {
  if (date === null) return undefined;
  const parsed = /^\d{8}T\d{6}Z$/.test(date) ? undefined : new Date(date);
  if (parsed === undefined) return date;
  return Number.isNaN(parsed.getTime()) ? undefined : basicTimestamp(parsed.getTime());
}

/** `20261123T035048Z`. */
export function basicTimestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Milliseconds since the epoch; NaN for what is no such timestamp. */
export function parseBasicTimestamp(text: string): number {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return Number.NaN;
  return Date.parse(text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
