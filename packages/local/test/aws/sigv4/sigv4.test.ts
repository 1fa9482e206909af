/** The worked examples of AWS's documentation, and what is made of signatures that are not right. */
import { describe, expect, test } from 'vitest';
import type { Credential } from '../../../src/aws/iam/entities.ts';
import { unchunk } from '../../../src/aws/sigv4/aws-chunked.ts';
import { canonicalRequest } from '../../../src/aws/sigv4/canonical.ts';
import { sha256, sign, signingKey, stringToSign } from '../../../src/aws/sigv4/signature.ts';
import { verifySignature } from '../../../src/aws/sigv4/verify.ts';
import { readRequest } from '../../../src/aws/wire/request.ts';
import { loadTable } from '../../../src/aws/wire/table.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const credential: Credential = {
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  caller: {
    kind: 'user',
    arn: 'arn:aws:iam::111122223333:user/x',
    accountId: '111122223333',
    userId: 'AIDAX',
  },
};
const lookup = (id: string) => (id === KEY ? credential : undefined);
const S3_DAY = Date.UTC(2013, 4, 24);
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function s3Request(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Uint8Array<ArrayBuffer>,
) {
  const url = `https://examplebucket.s3.amazonaws.com${path}`;
  return readRequest(
    new Request(url, {
      method,
      headers: { host: 'examplebucket.s3.amazonaws.com', ...headers },
      ...(body !== undefined && { body }),
    }),
  );
}

function authorization(signedHeaders: string, signature: string): string {
  return (
    `AWS4-HMAC-SHA256 Credential=${KEY}/20130524/us-east-1/s3/aws4_request,` +
    `SignedHeaders=${signedHeaders},Signature=${signature}`
  );
}

const verify = (request: Awaited<ReturnType<typeof s3Request>>, now = S3_DAY) =>
  verifySignature(request, { table: loadTable('s3'), region: 'us-east-1', now, lookup });

describe('the examples of the S3 documentation', () => {
  test('GET with a range', async () => {
    const request = await s3Request('GET', '/test.txt', {
      range: 'bytes=0-9',
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
      authorization: authorization(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    });
    expect(verify(request).credential).toBe(credential);
  });

  test('PUT of a name with a dollar sign', async () => {
    const request = await s3Request(
      'PUT',
      '/test%24file.text',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
        authorization: authorization(
          'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
          '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
        ),
      },
      'Welcome to Amazon S3.',
    );
    expect(verify(request).credential).toBe(credential);
  });

  test('GET with query parameters', async () => {
    const request = await s3Request('GET', '/?max-keys=2&prefix=J', {
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
      authorization: authorization(
        'host;x-amz-content-sha256;x-amz-date',
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    });
    expect(verify(request).credential).toBe(credential);
  });

  const PRESIGNED =
    '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    `&X-Amz-Credential=${KEY}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z` +
    '&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

  test('a presigned URL, for as long as it is good', async () => {
    const request = await s3Request('GET', PRESIGNED, {});
    expect(verify(request, S3_DAY + 86_399_000).credential).toBe(credential);
    expect(() => verify(request, S3_DAY + 86_401_000)).toThrow(
      expect.objectContaining({
        code: 'AccessDenied',
        message: 'Request has expired',
        status: 403,
        members: {
          'X-Amz-Expires': 86_400,
          Expires: '2013-05-25T00:00:00Z',
          ServerTime: '2013-05-25T00:00:01Z',
        },
      }),
    );
  });

  test('a header of AWS that a presigned URL does not cover is refused', async () => {
    const request = await s3Request('GET', PRESIGNED, { 'x-amz-acl': 'public-read' });
    expect(() => verify(request)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', members: { HeadersNotSigned: 'x-amz-acl' } }),
    );
  });

  test('an upload in signed chunks', async () => {
    const chunk = (data: string, signature: string) =>
      `${data.length.toString(16)};chunk-signature=${signature}\r\n${data}\r\n`;
    const signatures = [
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
    ] as const;
    const upload = (first: string) =>
      s3Request(
        'PUT',
        '/chunkObject.txt',
        {
          host: 's3.amazonaws.com',
          'x-amz-date': '20130524T000000Z',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
          'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': '66560',
          'content-length': '66824',
          authorization: authorization(
            'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
            '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
          ),
        },
        chunk(first, signatures[0]) + chunk('a'.repeat(1024), signatures[1]) + chunk('', signatures[2]),
      );
    const unwrapped = async (first: string) => {
      const request = { ...(await upload(first)), rawPath: '/examplebucket/chunkObject.txt' };
      return unchunk(request, loadTable('s3'), verify(request));
    };
    const good = await unwrapped('a'.repeat(65_536));
    expect(Buffer.from(good.body).toString()).toBe('a'.repeat(66_560));
    expect(good.headers.get('content-encoding')).toBeNull();
    await expect(unwrapped(`b${'a'.repeat(65_535)}`)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });
});

test('the first vector of the SigV4 test suite', async () => {
  const request = await readRequest(
    new Request('https://example.amazonaws.com/', { headers: { 'x-amz-date': '20150830T123600Z' } }),
  );
  const canonical = canonicalRequest(request, ['host', 'x-amz-date'], EMPTY, { s3: false });
  expect(sha256(canonical)).toBe('bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63');
  const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'service');
  const text = stringToSign('20150830T123600Z', '20150830/us-east-1/service/aws4_request', canonical);
  expect(sign(key, text)).toBe('5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31');
});

test('Signature Version 2 is refused by S3', async () => {
  const request = await s3Request('GET', `/k?AWSAccessKeyId=${KEY}&Signature=x&Expires=1`, {});
  expect(() => verify(request)).toThrow(
    expect.objectContaining({
      code: 'InvalidRequest',
      message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    }),
  );
});

test('the path is encoded once for S3 and twice for all others', async () => {
  const request = await readRequest(new Request('https://x/2015-03-31/functions/arn%3Aaws/a%20b'));
  const pathOf = (s3: boolean) => canonicalRequest(request, ['host'], EMPTY, { s3 }).split('\n')[1];
  expect(pathOf(true)).toBe('/2015-03-31/functions/arn%3Aaws/a%20b');
  expect(pathOf(false)).toBe('/2015-03-31/functions/arn%253Aaws/a%2520b');
});

test('an unsigned trailer becomes headers', async () => {
  const body = `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n`;
  const request = await s3Request(
    'PUT',
    '/k',
    {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'content-encoding': 'gzip,aws-chunked',
      'x-amz-trailer': 'x-amz-checksum-crc32',
      'x-amz-decoded-content-length': '5',
    },
    body,
  );
  const verified = { credential, key: new Uint8Array(), scope: '', timestamp: '', signature: '' };
  const plain = unchunk(request, loadTable('s3'), verified);
  expect(Buffer.from(plain.body).toString()).toBe('hello');
  expect(plain.headers.get('x-amz-checksum-crc32')).toBe('NhCmhg==');
  expect(plain.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-length')).toBe('5');
  const short = { ...request, body: request.body.slice(0, 6) };
  expect(() => unchunk(short, loadTable('s3'), verified)).toThrow(
    expect.objectContaining({ code: 'IncompleteBody' }),
  );
});
