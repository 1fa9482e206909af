import type { Clock } from '../../clock.ts';
import type { Kernel, Service } from '../service.ts';
import { createAccess } from './access.ts';
import { bucketOperations } from './bucket-operations.ts';
import { copyOperations } from './copy-operations.ts';
import { listOperations } from './list-operations.ts';
import { multipartOperations } from './multipart-operations.ts';
import { policyOperations } from './policy-operations.ts';
import { readOperations } from './read-operations.ts';
import type { S3Store } from './store.ts';
import { writeOperations } from './write-operations.ts';

export interface S3Options {
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** Origin of the locations that uploads are told; absent: `https://s3.<region>.amazonaws.com`. */
  readonly origin?: string;
}

/**
 * S3 with general purpose buckets in memory: objects, ranges, conditions, checksums, listings, copies, uploads
 * in parts, bucket policies. GetObject of a range sets ContentRange, which makes the answer 206; an object
 * that is not modified is an AwsError with status 304.
 *
 * Versions, ACLs, KMS, tags, storage classes, object lock and notifications are refused: ACLs with
 * `AccessControlListNotSupported`, the rest with `NotImplemented`.
 *
 * @example
 * const s3 = createS3({ kernel, clock, origin: 'http://127.0.0.1:4566' });
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 */
export function createS3({ kernel, clock, ...options }: S3Options): Service {
  const origin = options.origin ?? `https://s3.${kernel.region}.amazonaws.com`;
  const store: S3Store = new Map();
  const access = createAccess(store, kernel);
  return {
    table: 's3',
    operations: {
      ...bucketOperations(store, access, clock),
      ...policyOperations(access),
      ...readOperations(store, access),
      ...writeOperations(access, kernel, clock),
      ...copyOperations(access, clock),
      ...listOperations(access),
      ...multipartOperations(access, clock, origin),
    },
  };
}
