import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AwsError, type Call, type Operation, operation } from '../service.ts';
import { type Access, canonicalId, type OfObject } from './access.ts';
import {
  type Checksum,
  type ChecksumInput,
  checksumMembers,
  givenChecksums,
  isChecksumAlgorithm,
  md5,
  verifiedChecksum,
} from './checksums.ts';
import { checkWrite, type WriteConditions } from './conditions.ts';
import { invalidArgument, refuseUnbuilt } from './errors.ts';
import { assemble, type CompletedPart, noSuchUpload } from './multipart.ts';
import { checkKey, checkMetadata, headersOf, type WrittenObject, writtenObject } from './object-io.ts';
import { type Bucket, type Part, type Upload, wholeSeconds } from './store.ts';
import { refuseUnbuiltWrite, type WriteOptions } from './unbuilt.ts';

interface CreateInput extends OfObject, WriteOptions, WrittenObject {
  readonly ChecksumAlgorithm?: string;
  readonly ChecksumType?: string;
}

interface OfUpload extends OfObject {
  readonly UploadId: string;
}

interface UploadPartInput extends OfUpload, ChecksumInput {
  readonly Body?: Uint8Array;
  readonly PartNumber: number;
}

interface CompleteInput extends OfUpload, ChecksumInput, WriteConditions {
  readonly MultipartUpload?: { readonly Parts?: readonly CompletedPart[] };
  readonly MpuObjectSize?: number | string;
}

interface ListPartsInput extends OfUpload {
  readonly MaxParts?: number;
  readonly PartNumberMarker?: string;
}

const maxParts = 1000;

export function multipartOperations(access: Access, clock: Clock, origin: string): Record<string, Operation> {
  const asks =
    (action: string) =>
    ({ Bucket, Key }: OfObject) => [access.askObject(action, Bucket, Key)];
  const uploadOf = (input: OfUpload): { readonly bucket: Bucket; readonly upload: Upload } => {
    refuseUnbuilt(input, [
      'SSECustomerAlgorithm',
      'SSECustomerKey',
      'SSECustomerKeyMD5',
      'IfMatchInitiatedTime',
    ]);
    const bucket = access.bucket(input);
    const upload = bucket.uploads.get(input.UploadId);
    if (upload === undefined || upload.key !== input.Key) throw noSuchUpload(input.UploadId);
    return { bucket, upload };
  };

  return {
    CreateMultipartUpload: operation<CreateInput, object>({
      authorize: asks('PutObject'),
      run(input, call) {
        const upload = createUpload(input, call);
        access.bucket(input).uploads.set(upload.id, upload);
        return {
          Bucket: input.Bucket,
          Key: input.Key,
          UploadId: upload.id,
          ServerSideEncryption: 'AES256',
          ...(input.ChecksumAlgorithm !== undefined && {
            ChecksumAlgorithm: upload.algorithm,
            ChecksumType: upload.checksumType,
          }),
        };
      },
    }),
    UploadPart: operation<UploadPartInput, object>({
      authorize: asks('PutObject'),
      run(input) {
        const { upload } = uploadOf(input);
        const { PartNumber: number, Body: body = new Uint8Array() } = input;
        if (number < 1 || number > 10_000) {
          throw invalidArgument(
            'Part number must be an integer between 1 and 10000, inclusive',
            'partNumber',
            number,
          );
        }
        const checksum = verifiedChecksum(body, input, upload.algorithm);
        const etag = `"${md5(body).toString('hex')}"`;
        upload.parts.set(number, { number, body, etag, lastModified: wholeSeconds(clock.now()), checksum });
        const { ChecksumType: _, ...members } = writtenObject(etag, checksum);
        return members;
      },
    }),
    CompleteMultipartUpload: operation<CompleteInput, object>({
      authorize: asks('PutObject'),
      run(input) {
        const { bucket, upload } = uploadOf(input);
        const { key, headers, metadata } = upload;
        checkWrite(bucket.objects.get(key), key, input);
        const { body, etag, checksum } = assemble(upload, input.MultipartUpload?.Parts ?? []);
        checkWhole(body, checksum, input);
        bucket.objects.set(key, {
          key,
          body,
          etag,
          lastModified: wholeSeconds(clock.now()),
          headers,
          metadata,
          checksum,
        });
        bucket.uploads.delete(upload.id);
        return {
          Location: `${origin}/${bucket.name}/${encodeURI(key)}`,
          Bucket: bucket.name,
          Key: key,
          ...writtenObject(etag, checksum),
        };
      },
    }),
    AbortMultipartUpload: operation<OfUpload, object>({
      authorize: asks('AbortMultipartUpload'),
      run(input) {
        const { bucket, upload } = uploadOf(input);
        bucket.uploads.delete(upload.id);
        return {};
      },
    }),
    ListParts: operation<ListPartsInput, object>({
      authorize: asks('ListMultipartUploadParts'),
      run(input) {
        const { bucket, upload } = uploadOf(input);
        return listParts(bucket, upload, input);
      },
    }),
  };
}

