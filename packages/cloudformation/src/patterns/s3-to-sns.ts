import type { KeyProps } from '../aws/kms/key.ts';
import { Bucket, type BucketProps } from '../aws/s3/bucket.ts';
import { BucketPolicy } from '../aws/s3/bucket-policy.ts';
import type { TopicProps } from '../aws/sns/topic.ts';
import { TopicPolicy } from '../aws/sns/topic-policy.ts';
import { select, split } from '../intrinsics.ts';
import { policyDocument } from '../policy/document.ts';
import { deny } from '../policy/statement.ts';
import { StackId } from '../pseudo-parameters.ts';
import { sub } from '../sub.ts';
import type { Template } from '../template.ts';
import type { Text } from '../types.ts';
import { checkEvents, type EventOptions, notificationTo, publishFromBuckets } from './bucket-events.ts';
import { freeName } from './free-name.ts';
import type {
  BucketHandle,
  KeyHandle,
  Piece,
  PlainHandle,
  TopicHandle,
  TopicPolicyHandle,
} from './handles.ts';
import { addKey, type EncryptionOption } from './key.ts';
import { checkOnlyPolicy } from './only-policy.ts';
import { checkOverrides } from './option-checks.ts';
import { type Override, override } from './overrides.ts';
import { PatternError } from './pattern-error.ts';
import { addTopic, checkOrder } from './topic.ts';

/** What {@link s3ToSns} is told; nothing has to be. */
export interface S3ToSnsOptions<P extends boolean, K extends EncryptionOption> extends EventOptions {
  /** The topic; by default the pattern makes one. */
  readonly topic?: TopicHandle;
  /** What the logical ids begin with: letters and digits; by default the topic's logical id. */
  readonly name?: string;
  /**
   * The bucket's name, which may refer to parameters, but to no resource; by default made of `name` and the
   * stack's id.
   */
  readonly bucketName?: Text;
  /** `false` where the topic's policy is one's own and has {@link publishFromBuckets}. */
  readonly topicPolicy?: P;
  /** A customer managed key for the topic that the pattern makes. */
  readonly encryption?: K;
  /** Whether the bucket refuses requests without TLS; by default it does. */
  readonly tlsOnly?: boolean;
  /** Properties to add to or to put in the place of the pattern's. */
  readonly overrides?: S3ToSnsOverrides;
}

/** Properties for the resources of {@link s3ToSns}, by the names under which it returns them. */
export interface S3ToSnsOverrides {
  readonly bucket?: Override<Omit<BucketProps, 'BucketName' | 'NotificationConfiguration'>>;
  readonly topic?: Override<Omit<TopicProps, 'FifoTopic' | 'KmsMasterKeyId' | 'Subscription'>>;
  readonly key?: Override<KeyProps>;
}

/** What {@link s3ToSns} made or was given; what it was told not to make is `undefined`. */
export interface S3ToSns<P, K> {
  readonly bucket: BucketHandle;
  readonly topic: TopicHandle;
  readonly topicPolicy: Piece<P, TopicPolicyHandle>;
  /** What refuses requests without TLS. */
  readonly bucketPolicy: PlainHandle | undefined;
  readonly key: Piece<K, KeyHandle>;
}

/**
 * A private, encrypted bucket that tells a topic of its objects.
 *
 * S3 sends a test message when the notification is set, so the topic's policy has to be there before the bucket,
 * and the policy names the bucket: a cycle, if it referred to it. The bucket therefore has a name that refers to
 * no resource, by default `<name>-<uuid of the stack>`, and the policy has that name.
 *
 * Throws {@link PatternError}: `BadOption`, `PolicyTaken`; and {@link TemplateError} as `t.add` does. A FIFO topic
 * is a `BadOption`: S3 publishes to standard topics alone.
 *
 * @example
 * const { bucket, topic } = t.use(s3ToSns({ name: 'Uploads', suffix: '.mp4' }));
 * t.use(snsToLambda({ topic, code: inline, runtime: 'nodejs24.x' }));
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export function s3ToSns<P extends boolean = true, K extends EncryptionOption = false>(
  options: S3ToSnsOptions<P, K> = {},
): (t: Template) => S3ToSns<P, K> {
  const { overrides = {} } = options;
  checkEvents(options);
  checkOverrides(options.overrides, {
    bucket: true,
    topic: options.topic === undefined,
    key: options.encryption === true,
  });
  if (options.topic !== undefined && options.encryption !== undefined && options.encryption !== false)
    throw new PatternError('BadOption', 'A topic that is there has its key already.', {
      option: 'encryption',
      fix: 'Leave topic out, or set KmsMasterKeyId where the topic is added.',
    });
  return (t) => {
    if (options.topic !== undefined)
      checkOrder(t, options.topic, false, 'topic', 'S3 publishes to standard topics alone.');
    if (options.topic !== undefined && options.topicPolicy !== false)
      checkOnlyPolicy(t, 'topic', options.topic, {
        option: 'topicPolicy',
        fix: 'Set it to false, and add one TopicPolicy with publishFromBuckets for all buckets.',
      });
    const name = freeName(t, 'Bucket', options.name, options.topic?.logicalId ?? 'S3ToSns');
    const key = addKey(t, name, options.encryption, undefined, ['s3.amazonaws.com'], overrides.key);
    const topic = options.topic ?? addTopic(t, `${name}Topic`, key, false, overrides.topic);
    const bucketName = options.bucketName ?? stackBucketName(name);

    const topicPolicy =
      options.topicPolicy === false
        ? undefined
        : t.add(
            `${topic.logicalId}Policy`,
            TopicPolicy({
              Topics: [topic.ref],
              PolicyDocument: policyDocument(publishFromBuckets(topic, bucketName)),
            }),
          );

    const bucket = t.add(
      `${name}Bucket`,
      Bucket(
        override<BucketProps>(
          {
            BucketName: bucketName,
            BucketEncryption: {
              ServerSideEncryptionConfiguration: [
                { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
              ],
            },
            OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              BlockPublicPolicy: true,
              IgnorePublicAcls: true,
              RestrictPublicBuckets: true,
            },
            NotificationConfiguration: notificationTo(topic, options),
          },
          overrides.bucket,
        ),
      ),
      { DependsOn: topicPolicy ?? [] },
    );
    const bucketPolicy = options.tlsOnly === false ? undefined : addTlsOnly(t, name, bucket);
    // Which pieces are there follows from the options above, as the type says.
    return Object.freeze({ bucket, topic, topicPolicy, bucketPolicy, key }) as S3ToSns<P, K>;
  };
}

function addTlsOnly(t: Template, name: string, bucket: BucketHandle): PlainHandle {
  return t.add(
    `${name}BucketPolicy`,
    BucketPolicy({
      Bucket: bucket.ref,
      PolicyDocument: policyDocument(
        deny({
          sid: 'TlsOnly',
          principals: '*',
          actions: ['s3:*'],
          resources: [bucket.Arn, sub`${bucket.Arn}/*`],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ),
    }),
  );
}

/** 63 characters at most, of which the stack's UUID and the hyphen are 37; in lower case, unlike a stack's name. */
function stackBucketName(name: string): Text {
  return sub`${name.toLowerCase().slice(0, 26)}-${select(2, split('/', StackId))}`;
}
