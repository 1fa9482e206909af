import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import type { StorageCalls } from '../cloud.ts';
import { once, type Settings } from './settings.ts';

/** S3 through the AWS SDK. Buckets of another address than AWS's own are found by path. */
export function storageCalls(
  settings: Settings,
  customEndpoint: string | undefined,
  abortSignal: AbortSignal,
  opened: (client: { destroy(): void }) => void,
): StorageCalls {
  const { region } = settings;
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client({ ...settings, forcePathStyle: customEndpoint !== undefined });
    opened(client);
    return { sdk, client };
  });
  const options = { abortSignal };
  const missing = (error: unknown) => statusOf(error) === 404;
  return {
    async bucket(Bucket, ExpectedBucketOwner) {
      const { sdk, client } = await load();
      try {
        const { BucketRegion } = await client.send(
          new sdk.HeadBucketCommand({ Bucket, ExpectedBucketOwner }),
          options,
        );
        return BucketRegion === undefined ? {} : { region: BucketRegion };
      } catch (error) {
        if (missing(error)) return undefined;
        throw error;
      }
    },
    async createBucket(Bucket) {
      const { sdk, client } = await load();
      // The oldest region is the only one that may not be named.
      const LocationConstraint = region as BucketLocationConstraint;
      await client.send(
        new sdk.CreateBucketCommand({
          Bucket,
          ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint } }),
        }),
        options,
      );
      await client.send(
        new sdk.PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        }),
        options,
      );
    },
    async hasObject(Bucket, Key, ExpectedBucketOwner) {
      const { sdk, client } = await load();
      try {
        await client.send(new sdk.HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner }), options);
        return true;
      } catch (error) {
        // Who may not list the bucket is told 403 for what is not there.
        if (missing(error) || statusOf(error) === 403) return false;
        throw error;
      }
    },
    async putObject(Bucket, Key, Body, ContentType, ExpectedBucketOwner) {
      const { sdk, client } = await load();
      await client.send(
        new sdk.PutObjectCommand({
          Bucket,
          Key,
          Body,
          ContentType,
          ExpectedBucketOwner,
          ServerSideEncryption: 'AES256',
        }),
        options,
      );
    },
    urlOf(bucket, key) {
      if (customEndpoint !== undefined) return `${customEndpoint.replace(/\/$/, '')}/${bucket}/${key}`;
      return `https://${bucket}.s3.${region}.${domainOf(region)}/${key}`;
    },
  };
}

/** https://docs.aws.amazon.com/general/latest/gr/s3.html */
export function domainOf(region: string): string {
  const [, domain] =
    [
      ['cn-', 'amazonaws.com.cn'],
      ['eusc-', 'amazonaws.eu'],
      ['us-iso-', 'c2s.ic.gov'],
      ['us-isob-', 'sc2s.sgov.gov'],
    ].find(([prefix = '']) => region.startsWith(prefix)) ?? [];
  return domain ?? 'amazonaws.com';
}

function statusOf(error: unknown): number | undefined {
  const { $metadata: metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return metadata?.httpStatusCode;
}