function createUpload(input: CreateInput, call: Call): Upload {
  refuseUnbuiltWrite(input);
  checkKey(input.Key);
  checkMetadata(input.Metadata ?? {});
  const algorithm =
    input.ChecksumAlgorithm !== undefined && isChecksumAlgorithm(input.ChecksumAlgorithm)
      ? input.ChecksumAlgorithm
      : 'CRC64NVME';
  return {
    id: randomBytes(48).toString('base64url'),
    key: input.Key,
    initiator: call.caller.arn,
    headers: headersOf(input),
    metadata: input.Metadata ?? {},
    algorithm,
    checksumType: checksumType(algorithm, input.ChecksumType),
    parts: new Map(),
  };
}

/** The 64-bit checksum is always of the whole, the hashes never are, and the others are as one wishes. */
function checksumType(algorithm: Checksum['algorithm'], wanted: string | undefined): Checksum['type'] {
  const allowed =
    algorithm === 'CRC64NVME'
      ? ['FULL_OBJECT']
      : algorithm.startsWith('SHA')
        ? ['COMPOSITE']
        : ['COMPOSITE', 'FULL_OBJECT'];
  const type = wanted ?? allowed[0];
  if (type === undefined || !allowed.includes(type)) {
    const words = `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`;
    throw new AwsError('InvalidRequest', words);
  }
  return type === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT';
}

/** What the sender says of the whole object must be so. */
function checkWhole(body: Uint8Array, checksum: Checksum, input: CompleteInput): void {
  if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== body.byteLength) {
    const words = `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${body.byteLength}`;
    throw new AwsError('InvalidRequest', words);
  }
  for (const [algorithm, value] of givenChecksums(input)) {
    const same =
      algorithm === checksum.algorithm && value.replace(/-\d+$/, '') === checksum.value.replace(/-\d+$/, '');
    if (!same) {
      throw new AwsError(
        'BadDigest',
        `The ${algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
}

function listParts(bucket: Bucket, upload: Upload, input: ListPartsInput): object {
  const max = Math.min(input.MaxParts ?? maxParts, maxParts);
  const after = Number(input.PartNumberMarker ?? 0);
  const all = [...upload.parts.values()]
    .filter(({ number }) => number > after)
    .sort((a, b) => a.number - b.number);
  const page = all.slice(0, max);
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: max,
    IsTruncated: all.length > page.length,
    ...(page.length > 0 && { Parts: page.map(shownPart) }),
    Initiator: { ID: upload.initiator },
    Owner: { ID: canonicalId(bucket.accountId) },
    StorageClass: 'STANDARD',
    ChecksumAlgorithm: upload.algorithm,
    ChecksumType: upload.checksumType,
  };
}

function shownPart({ number, lastModified, etag, body, checksum }: Part): object {
  const { ChecksumType: _, ...members } = checksumMembers(checksum);
  return {
    PartNumber: number,
    LastModified: new Date(lastModified),
    ETag: etag,
    Size: body.byteLength,
    ...members,
  };
}
