import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { crc32Bytes, crc32cBytes, crc64nvmeBytes } from './crc.ts';

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

/** A checksum of an object or a part, in base64; a composite one is made of the checksums of parts. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** The members an input may bring a checksum in. */
export interface ChecksumInput {
  readonly ContentMD5?: string;
  readonly ChecksumCRC32?: string;
  readonly ChecksumCRC32C?: string;
  readonly ChecksumCRC64NVME?: string;
  readonly ChecksumSHA1?: string;
  readonly ChecksumSHA256?: string;
}

const algorithms = {
  CRC32: crc32Bytes,
  CRC32C: crc32cBytes,
  CRC64NVME: crc64nvmeBytes,
  SHA1: (body: Uint8Array) => createHash('sha1').update(body).digest(),
  SHA256: (body: Uint8Array) => createHash('sha256').update(body).digest(),
} as const;

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(algorithms, name);
}

export function digest(algorithm: ChecksumAlgorithm, body: Uint8Array): string {
  return algorithms[algorithm](body).toString('base64');
}

export function md5(body: Uint8Array): Buffer {
  return createHash('md5').update(body).digest();
}

/**
 * Checks a body against what its sender says of it and answers the checksum to keep: the sender's, or CRC64NVME.
 *
 * Throws InvalidDigest, BadDigest or InvalidRequest.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export function verifiedChecksum(
  body: Uint8Array,
  input: ChecksumInput,
  fallback: ChecksumAlgorithm = 'CRC64NVME',
): Checksum {
  checkMd5(body, input.ContentMD5);
  const given = givenChecksums(input);
  if (given.length > 1) {
    throw new AwsError(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [only] = given;
  if (only === undefined) return { algorithm: fallback, value: digest(fallback, body), type: 'FULL_OBJECT' };
  const [algorithm, value] = only;
  const calculated = algorithms[algorithm](body);
  if (Buffer.from(value, 'base64').length !== calculated.length) {
    const header = `x-amz-checksum-${algorithm.toLowerCase()}`;
    throw new AwsError('InvalidRequest', `Value for ${header} header is invalid.`);
  }
  if (calculated.toString('base64') !== value) {
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

export function givenChecksums(input: ChecksumInput): readonly (readonly [ChecksumAlgorithm, string])[] {
  const found: (readonly [ChecksumAlgorithm, string])[] = [];
  for (const name of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
    const value = input[`Checksum${name}`];
    if (value !== undefined) found.push([name, value]);
  }
  return found;
}

/** The checksum of an upload from those of its parts: `<digest of the digests>-<number of parts>`. */
export function compositeChecksum(parts: readonly Checksum[], algorithm: ChecksumAlgorithm): Checksum {
  const all = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')));
  return { algorithm, value: `${digest(algorithm, all)}-${parts.length}`, type: 'COMPOSITE' };
}

/** The members an output shows a checksum in. */
export function checksumMembers({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [`Checksum${algorithm}`]: value, ChecksumType: type };
}

function checkMd5(body: Uint8Array, given: string | undefined): void {
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16) {
    const members = { 'Content-MD5': given };
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, members);
  }
  const calculated = md5(body);
  if (calculated.toString('base64') !== given) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      ExpectedDigest: Buffer.from(given, 'base64').toString('hex'),
      CalculatedDigest: calculated.toString('base64'),
    });
  }
}
