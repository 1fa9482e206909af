import { answer, type LiveReader, tagList } from './live-reader.ts';

export const liveBucket: LiveReader = async ({ physicalId: Bucket, expected }, work) => {
  if ((await answer(work, 's3', 'HeadBucket', { Bucket })) === undefined) return undefined;
  const block = await answer<{ PublicAccessBlockConfiguration: object }>(work, 's3', 'GetPublicAccessBlock', {
    Bucket,
  });
  return {
    BucketName: Bucket,
    PublicAccessBlockConfiguration: block?.PublicAccessBlockConfiguration,
    // Every bucket has the one encryption that there is here.
    BucketEncryption: expected['BucketEncryption'],
  };
};

export const liveBucketPolicy: LiveReader = async ({ physicalId: Bucket }, work) => {
  const found = await answer<{ Policy: string }>(work, 's3', 'GetBucketPolicy', { Bucket });
  return found === undefined ? undefined : { Bucket, PolicyDocument: found.Policy };
};

export const liveLogGroup: LiveReader = async ({ physicalId, attributes }, work) => {
  const { logGroups = [] } = await work.call<{
    logGroups?: readonly { logGroupName: string; retentionInDays?: number }[];
  }>('cloudwatch-logs', 'DescribeLogGroups', { logGroupNamePrefix: physicalId });
  const group = logGroups.find(({ logGroupName }) => logGroupName === physicalId);
  if (group === undefined) return undefined;
  const { tags } = await work.call<{ tags?: Record<string, string> }>(
    'cloudwatch-logs',
    'ListTagsForResource',
    { resourceArn: attributes['Arn']?.replace(/:\*$/, '') },
  );
  return { LogGroupName: physicalId, RetentionInDays: group.retentionInDays, Tags: tagList(tags) };
};
