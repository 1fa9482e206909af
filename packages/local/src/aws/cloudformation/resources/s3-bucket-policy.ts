import { createOnly, document, required, string } from './properties.ts';
import { resourceType } from './resource-type.ts';
import { unlessMissing } from './service-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const s3BucketPolicy = resourceType({
  type: 'AWS::S3::BucketPolicy',
  properties: { Bucket: createOnly(required(string)), PolicyDocument: required(document) },

  async create({ Bucket, PolicyDocument: Policy }, work) {
    await work.call('s3', 'PutBucketPolicy', { Bucket, Policy });
    work.created(Bucket);
    return { physicalId: Bucket, attributes: {} };
  },

  async update(_resource, { Bucket, PolicyDocument: Policy }, _previous, work) {
    await work.call('s3', 'PutBucketPolicy', { Bucket, Policy });
    return undefined;
  },

  async delete({ physicalId: Bucket }, _input, work) {
    await unlessMissing(() => work.call('s3', 'DeleteBucketPolicy', { Bucket }));
  },
});
