import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Credential } from '../../../src/aws/iam/entities.ts';
import { signingKey } from '../../../src/aws/sigv4/signature.ts';
import { verifySignature } from '../../../src/aws/sigv4/verify.ts';
import { readRequest } from '../../../src/aws/wire/request.ts';
import { loadTable } from '../../../src/aws/wire/table.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const YEAR = 365 * 86_400_000;
const credential: Credential = {
  secretAccessKey: 'x'.repeat(40),
  caller: {
    kind: 'user',
    arn: 'arn:aws:iam::111122223333:user/x',
    accountId: '111122223333',
    userId: 'AIDAX',
  },
};

/** A URL that is signed well, whatever its parameters say. */
async function presigned(change: { expires?: string | null; date?: string } = {}) {
  const { expires = '60', date = '20261123T120000Z' } = change;
  const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKIAX/${scope}`,
    'X-Amz-Date': date,
    ...(expires !== null && { 'X-Amz-Expires': expires }),
    'X-Amz-SignedHeaders': 'host',
  });
  const canonical = ['GET', '/k', `${query}`, 'host:b.s3.amazonaws.com\n', 'host', 'UNSIGNED-PAYLOAD'].join(
    '\n',
  );
  const text = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  );
  const key = signingKey(credential.secretAccessKey, date.slice(0, 8), 'us-east-1', 's3');
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const url = `https://b.s3.amazonaws.com/k?${query}&X-Amz-Signature=${signature}`;
  return readRequest(new Request(url, { headers: { host: 'b.s3.amazonaws.com' } }));
}

async function refusal(change: Parameters<typeof presigned>[0], now = NOW): Promise<unknown> {
  const request = await presigned(change);
  const options = { table: loadTable('s3'), region: 'us-east-1', now, lookup: () => credential };
  try {
    return verifySignature(request, options).credential;
  } catch (error) {
    return error;
  }
}

test('a presigned URL is good within its time', async () => {
  expect(await refusal({})).toBe(credential);
  expect(await refusal({ expires: '604800' }, NOW + 604_799_000)).toBe(credential);
});

test.each([
  ['abc', 'X-Amz-Expires should be a number'],
  ['', 'X-Amz-Expires should be a number'],
  ['-1', 'X-Amz-Expires must be non-negative'],
  [
    '604801',
    'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
  ],
])('one that expires after %j is refused, so that none is good for ever', async (expires, message) => {
  const expected = { code: 'AuthorizationQueryParametersError', message, status: 400 };
  expect(await refusal({ expires }, NOW + YEAR)).toMatchObject(expected);
});

test('one of S3 says when it expires', async () => {
  expect(await refusal({ expires: null })).toMatchObject({ code: 'AuthorizationQueryParametersError' });
});

test('a date that is none is no date of a signature', async () => {
  expect(await refusal({ date: '20269923T996161Z' }, NOW + YEAR)).toMatchObject({
    code: 'AuthorizationHeaderMalformed',
  });
});
