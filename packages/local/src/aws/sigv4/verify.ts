import type { Credential } from '../iam/entities.ts';
import { AwsError } from '../service.ts';
import { queryValue, type WireRequest } from '../wire/request.ts';
import type { ServiceTable } from '../wire/table.ts';
import { basicTimestamp, type Claim, parseBasicTimestamp, readClaim } from './authorization.ts';
import { canonicalRequest } from './canonical.ts';
import { checkExpires } from './presigned.ts';
import { signatureRefusal } from './refusals.ts';
import { EMPTY_SHA256, sameText, sha256, sign, signingKey, stringToSign } from './signature.ts';

export interface VerifyOptions {
  readonly table: ServiceTable;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  lookup(accessKeyId: string): Credential | undefined;
}

/** A request whose signature is right; the rest is for the signatures of its chunks. */
export interface Verified {
  readonly credential: Credential;
  readonly key: Uint8Array;
  readonly scope: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** Services that have one endpoint for all regions: any region in the scope is taken. */
const GLOBAL = new Set(['iam', 'sts']);
const MINUTE = 60_000;

/**
 * Checks a request's Signature Version 4 and says who signed it. Fails with the service's own error.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function verifySignature(request: WireRequest, options: VerifyOptions): Verified {
  const { table, region, now } = options;
  const s3 = table.service === 's3';
  const claim = readClaim(request);
  if (s3) refuseVersion2(request);
  if (claim === undefined) throw signatureRefusal(table, 'missing');
  if ('missing' in claim) {
    const detail = s3
      ? `The authorization header is malformed; ${claim.missing[0]}`
      : claim.missing.join(' ');
    throw signatureRefusal(table, 'incomplete', detail);
  }
  checkScope(claim, table, region);
  if (!claim.signedHeaders.includes('host')) {
    throw signatureRefusal(
      table,
      'wrong-scope',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  }
  checkExpires(claim, table);
  checkTime(claim, table, now);
  const credential = options.lookup(claim.accessKeyId);
  if (credential === undefined) {
    throw signatureRefusal(table, 'unknown-key', '', { AWSAccessKeyId: claim.accessKeyId });
  }
  checkToken(claim, credential, table, now);
  checkSigned(request, claim, s3);

  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const canonical = canonicalRequest(request, claim.signedHeaders, payloadHash(request, claim, s3), { s3 });
  const text = stringToSign(claim.timestamp, scope, canonical);
  const key = signingKey(credential.secretAccessKey, claim.date, claim.region, claim.service);
  if (!sameText(claim.signature, sign(key, text))) {
    throw signatureRefusal(table, 'wrong-signature', '', {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: text,
      SignatureProvided: claim.signature,
      CanonicalRequest: canonical,
    });
  }
  return { credential, key, scope, timestamp: claim.timestamp, signature: claim.signature };
}

/** Buckets made since June 2020 take no Signature Version 2, which some clients still presign with. */
function refuseVersion2(request: WireRequest): void {
  const header = request.headers.get('authorization') ?? '';
  if (!header.startsWith('AWS ') && queryValue(request, 'AWSAccessKeyId') === undefined) return;
  const words =
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  throw new AwsError('InvalidRequest', words, 400);
}

function checkScope(claim: Claim, table: ServiceTable, region: string): void {
  const { signingName } = table;
  if (claim.service !== signingName) {
    throw signatureRefusal(
      table,
      'wrong-scope',
      `Credential should be scoped to correct service: '${signingName}'. `,
    );
  }
  if (claim.region !== region && !GLOBAL.has(signingName)) {
    const detail =
      signingName === 's3'
        ? `The authorization header is malformed; the region '${claim.region}' is wrong; expecting '${region}'`
        : 'Credential should be scoped to a valid region. ';
    throw signatureRefusal(table, 'wrong-scope', detail, { Region: region });
  }
  if (!claim.timestamp.startsWith(claim.date)) {
    const detail =
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
      `'${claim.date}' != '${claim.timestamp.slice(0, 8)}', from '${claim.timestamp}'.`;
    throw signatureRefusal(table, 'wrong-scope', detail);
  }
}

function checkTime(claim: Claim, table: ServiceTable, now: number): void {
  const signed = parseBasicTimestamp(claim.timestamp);
  if (claim.kind === 'presigned' && claim.expires !== undefined) {
    const end = signed + claim.expires * 1000;
    if (now > end) {
      throw signatureRefusal(table, 'presigned-expired', '', {
        'X-Amz-Expires': claim.expires,
        Expires: new Date(end).toISOString().replace('.000Z', 'Z'),
        ServerTime: new Date(now).toISOString().replace(/\.\d{3}Z/, 'Z'),
      });
    }
  }
  const skew = (table.service === 's3' ? 15 : 5) * MINUTE;
  const stamp = claim.timestamp;
  const today = basicTimestamp(now);
  if (signed < now - skew && (claim.kind === 'header' || claim.expires === undefined)) {
    const detail = `Signature expired: ${stamp} is now earlier than ${basicTimestamp(now - skew)} (${today} - ${skew / MINUTE} min.)`;
    throw signatureRefusal(table, 'out-of-time', detail, skewMembers(stamp, now, skew));
  }
  if (signed > now + skew) {
    const detail = `Signature not yet current: ${stamp} is still later than ${basicTimestamp(now + skew)} (${today} + ${skew / MINUTE} min.)`;
    throw signatureRefusal(table, 'out-of-time', detail, skewMembers(stamp, now, skew));
  }
}

function skewMembers(stamp: string, now: number, skew: number): Record<string, unknown> {
  const ServerTime = new Date(now).toISOString().replace(/\.\d{3}Z/, 'Z');
  return { RequestTime: stamp, ServerTime, MaxAllowedSkewMilliseconds: skew };
}

function checkToken(claim: Claim, credential: Credential, table: ServiceTable, now: number): void {
  if (!sameText(claim.sessionToken ?? '', credential.sessionToken ?? ''))
    throw signatureRefusal(table, 'wrong-token');
  if (credential.expiration !== undefined && credential.expiration.getTime() <= now) {
    throw signatureRefusal(table, 'expired-token');
  }
}

/** S3 takes no header of its own that the signature does not cover. */
function checkSigned(request: WireRequest, claim: Claim, s3: boolean): void {
  if (!s3) return;
  const unsigned = [...request.headers.keys()].filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-user-agent' && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new AwsError('AccessDenied', 'There were headers present in the request which were not signed', 403, {
    HeadersNotSigned: unsigned.join(', '),
  });
}

const NAMED_PAYLOAD = /^(UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+)$/;

function payloadHash(request: WireRequest, claim: Claim, s3: boolean): string {
  if (!s3) return request.body.length === 0 ? EMPTY_SHA256 : sha256(request.body);
  const declared = request.headers.get('x-amz-content-sha256');
  if (declared === null) {
    if (claim.kind === 'presigned') return 'UNSIGNED-PAYLOAD';
    throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  if (NAMED_PAYLOAD.test(declared)) return declared;
  const computed = sha256(request.body);
  if (declared !== computed) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
      { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed },
    );
  }
  return declared;
}
