import { AwsError } from '../service.ts';
import { type Checksum, compositeChecksum, digest, md5 } from './checksums.ts';
import type { Part, Upload } from './store.ts';

export interface CompletedPart {
  readonly PartNumber?: number;
  readonly ETag?: string;
}

const minimumPart = 5 * 1024 * 1024;

/** What an upload becomes when its parts are put together. */
export interface Assembled {
  readonly body: Uint8Array;
  /** The MD5 of the parts' MD5s, and their number. */
  readonly etag: string;
  readonly checksum: Checksum;
}

/**
 * Puts the listed parts together. Throws MalformedXML, InvalidPartOrder, InvalidPart or EntityTooSmall.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export function assemble(upload: Upload, listed: readonly CompletedPart[]): Assembled {
  const parts = checkedParts(upload, listed);
  const body = Buffer.concat(parts.map((part) => part.body));
  const tags = Buffer.concat(parts.map((part) => md5(part.body)));
  return {
    body,
    etag: `"${md5(tags).toString('hex')}-${parts.length}"`,
    checksum:
      upload.checksumType === 'COMPOSITE'
        ? compositeChecksum(
            parts.map((part) => partChecksum(part, upload.algorithm)),
            upload.algorithm,
          )
        : { algorithm: upload.algorithm, value: digest(upload.algorithm, body), type: 'FULL_OBJECT' },
  };
}

export function noSuchUpload(id: string): AwsError {
  const words =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new AwsError('NoSuchUpload', words, 404, { UploadId: id });
}

export function malformedXml(): AwsError {
  const words = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', words);
}

function checkedParts(upload: Upload, listed: readonly CompletedPart[]): readonly Part[] {
  if (listed.length === 0) throw malformedXml();
  let previous = 0;
  const parts = listed.map(({ PartNumber: number, ETag: etag }) => {
    if (number === undefined || etag === undefined) throw malformedXml();
    if (number <= previous) {
      const words = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
      throw new AwsError('InvalidPartOrder', words, 400, { UploadId: upload.id });
    }
    previous = number;
    const part = upload.parts.get(number);
    if (part === undefined || bare(part.etag) !== bare(etag)) {
      const words =
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
      const members = { ETag: bare(etag), PartNumber: number, UploadId: upload.id };
      throw new AwsError('InvalidPart', words, 400, members);
    }
    return part;
  });
  const small = parts.slice(0, -1).find(({ body }) => body.byteLength < minimumPart);
  if (small !== undefined) {
    throw new AwsError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      400,
      {
        ETag: bare(small.etag),
        MinSizeAllowed: minimumPart,
        PartNumber: small.number,
        ProposedSize: small.body.byteLength,
      },
    );
  }
  return parts;
}

function partChecksum(part: Part, algorithm: Checksum['algorithm']): Checksum {
  if (part.checksum.algorithm === algorithm) return part.checksum;
  return { algorithm, value: digest(algorithm, part.body), type: 'FULL_OBJECT' };
}

function bare(etag: string): string {
  return etag.replace(/^"|"$/g, '');
}
