import {
  boolean,
  createOnly,
  list,
  object,
  optional,
  PropertyError,
  required,
  string,
} from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { AlreadyExistsError, found, unlessMissing } from './service-error.ts';

const properties = {
  BucketName: createOnly(optional(string)),
  PublicAccessBlockConfiguration: optional(
    object({
      BlockPublicAcls: optional(boolean),
      IgnorePublicAcls: optional(boolean),
      BlockPublicPolicy: optional(boolean),
      RestrictPublicBuckets: optional(boolean),
    }),
  ),
  // Every bucket has this encryption; any other is refused.
  BucketEncryption: optional(
    object({
      ServerSideEncryptionConfiguration: required(
        list(
          object(
            { ServerSideEncryptionByDefault: required(object({ SSEAlgorithm: required(ownEncryption) })) },
            ['BucketKeyEnabled'],
          ),
        ),
      ),
    }),
  ),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const s3Bucket = resourceType({
  type: 'AWS::S3::Bucket',
  properties,
  unbuilt: [
    'AbacStatus',
    'AccelerateConfiguration',
    'AccessControl',
    'AnalyticsConfigurations',
    'BucketNamePrefix',
    'BucketNamespace',
    'CorsConfiguration',
    'IntelligentTieringConfigurations',
    'InventoryConfigurations',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'MetadataConfiguration',
    'MetadataTableConfiguration',
    'MetricsConfigurations',
    'NotificationConfiguration',
    'ObjectLockConfiguration',
    'ObjectLockEnabled',
    'OwnershipControls',
    'ReplicationConfiguration',
    'Tags',
    'VersioningConfiguration',
    'WebsiteConfiguration',
  ],
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  nameProperty: 'BucketName',

  async create({ BucketName, PublicAccessBlockConfiguration }, work) {
    const Bucket = BucketName ?? work.generateName(63).toLowerCase();
    if (BucketName !== undefined) await refuseExisting(Bucket, work);
    await work.call('s3', 'CreateBucket', {
      Bucket,
      ...(work.region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: work.region } }),
    });
    work.created(Bucket);
    if (PublicAccessBlockConfiguration !== undefined) {
      await work.call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration });
    }
    return {
      physicalId: Bucket,
      attributes: {
        Arn: `arn:${work.partition}:s3:::${Bucket}`,
        DomainName: `${Bucket}.s3.amazonaws.com`,
        DualStackDomainName: `${Bucket}.s3.dualstack.${work.region}.amazonaws.com`,
        RegionalDomainName: `${Bucket}.s3.${work.region}.amazonaws.com`,
        WebsiteURL: `http://${Bucket}.s3-website-${work.region}.amazonaws.com`,
      },
    };
  },

  async update({ physicalId: Bucket }, { PublicAccessBlockConfiguration }, previous, work) {
    if (sameText(PublicAccessBlockConfiguration, previous.PublicAccessBlockConfiguration)) return undefined;
    if (PublicAccessBlockConfiguration === undefined)
      await work.call('s3', 'DeletePublicAccessBlock', { Bucket });
    else await work.call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration });
    return undefined;
  },

  async delete({ physicalId: Bucket }, _input, work) {
    await unlessMissing(() => work.call('s3', 'DeleteBucket', { Bucket }));
  },
});

/** In us-east-1 the owner may create a bucket again, and a rollback would then delete it. */
async function refuseExisting(Bucket: string, work: Work): Promise<void> {
  if ((await found(() => work.call('s3', 'HeadBucket', { Bucket }))) !== undefined) {
    throw new AlreadyExistsError('AWS::S3::Bucket', Bucket);
  }
}

function ownEncryption(value: unknown, name: string): 'AES256' {
  if (value === 'AES256') return value;
  throw new PropertyError(
    `${name} ${String(value)} is not built in local CloudFormation; buckets have AES256.`,
  );
}

function sameText(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
