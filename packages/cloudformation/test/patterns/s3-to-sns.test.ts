// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { policyDocument, template } from '@wayleave/cloudformation';
import { Bucket } from '@wayleave/cloudformation/aws/s3/bucket';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { TopicPolicy } from '@wayleave/cloudformation/aws/sns/topic-policy';
import { notificationTo, publishFromBuckets, s3ToSns, snsToLambda } from '@wayleave/cloudformation/patterns';
import { describe, expect, it } from 'vitest';
import { code, properties, types, withTopic } from './support.ts';

describe('s3ToSns', () => {
  it('makes the policy before the bucket, and names the bucket in it without referring to it', () => {
    const { t, uploads } = withTopic();
    t.use(s3ToSns({ topic: uploads, prefix: 'in/', suffix: '.mp4' }));
    const json = t.toJson();
    const name = properties(json, 'UploadsBucket')['BucketName'];
    expect(JSON.stringify(name)).toContain('AWS::StackId');
    expect(json.Resources['UploadsBucket']?.DependsOn).toEqual(['UploadsPolicy']);
    expect(JSON.stringify(json.Resources['UploadsPolicy'])).not.toContain('UploadsBucket');
    expect(properties(json, 'UploadsPolicy')).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Principal: { Service: 's3.amazonaws.com' },
            Action: ['sns:Publish'],
            Resource: [{ Ref: 'Uploads' }],
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
    expect(properties(json, 'UploadsBucket')['NotificationConfiguration']).toEqual({
      TopicConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Topic: { Ref: 'Uploads' },
          Filter: {
            S3Key: {
              Rules: [
                { Name: 'prefix', Value: 'in/' },
                { Name: 'suffix', Value: '.mp4' },
              ],
            },
          },
        },
      ],
    });
  });

  it('has the exact ARN of a bucket whose name is given as text', () => {
    const { t, uploads } = withTopic();
    t.use(s3ToSns({ topic: uploads, bucketName: 'example-uploads' }));
    expect(JSON.stringify(properties(t.toJson(), 'UploadsPolicy'))).toContain(
      '"aws:SourceArn":[{"Fn::Sub":"arn:${AWS::Partition}:s3:::example-uploads"}]',
    );
  });

  it('makes a private bucket that is read and written by TLS alone', () => {
    const t = template();
    t.use(
      s3ToSns({ name: 'Uploads', overrides: { bucket: { VersioningConfiguration: { Status: 'Enabled' } } } }),
    );
    const json = t.toJson();
    expect(properties(json, 'UploadsBucket')).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(properties(json, 'UploadsBucketPolicy')).toMatchObject({
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('lets S3 use the key of the encrypted topic that it makes', () => {
    const t = template();
    const { key, topic } = t.use(s3ToSns({ name: 'Uploads', encryption: true, tlsOnly: false }));
    const json = t.toJson();
    expect(properties(json, topic.logicalId)['KmsMasterKeyId']).toEqual(key.Arn);
    expect(JSON.stringify(properties(json, key.logicalId))).toContain('"Service":["s3.amazonaws.com"]');
    expect(types(json)).not.toHaveProperty('UploadsBucketPolicy');
  });

  it('goes before snsToLambda', () => {
    const t = template();
    const { topic } = t.use(s3ToSns({ name: 'Uploads' }));
    const { fn } = t.use(snsToLambda({ topic, ...code }));
    expect(fn.logicalId).toBe('UploadsTopicFunction');
    expect(t.toJson().Resources['UploadsTopicSubscription']).toBeDefined();
  });

  it('takes two buckets on one topic when the topic’s policy names both, and refuses two policies', () => {
    const { t, uploads } = withTopic();
    const names = ['example-a', 'example-b'] as const;
    t.add(
      'Both',
      TopicPolicy({
        Topics: [uploads.ref],
        PolicyDocument: policyDocument(publishFromBuckets(uploads, ...names)),
      }),
    );
    for (const bucketName of names) t.use(s3ToSns({ topic: uploads, bucketName, topicPolicy: false }));
    expect(Object.values(types(t.toJson())).filter((type) => type === 'AWS::S3::Bucket')).toHaveLength(2);

    const before = t.logicalIds;
    expect(() => t.use(s3ToSns({ topic: uploads }))).toThrow(
      expect.objectContaining({ code: 'PolicyTaken', option: 'topicPolicy' }),
    );
    expect(t.logicalIds).toEqual(before);
  });

  it('leaves the bucket to the user, with its notifications and the statement that lets it publish', () => {
    const { t, uploads } = withTopic();
    const policy = t.add(
      'Publish',
      TopicPolicy({
        Topics: [uploads.ref],
        PolicyDocument: policyDocument(publishFromBuckets(uploads, 'example-uploads')),
      }),
    );
    const NotificationConfiguration = notificationTo(uploads, { events: ['s3:ObjectRemoved:*'] });
    t.add('Own', Bucket({ BucketName: 'example-uploads', NotificationConfiguration }), { DependsOn: policy });
    expect(properties(t.toJson(), 'Own')['NotificationConfiguration']).toEqual({
      TopicConfigurations: [{ Event: 's3:ObjectRemoved:*', Topic: { Ref: 'Uploads' } }],
    });
  });

  it('refuses a FIFO topic, no events, and a key for a topic that has its own', () => {
    const t = template();
    const ordered = t.add('Ordered', Topic({ FifoTopic: true }));
    const standard = t.add('Standard', Topic());
    expect(() => t.use(s3ToSns({ topic: ordered }))).toThrow(expect.objectContaining({ option: 'topic' }));
    expect(() => s3ToSns({ topic: standard, events: [] })).toThrow(
      expect.objectContaining({ option: 'events' }),
    );
    expect(() => s3ToSns({ topic: standard, encryption: true })).toThrow(
      expect.objectContaining({ option: 'encryption' }),
    );
  });
});
