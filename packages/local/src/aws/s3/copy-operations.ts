import type { Clock } from '../../clock.ts';
import { AwsError, type Operation, operation } from '../service.ts';
import type { Access, OfObject } from './access.ts';
import { type Checksum, checksumMembers, digest, isChecksumAlgorithm, md5 } from './checksums.ts';
import {
  type CopySourceConditions,
  checkCopySource,
  checkWrite,
  type WriteConditions,
} from './conditions.ts';
import { invalidArgument, notBuilt } from './errors.ts';
import { checkKey, checkMetadata, headersOf, type WrittenObject } from './object-io.ts';
import { type StoredObject, wholeSeconds } from './store.ts';
import { refuseUnbuiltWrite, type WriteOptions } from './unbuilt.ts';

interface CopyObjectInput
  extends OfObject,
    CopySourceConditions,
    WriteConditions,
    WriteOptions,
    WrittenObject {
  readonly CopySource: string;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
  readonly ChecksumAlgorithm?: string;
  readonly ExpectedSourceBucketOwner?: string;
}

export function copyOperations(access: Access, clock: Clock): Record<string, Operation> {
  return {
    CopyObject: operation<CopyObjectInput, object>({
      authorize({ Bucket, Key, CopySource }) {
        const from = sourceOf(CopySource);
        return [
          access.askObject('GetObject', from.Bucket, from.Key),
          access.askObject('PutObject', Bucket, Key),
        ];
      },
      run(input, call) {
        refuseUnbuiltWrite(input);
        if (input.TaggingDirective === 'REPLACE') throw notBuilt('TaggingDirective REPLACE');
        const target = access.bucket(input);
        const from = sourceOf(input.CopySource);
        const source = access.bucket({
          Bucket: from.Bucket,
          ...(input.ExpectedSourceBucketOwner !== undefined && {
            ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
          }),
        });
        const object = source.objects.get(from.Key);
        if (object === undefined) throw access.missing(call, source, from.Key);
        checkCopySource(object, input, clock.now());
        checkKey(input.Key);
        checkWrite(target.objects.get(input.Key), input.Key, input);
        const replace = input.MetadataDirective === 'REPLACE';
        if (!replace && source === target && from.Key === input.Key) throw illegalCopy();
        const metadata = replace ? (input.Metadata ?? {}) : object.metadata;
        checkMetadata(metadata);
        const copy: StoredObject = {
          ...object,
          key: input.Key,
          // A copy is written in one piece, whatever its source was.
          etag: `"${md5(object.body).toString('hex')}"`,
          lastModified: wholeSeconds(clock.now()),
          headers: replace ? headersOf(input) : object.headers,
          metadata,
          checksum: copiedChecksum(object, input.ChecksumAlgorithm),
        };
        target.objects.set(input.Key, copy);
        return {
          CopyObjectResult: {
            ETag: copy.etag,
            LastModified: new Date(copy.lastModified),
            ...checksumMembers(copy.checksum),
          },
          ServerSideEncryption: 'AES256',
        };
      },
    }),
  };
}

/** `bucket/key` or `/bucket/key`, percent-encoded. */
function sourceOf(text: string): { readonly Bucket: string; readonly Key: string } {
  const [path = '', query] = text.split('?', 2);
  if (query !== undefined && query !== 'versionId=null') throw notBuilt('versions');
  if (path.startsWith('arn:')) throw notBuilt('access points');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decode(path, text));
  if (match === null) throw invalidSource(text);
  const [, Bucket = '', Key = ''] = match;
  return { Bucket, Key };
}

function decode(path: string, text: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidSource(text);
  }
}

function invalidSource(text: string): AwsError {
  return invalidArgument(
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    'x-amz-copy-source',
    text,
  );
}

function illegalCopy(): AwsError {
  return new AwsError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function copiedChecksum({ body, checksum }: StoredObject, wanted: string | undefined): Checksum {
  const algorithm = wanted !== undefined && isChecksumAlgorithm(wanted) ? wanted : checksum.algorithm;
  if (algorithm === checksum.algorithm && checksum.type === 'FULL_OBJECT') return checksum;
  return { algorithm, value: digest(algorithm, body), type: 'FULL_OBJECT' };
}
