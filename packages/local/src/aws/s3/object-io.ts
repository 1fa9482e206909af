import { AwsError } from '../service.ts';
import { type Checksum, checksumMembers } from './checksums.ts';
import type { ObjectHeaders, StoredObject } from './store.ts';

export interface WrittenObject extends ObjectHeaders {
  readonly Metadata?: Readonly<Record<string, string>>;
}

const maxKey = 1024;
const maxMetadata = 2048;

/** The headers of an object among the members of an input. */
export function headersOf(input: WrittenObject): ObjectHeaders {
  const { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Expires } = input;
  // The signing layer of uploads in chunks is no encoding of the object.
  const encoding = ContentEncoding?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked')
    .join(',');
  return {
    ContentType: ContentType ?? 'binary/octet-stream',
    ...(CacheControl !== undefined && { CacheControl }),
    ...(ContentDisposition !== undefined && { ContentDisposition }),
    ...(encoding !== undefined && encoding !== '' && { ContentEncoding: encoding }),
    ...(ContentLanguage !== undefined && { ContentLanguage }),
    ...(Expires !== undefined && { Expires }),
  };
}

export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > maxKey) {
    throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
      Size: size,
      MaxSizeAllowed: maxKey,
    });
  }
}

export function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > maxMetadata) {
    const words = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new AwsError('MetadataTooLarge', words, 400, { Size: size, MaxSizeAllowed: maxMetadata });
  }
}

/** What GetObject and HeadObject say of an object, its body aside. */
export function shownObject(object: StoredObject, withChecksum: boolean): Record<string, unknown> {
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(object.lastModified),
    ContentLength: object.body.byteLength,
    ETag: object.etag,
    ...object.headers,
    Metadata: object.metadata,
    ServerSideEncryption: 'AES256',
    ...(withChecksum && checksumMembers(object.checksum)),
  };
}

/** What a write answers. */
export function writtenObject(etag: string, checksum: Checksum): Record<string, unknown> {
  return { ETag: etag, ServerSideEncryption: 'AES256', ...checksumMembers(checksum) };
}
