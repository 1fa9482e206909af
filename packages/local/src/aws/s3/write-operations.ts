import type { Clock } from '../../clock.ts';
import { type Kernel, type Operation, operation } from '../service.ts';
import type { Access, OfBucket, OfObject } from './access.ts';
import { type ChecksumInput, isChecksumAlgorithm, md5, verifiedChecksum } from './checksums.ts';
import { checkWrite, type WriteConditions } from './conditions.ts';
import { notBuilt, refuseUnbuilt } from './errors.ts';
import { malformedXml } from './multipart.ts';
import { checkKey, checkMetadata, headersOf, type WrittenObject, writtenObject } from './object-io.ts';
import { wholeSeconds } from './store.ts';
import { refuseUnbuiltWrite, refuseVersion, type WriteOptions } from './unbuilt.ts';

interface PutObjectInput extends OfObject, ChecksumInput, WriteConditions, WriteOptions, WrittenObject {
  readonly Body?: Uint8Array;
  readonly ChecksumAlgorithm?: string;
}

interface DeleteObjectInput extends OfObject {
  readonly VersionId?: string;
}

interface DeleteObjectsInput extends OfBucket {
  readonly Delete: {
    readonly Objects: readonly { readonly Key: string; readonly VersionId?: string }[];
    readonly Quiet?: boolean;
  };
}

const maxDeletes = 1000;
const conditionalDelete = [
  'IfMatch',
  'IfMatchLastModifiedTime',
  'IfMatchSize',
  'MFA',
  'BypassGovernanceRetention',
];

export function writeOperations(access: Access, kernel: Kernel, clock: Clock): Record<string, Operation> {
  return {
    PutObject: operation<PutObjectInput, object>({
      authorize: ({ Bucket, Key }) => [access.askObject('PutObject', Bucket, Key)],
      run(input) {
        const { Key: key, Body: body = new Uint8Array(), Metadata: metadata = {}, ChecksumAlgorithm } = input;
        refuseUnbuiltWrite(input);
        const bucket = access.bucket(input);
        checkKey(key);
        checkMetadata(metadata);
        checkWrite(bucket.objects.get(key), key, input);
        const wanted =
          ChecksumAlgorithm !== undefined && isChecksumAlgorithm(ChecksumAlgorithm)
            ? ChecksumAlgorithm
            : undefined;
        const checksum = verifiedChecksum(body, input, wanted);
        const etag = `"${md5(body).toString('hex')}"`;
        bucket.objects.set(key, {
          key,
          body,
          etag,
          lastModified: wholeSeconds(clock.now()),
          headers: headersOf(input),
          metadata,
          checksum,
        });
        return writtenObject(etag, checksum);
      },
    }),
    DeleteObject: operation<DeleteObjectInput, object>({
      authorize: ({ Bucket, Key }) => [access.askObject('DeleteObject', Bucket, Key)],
      run(input) {
        refuseUnbuilt(input, conditionalDelete);
        refuseVersion(input.VersionId);
        access.bucket(input).objects.delete(input.Key);
        return {};
      },
    }),
    DeleteObjects: operation<DeleteObjectsInput, object>({
      // Each key is asked about by itself, and a refused one does not keep the others.
      authorize: () => [],
      run(input, call) {
        const { Objects: objects, Quiet: quiet = false } = input.Delete;
        refuseUnbuilt(input, conditionalDelete);
        const bucket = access.bucket(input);
        if (objects.length === 0 || objects.length > maxDeletes) throw malformedXml();
        const Deleted: object[] = [];
        const Errors: object[] = [];
        for (const { Key, VersionId, ...conditions } of objects) {
          if (VersionId !== undefined && VersionId !== 'null') throw notBuilt('versions');
          refuseUnbuilt(conditions, ['ETag', 'LastModifiedTime', 'Size']);
          const answer = kernel.decide(call.caller, 's3', access.askObject('DeleteObject', bucket.name, Key));
          if (answer.allowed) {
            bucket.objects.delete(Key);
            Deleted.push({ Key });
          } else {
            Errors.push({ Key, Code: 'AccessDenied', Message: answer.refusal });
          }
        }
        return { ...(!quiet && Deleted.length > 0 && { Deleted }), ...(Errors.length > 0 && { Errors }) };
      },
    }),
  };
}
