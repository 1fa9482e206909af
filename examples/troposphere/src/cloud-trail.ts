import { AccountId, allow, policyDocument, sub, template, unlisted } from '@wayleave/cloudformation';
import { Trail } from '@wayleave/cloudformation/aws/cloudtrail';
import { Bucket, BucketPolicy } from '@wayleave/cloudformation/aws/s3';
import { Topic, TopicPolicy } from '@wayleave/cloudformation/aws/sns';

const t = template();
const cloudTrail = { Service: 'cloudtrail.amazonaws.com' } as const;

const email = t.parameter('OperatorEmail', { Type: 'String', Description: 'Whom to tell of new logs' });
const bucket = t.add('S3Bucket', Bucket(), { DeletionPolicy: 'Retain' });
const topic = t.add('Topic', Topic({ Subscription: [{ Protocol: 'email', Endpoint: email.ref }] }));

const topicPolicy = t.add(
  'TopicPolicy',
  TopicPolicy({
    Topics: [topic.ref],
    PolicyDocument: {
      Version: '2008-10-17',
      Statement: [
        allow({
          sid: 'AWSCloudTrailSNSPolicy',
          principals: cloudTrail,
          actions: [unlisted('SNS:Publish')],
          resources: ['*'],
        }),
      ],
    },
  }),
);

const bucketPolicy = t.add(
  'BucketPolicy',
  BucketPolicy({
    Bucket: bucket.ref,
    PolicyDocument: policyDocument(
      allow({
        sid: 'AWSCloudTrailAclCheck',
        principals: cloudTrail,
        actions: ['s3:GetBucketAcl'],
        resources: [sub`arn:aws:s3:::${bucket}`],
      }),
      allow({
        sid: 'AWSCloudTrailWrite',
        principals: cloudTrail,
        actions: ['s3:PutObject'],
        resources: [sub`arn:aws:s3:::${bucket}/AWSLogs/${AccountId}/*`],
        conditions: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    ),
  }),
);

t.add('myTrail', Trail({ IsLogging: true, S3BucketName: bucket.ref, SnsTopicName: topic.TopicName }), {
  DependsOn: [bucketPolicy, topicPolicy],
});

export default t;
