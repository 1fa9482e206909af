import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listKeys } from '../../../src/aws/s3/list.ts';
import { type Cloud, refusal, startCloud } from './support.ts';

const Bucket = 'listing';
const keys = ['a.txt', 'dir/one', 'dir/sub/two', 'dir/three', 'other/x', 'ü & <b>', 'z'];
let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys) await cloud.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterAll(() => cloud.close());

type Wish = Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]>;
const list = (wish: Wish = {}) => cloud.s3.send(new ListObjectsV2Command({ Bucket, ...wish }));
const names = (entries: readonly { readonly Key?: string | undefined }[] | undefined) =>
  (entries ?? []).map(({ Key }) => Key);

describe('listings', () => {
  it('show all keys in the order of their bytes', async () => {
    const answer = await list();
    expect(names(answer.Contents)).toEqual([
      'a.txt',
      'dir/one',
      'dir/sub/two',
      'dir/three',
      'other/x',
      'z',
      'ü & <b>',
    ]);
    expect(answer).toMatchObject({
      Name: Bucket,
      Prefix: '',
      KeyCount: 7,
      MaxKeys: 1000,
      IsTruncated: false,
    });
    expect(answer.Contents?.[0]).toMatchObject({
      Size: 5,
      StorageClass: 'STANDARD',
      ETag: expect.stringMatching(/^".*"$/),
    });
    expect(answer.Contents?.[0]).not.toHaveProperty('Owner');
  });

  it('roll keys up at a delimiter', async () => {
    const top = await list({ Delimiter: '/' });
    expect(names(top.Contents)).toEqual(['a.txt', 'z', 'ü & <b>']);
    expect(top.CommonPrefixes).toEqual([{ Prefix: 'dir/' }, { Prefix: 'other/' }]);
    const inner = await list({ Delimiter: '/', Prefix: 'dir/' });
    expect(names(inner.Contents)).toEqual(['dir/one', 'dir/three']);
    expect(inner.CommonPrefixes).toEqual([{ Prefix: 'dir/sub/' }]);
  });

  it('go on where they stopped', async () => {
    const seen: unknown[] = [];
    let ContinuationToken: string | undefined;
    do {
      const answer = await list({ MaxKeys: 2, Delimiter: '/', ContinuationToken });
      seen.push(...names(answer.Contents), ...(answer.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      ContinuationToken = answer.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(new Set(seen)).toEqual(new Set(['a.txt', 'dir/', 'other/', 'z', 'ü & <b>']));
    expect(seen).toHaveLength(5);
    expect(await refusal(list({ ContinuationToken: '!' }))).toMatchObject({
      name: 'InvalidArgument',
      message: 'The continuation token provided is incorrect',
    });
  });

  it('encode keys for those who ask', async () => {
    const answer = await list({ EncodingType: 'url', Prefix: 'ü' });
    expect(names(answer.Contents)).toEqual(['%C3%BC+%26+%3Cb%3E']);
  });

  it('have an older form with markers and owners', async () => {
    const first = await cloud.s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: '/' }));
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'dir/' });
    const rest = await cloud.s3.send(
      new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: first.NextMarker }),
    );
    expect(rest.CommonPrefixes).toEqual([{ Prefix: 'other/' }]);
    expect(rest.Contents?.[0]).toMatchObject({ Key: 'z', Owner: { ID: expect.any(String) } });
  });

  it('of any keys, by pages of any size, are complete, in order and without repetition', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', 'b', '/', 'é', '\u{1F600}', '\uFFFD'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 20 }),
        fc.constantFrom('', 'a', 'b/'),
        fc.constantFrom('', '/', 'ab'),
        fc.integer({ min: 1, max: 5 }),
        (all, prefix, delimiter, max) => {
          const found: string[] = [];
          let after = '';
          for (;;) {
            const page = listKeys(all, { prefix, delimiter, after, max });
            const entries = [...page.keys, ...page.prefixes].sort((a, b) =>
              Buffer.compare(Buffer.from(a), Buffer.from(b)),
            );
            expect(entries.length).toBeLessThanOrEqual(max);
            found.push(...entries);
            if (page.next === undefined) break;
            expect(page.next).toBe(entries.at(-1));
            after = page.next;
          }
          const wanted = new Set(
            all
              .filter((one) => one.startsWith(prefix))
              .map((one) => {
                const at = delimiter === '' ? -1 : one.indexOf(delimiter, prefix.length);
                return at < 0 ? one : one.slice(0, at + delimiter.length);
              }),
          );
          expect(found).toEqual([...wanted].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
        },
      ),
    );
  });
});
