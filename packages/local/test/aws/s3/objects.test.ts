import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, refusal, startCloud } from './support.ts';

const Bucket = 'objects';
let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => cloud.close());

type Put = Partial<ConstructorParameters<typeof PutObjectCommand>[0]>;
type Get = Partial<ConstructorParameters<typeof GetObjectCommand>[0]>;
const put = (Key: string, Body: string | Uint8Array, rest: Put = {}) =>
  cloud.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const get = (Key: string, rest: Get = {}) => cloud.s3.send(new GetObjectCommand({ Bucket, Key, ...rest }));
const head = (Key: string) => cloud.s3.send(new HeadObjectCommand({ Bucket, Key }));

describe('objects', () => {
  it('come back byte for byte, with their headers and metadata', async () => {
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    const written = await put('dir/ü b+c.bin', body, {
      ContentType: 'video/mp4',
      CacheControl: 'no-cache',
      Metadata: { uploader: "o'brien@example.com" },
    });
    const read = await get('dir/ü b+c.bin');
    expect(await read.Body?.transformToByteArray()).toEqual(body);
    expect(read).toMatchObject({
      AcceptRanges: 'bytes',
      ContentType: 'video/mp4',
      CacheControl: 'no-cache',
      ETag: written.ETag,
      Metadata: { uploader: "o'brien@example.com" },
      ServerSideEncryption: 'AES256',
      LastModified: new Date(Math.floor(cloud.clock.now() / 1000) * 1000),
    });
    expect(await head('dir/ü b+c.bin')).toMatchObject({ ContentLength: 70_000, ETag: written.ETag });
  });

  it('have the MD5 of their body for an entity tag, and a type when none was given', async () => {
    const raw = new PutObjectCommand({ Bucket, Key: 'data', Body: 'data' });
    expect((await cloud.s3.send(raw)).ETag).toBe('"8d777f385d3dfec8815d20f7496026dc"');
    expect((await head('data')).ContentType).toMatch(/octet-stream$/);
  });

  it('are replaced as a whole', async () => {
    await put('replaced', 'first', { Metadata: { a: '1' } });
    await put('replaced', 'second');
    const read = await get('replaced');
    expect(await read.Body?.transformToString()).toBe('second');
    expect(read.Metadata).toEqual({});
  });

  it('are missing as AWS says it', async () => {
    expect(await refusal(get('absent'))).toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      Key: 'absent',
      status: 404,
    });
    expect(await refusal(head('absent'))).toMatchObject({ name: 'NotFound', status: 404 });
  });

  it('are missing only for those who may list the bucket', async () => {
    const Resource = `arn:aws:s3:::${Bucket}/*`;
    const user = await cloud.clientWith({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
    });
    const missing = user.send(new GetObjectCommand({ Bucket, Key: 'absent' }));
    expect(await refusal(missing)).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket'),
      status: 403,
    });
    expect(await refusal(user.send(new HeadObjectCommand({ Bucket, Key: 'absent' })))).toMatchObject({
      status: 403,
    });
  });

  it('are deleted, gladly twice, and by the thousand', async () => {
    await put('one', '1');
    await cloud.s3.send(new DeleteObjectCommand({ Bucket, Key: 'one' }));
    await cloud.s3.send(new DeleteObjectCommand({ Bucket, Key: 'one' }));
    await put('two', '2');
    const Objects = [{ Key: 'two' }, { Key: 'never' }];
    const { Deleted, Errors } = await cloud.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Deleted).toEqual(Objects);
    expect(Errors ?? []).toEqual([]);
    expect(await refusal(head('two'))).toMatchObject({ status: 404 });
  });

  it('are deleted one by one as far as allowed', async () => {
    await put('mine/a', 'a');
    await put('theirs/b', 'b');
    const user = await cloud.clientWith({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${Bucket}/mine/*` }],
    });
    const Delete = { Objects: [{ Key: 'mine/a' }, { Key: 'theirs/b' }] };
    const answer = await user.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(answer).toMatchObject({
      Deleted: [{ Key: 'mine/a' }],
      Errors: [{ Key: 'theirs/b', Code: 'AccessDenied' }],
    });
    await head('theirs/b');
  });

  it('have no versions', async () => {
    await put('plain', 'x');
    expect(await refusal(get('plain', { VersionId: 'abc' }))).toMatchObject({
      name: 'NotImplemented',
      status: 501,
    });
    await get('plain', { VersionId: 'null' });
  });
});

describe('ranges', () => {
  beforeAll(() => put('digits', '0123456789'));

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
  ])('%s is partial content', async (Range, text, ContentRange) => {
    const read = await get('digits', { Range });
    expect(read).toMatchObject({
      ContentRange,
      ContentLength: text.length,
      $metadata: { httpStatusCode: 206 },
    });
    expect(await read.Body?.transformToString()).toBe(text);
  });

  it.each(['bytes=5-2', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=-'])('%s is ignored', async (Range) => {
    const read = await get('digits', { Range });
    expect(read.$metadata.httpStatusCode).toBe(200);
    expect(await read.Body?.transformToString()).toBe('0123456789');
  });

  it.each(['bytes=10-', 'bytes=100-200', 'bytes=-0'])('%s is beyond the end', async (Range) => {
    expect(await refusal(get('digits', { Range }))).toMatchObject({
      name: 'InvalidRange',
      message: 'The requested range is not satisfiable',
      ActualObjectSize: '10',
      RangeRequested: Range,
      status: 416,
    });
  });
});

describe('conditions', () => {
  const etag = '"8d777f385d3dfec8815d20f7496026dc"';
  const past = () => new Date(cloud.clock.now() - 3_600_000);
  const future = () => new Date(cloud.clock.now() + 3_600_000);
  beforeAll(() => put('conditional', 'data'));

  it('of reads hold or answer 412 and 304', async () => {
    await get('conditional', { IfMatch: etag, IfUnmodifiedSince: past() });
    await get('conditional', { IfNoneMatch: '"other"', IfModifiedSince: future() });
    const failing: [Get, number, string?][] = [
      [{ IfMatch: '"other"' }, 412, 'If-Match'],
      [{ IfUnmodifiedSince: past() }, 412, 'If-Unmodified-Since'],
      [{ IfNoneMatch: etag }, 304],
      [{ IfModifiedSince: new Date(cloud.clock.now()) }, 304],
    ];
    for (const [condition, status, Condition] of failing) {
      const wanted = Condition === undefined ? { status } : { status, Condition, name: 'PreconditionFailed' };
      expect(await refusal(get('conditional', condition))).toMatchObject(wanted);
    }
  });

  it('of writes keep what is there', async () => {
    expect(await refusal(put('conditional', 'new', { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      message: 'At least one of the pre-conditions you specified did not hold',
      Condition: 'If-None-Match',
      status: 412,
    });
    await put('fresh', 'new', { IfNoneMatch: '*' });
    expect(await refusal(put('conditional', 'new', { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
    expect(await refusal(put('absent', 'new', { IfMatch: etag }))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
    await put('conditional', 'data', { IfMatch: etag });
  });
});

describe('checksums', () => {
  it.each([
    ['CRC32', 'rfPzYw=='],
    ['CRC32C', 'MPGwvQ=='],
    ['SHA1', 'oXyckS1ISLIfY0PQjBpJTz6k4nA='],
    ['SHA256', 'Om6weQ85rIfJTzhW0sJXREaunMGoYhEWzYZKqt4oYOc='],
  ])('%s are verified, kept and shown when asked for', async (algorithm) => {
    const member = `Checksum${algorithm}` as const;
    const written = await put('sum', 'data', { ChecksumAlgorithm: algorithm as 'CRC32' });
    const sum = (written as unknown as Record<string, string>)[member] ?? '';
    expect(sum).not.toBe('');
    expect(await head('sum')).not.toHaveProperty(member, sum);
    const shown = await cloud.s3.send(new HeadObjectCommand({ Bucket, Key: 'sum', ChecksumMode: 'ENABLED' }));
    expect(shown).toMatchObject({ [member]: sum, ChecksumType: 'FULL_OBJECT' });
    const wrong = put('sum', 'other', { [member]: sum });
    expect(await refusal(wrong)).toMatchObject({
      name: 'BadDigest',
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  });

  it('are CRC64NVME when the sender gives none', async () => {
    const plain = new S3Client({
      ...cloud.aws.client,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    const written = await plain.send(new PutObjectCommand({ Bucket, Key: 'plain-sum', Body: '123456789' }));
    // The check value of CRC-64/NVME: 0xAE8B14860A799888.
    expect(written.ChecksumCRC64NVME).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'));
    const md5 = new PutObjectCommand({
      Bucket,
      Key: 'plain-sum',
      Body: 'other',
      ContentMD5: 'jXd/OF09/siBXSD3SWAm3A==',
    });
    expect(await refusal(plain.send(md5))).toMatchObject({ name: 'BadDigest' });
    plain.destroy();
  });
});

describe('copies', () => {
  const copy = (Key: string, CopySource: string, rest: object = {}) =>
    cloud.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...rest }));
  beforeAll(() => put('source file', 'data', { ContentType: 'text/plain', Metadata: { a: '1' } }));

  it('carry the metadata along, or replace it', async () => {
    const { CopyObjectResult } = await copy('copied', `${Bucket}/source%20file`);
    expect(CopyObjectResult).toMatchObject({
      ETag: '"8d777f385d3dfec8815d20f7496026dc"',
      ChecksumCRC32: 'rfPzYw==',
    });
    expect(await head('copied')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
    await copy('copied', `/${Bucket}/source%20file`, { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect((await head('copied')).Metadata).toEqual({ b: '2' });
  });

  it('refuse a source that is missing, has changed, or is the target', async () => {
    expect(await refusal(copy('x', `${Bucket}/absent`))).toMatchObject({ name: 'NoSuchKey' });
    expect(await refusal(copy('x', `${Bucket}/source%20file`, { CopySourceIfMatch: '"no"' }))).toMatchObject({
      Condition: 'x-amz-copy-source-If-Match',
      status: 412,
    });
    expect(await refusal(copy('source file', `${Bucket}/source%20file`))).toMatchObject({
      name: 'InvalidRequest',
    });
  });
});
