import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, refusal, startCloud } from './support.ts';

const Bucket = 'uploads';
const Key = 'dir/clip.mp4';
const big = Buffer.alloc(5 * 1024 * 1024, 'a');
let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => cloud.close());

const begin = async (rest: { readonly ChecksumAlgorithm?: 'CRC32' } = {}) => {
  const input = { Bucket, Key, ContentType: 'video/mp4', Metadata: { a: '1' }, ...rest };
  return (await cloud.s3.send(new CreateMultipartUploadCommand(input))).UploadId ?? '';
};
const part = async (UploadId: string, PartNumber: number, Body: Uint8Array | string) => {
  const answer = await cloud.s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag: answer.ETag ?? '', ChecksumCRC32: answer.ChecksumCRC32 };
};
const complete = (UploadId: string, Parts: { PartNumber: number; ETag: string }[], rest: object = {}) =>
  cloud.s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...rest }),
  );
const md5 = (data: Uint8Array) => createHash('md5').update(data).digest();

describe('uploads in parts', () => {
  it('become one object with a composite entity tag and checksum', async () => {
    const UploadId = await begin({ ChecksumAlgorithm: 'CRC32' });
    const parts = [await part(UploadId, 1, big), await part(UploadId, 3, 'tail')];
    const listed = await cloud.s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts).toMatchObject([
      { PartNumber: 1, Size: big.length, ETag: parts[0]?.ETag },
      { PartNumber: 3, Size: 4 },
    ]);
    const done = await complete(UploadId, parts);
    const tag = md5(Buffer.concat([md5(big), md5(Buffer.from('tail'))])).toString('hex');
    expect(done).toMatchObject({
      Bucket,
      Key,
      ETag: `"${tag}-2"`,
      Location: `${cloud.aws.origin}/${Bucket}/${Key}`,
      ChecksumType: 'COMPOSITE',
      ChecksumCRC32: expect.stringMatching(/-2$/),
    });
    const read = await cloud.s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=-6' }));
    expect(await read.Body?.transformToString()).toBe('aatail');
    expect(read).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: '1' } });
    expect(await refusal(complete(UploadId, parts))).toMatchObject({ name: 'NoSuchUpload', status: 404 });
  });

  it('refuse parts that are missing, out of order or too small', async () => {
    const UploadId = await begin();
    const first = await part(UploadId, 1, 'small');
    const second = await part(UploadId, 2, 'last');
    expect(await refusal(complete(UploadId, [first, { PartNumber: 3, ETag: second.ETag }]))).toMatchObject({
      name: 'InvalidPart',
      PartNumber: '3',
    });
    expect(await refusal(complete(UploadId, [second, first]))).toMatchObject({ name: 'InvalidPartOrder' });
    expect(await refusal(complete(UploadId, [first, second]))).toMatchObject({
      name: 'EntityTooSmall',
      message: 'Your proposed upload is smaller than the minimum allowed size',
      MinSizeAllowed: '5242880',
      ProposedSize: '5',
      PartNumber: '1',
    });
    expect(await refusal(part(UploadId, 10_001, 'x'))).toMatchObject({
      name: 'InvalidArgument',
      message: 'Part number must be an integer between 1 and 10000, inclusive',
    });
    // Nobody chose a checksum, so that the whole has the one that all objects have.
    expect(await complete(UploadId, [first])).toMatchObject({
      ChecksumType: 'FULL_OBJECT',
      ChecksumCRC64NVME: expect.any(String),
    });
  });

  it('leave nothing behind when they are aborted', async () => {
    const UploadId = await begin();
    await part(UploadId, 1, 'x');
    await cloud.s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await refusal(part(UploadId, 2, 'x'))).toMatchObject({
      name: 'NoSuchUpload',
      message:
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    });
  });

  it('keep an object that is there when asked to', async () => {
    const UploadId = await begin();
    const only = await part(UploadId, 1, 'x');
    const before = await cloud.s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(await refusal(complete(UploadId, [only], { IfNoneMatch: '*' }))).toMatchObject({ status: 412 });
    expect((await cloud.s3.send(new HeadObjectCommand({ Bucket, Key }))).ETag).toBe(before.ETag);
  });
});
