import { createHash } from 'node:crypto';
import type { Ask, Call, Kernel } from '../service.ts';
import { accessDenied, noSuchBucket, noSuchKey, notFound } from './errors.ts';
import type { Bucket, S3Store } from './store.ts';

export interface OfBucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

export interface OfObject extends OfBucket {
  readonly Key: string;
}

/** Finds buckets and objects and asks about them. */
export interface Access {
  bucketArn(name: string): string;
  /** The bucket; throws NoSuchBucket, or AccessDenied when it is not of the account that the caller expects. */
  bucket(input: OfBucket): Bucket;
  askBucket(action: string, name: string, context?: Readonly<Record<string, string>>): Ask;
  askObject(action: string, name: string, key: string): Ask;
  /**
   * The error for a key that is not there: only who may list the bucket learns that. HEAD has no body and
   * hence a shorter error.
   */
  missing(call: Call, bucket: Bucket, key: string, method?: 'HEAD'): Error;
}

export function createAccess(store: S3Store, kernel: Kernel): Access {
  const bucketArn = (name: string): string => `arn:${kernel.partition}:s3:::${name}`;
  const ask = (action: string, name: string, resource: string, context?: Ask['context']): Ask => {
    const policy = store.get(name)?.policy?.policy;
    return {
      action: `s3:${action}`,
      resource,
      ...(context !== undefined && { context }),
      ...(policy !== undefined && { resourcePolicy: policy }),
    };
  };
  const access: Access = {
    bucketArn,
    bucket({ Bucket: name, ExpectedBucketOwner: owner }) {
      const bucket = store.get(name);
      if (bucket === undefined) throw noSuchBucket(name);
      if (owner !== undefined && owner !== bucket.accountId) throw accessDenied();
      return bucket;
    },
    askBucket: (action, name, context) => ask(action, name, bucketArn(name), context),
    askObject: (action, name, key) => ask(action, name, `${bucketArn(name)}/${key}`),
    missing(call, bucket, key, method) {
      const answer = kernel.decide(call.caller, 's3', access.askBucket('ListBucket', bucket.name));
      if (!answer.allowed) return accessDenied(answer.refusal);
      return method === 'HEAD' ? notFound() : noSuchKey(key);
    },
  };
  return access;
}

/** The canonical user id of an account: 64 hexadecimal digits, always the same. */
export function canonicalId(accountId: string): string {
  return createHash('sha256').update(`canonical user of ${accountId}`).digest('hex');
}
