import type { Cloud } from './cloud.ts';
import { DeployError } from './error.ts';

/** A bucket for what does not fit into requests. */
export interface DeployBucket {
  readonly name: string;
  /** The account that must own it; undefined for a bucket that the user named. */
  readonly owner?: string;
}

/** The name of the bucket that this tool makes: one for each account and region. */
export function ownBucketName(accountId: string, region: string): string {
  return `wayleave-deploy-${accountId}-${region}`;
}

/**
 * The bucket to put things into: the named one, or the tool's own, which is made on request.
 * Rejects with {@link DeployError} `NoBucket` or `BucketUnusable`.
 */
export async function deployBucket(
  cloud: Cloud,
  { named, create }: { readonly named?: string; readonly create: boolean },
): Promise<DeployBucket> {
  const { storage, region } = cloud;
  if (named !== undefined) {
    const found = await storage.bucket(named, undefined).catch((cause: unknown) => {
      throw unusable(named, 'it may not be read, or is in another region', cause);
    });
    if (found === undefined) {
      throw new DeployError(
        'NoBucket',
        `There is no bucket ${named}.`,
        'Name one that there is, or use --create-bucket.',
      );
    }
    checkRegion(named, found.region, region);
    return { name: named };
  }
  const owner = await cloud.accountId();
  const name = ownBucketName(owner, region);
  const found = await storage.bucket(name, owner).catch((cause: unknown) => {
    throw unusable(name, 'it is of another account, or may not be read', cause);
  });
  if (found === undefined) {
    if (!create) {
      throw new DeployError(
        'NoBucket',
        `Code, nested templates and large templates go through a bucket, and there is no ${name} yet.`,
        'Let it be made with --create-bucket, or name one with --bucket.',
      );
    }
    await storage.createBucket(name);
  }
  return { name, owner };
}

function checkRegion(name: string, actual: string | undefined, region: string): void {
  if (actual === undefined || actual === region) return;
  throw unusable(name, `it is in ${actual}, and the stack in ${region}`);
}

function unusable(name: string, why: string, cause?: unknown): DeployError {
  return new DeployError(
    'BucketUnusable',
    `Bucket ${name} cannot be used: ${why}.`,
    'Name another one with --bucket.',
    {
      cause,
    },
  );
}

/** Puts an object where there is none of this key: the key names the content. Says whether it had to. */
export async function putOnce(
  { storage }: Cloud,
  { name, owner }: DeployBucket,
  key: string,
  body: Uint8Array | string,
  type: string,
): Promise<boolean> {
  if (await storage.hasObject(name, key, owner)) return false;
  await storage.putObject(name, key, body, type, owner);
  return true;
}
