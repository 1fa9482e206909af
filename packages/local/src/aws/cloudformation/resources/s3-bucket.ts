import { createOnly, optional, string } from './properties.ts';
import { resourceType, type Work } from './resource-type.ts';
import { AlreadyExistsError, found, unlessMissing } from './service-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const s3Bucket = resourceType({
  type: 'AWS::S3::Bucket',
  properties: { BucketName: createOnly(optional(string)) },
  unbuilt: [
    'AbacStatus',
    'AccelerateConfiguration',
    'AccessControl',
    'AnalyticsConfigurations',
    'BucketEncryption',
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
    'PublicAccessBlockConfiguration',
    'ReplicationConfiguration',
    'Tags',
    'VersioningConfiguration',
    'WebsiteConfiguration',
  ],
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  nameProperty: 'BucketName',

  async create({ BucketName }, work) {
    const Bucket = BucketName ?? work.generateName(63).toLowerCase();
    if (BucketName !== undefined) await refuseExisting(Bucket, work);
    await work.call('s3', 'CreateBucket', {
      Bucket,
      ...(work.region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: work.region } }),
    });
    work.created(Bucket);
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
