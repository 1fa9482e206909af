import {
  AccountId,
  allow,
  Partition,
  policyDocument,
  sub,
  type Template,
  template,
} from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam/role';
import { Key } from '@wayleave/cloudformation/aws/kms/key';
import { LogGroup } from '@wayleave/cloudformation/aws/logs/log-group';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import {
  s3ToSns,
  snsToLambda,
  snsToSqsToLambda,
  subscribeFunction,
  useOfKey,
} from '@wayleave/cloudformation/patterns';
import { code, withTopic } from './support.ts';

type Build = () => Template;

function build(add: (made: ReturnType<typeof withTopic>) => void): Build {
  return () => {
    const made = withTopic();
    add(made);
    return made.t;
  };
}

function ownRole(t: Template) {
  return t.add(
    'Handler',
    Role({
      AssumeRolePolicyDocument: policyDocument(
        allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
      ),
    }),
  );
}

function fifo(t: Template) {
  return t.add(
    'Orders',
    Topic({ FifoTopic: true, TopicName: 'orders.fifo', ContentBasedDeduplication: true }),
  );
}

const package_ = { S3Bucket: 'example-code', S3Key: 'handler.zip' };

/** Each pattern as it is by default, and each of its options. */
export const variants: Readonly<Record<string, Build>> = {
  'snsToLambda by default': build(({ t, uploads }) => t.use(snsToLambda({ topic: uploads, ...code }))),
  'snsToLambda with a topic of its own': build(({ t }) => t.use(snsToLambda({ ...code, name: 'Own' }))),
  'snsToLambda with a package': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, runtime: 'python3.13', code: package_, handler: 'app.handler' })),
  ),
  'snsToLambda with all of the function': build(({ t, uploads }) =>
    t.use(
      snsToLambda({
        topic: uploads,
        ...code,
        environment: { STAGE: 'test' },
        timeout: 10,
        memorySize: 512,
        retentionInDays: 14,
        statements: [allow({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::example/*'] })],
      }),
    ),
  ),
  'snsToLambda with a filter on attributes': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, filterPolicy: { kind: ['video'] } })),
  ),
  'snsToLambda with a filter on the body': build(({ t, uploads }) =>
    t.use(
      snsToLambda({
        topic: uploads,
        ...code,
        filterPolicy: { clip: { kind: ['video'] } },
        filterPolicyScope: 'MessageBody',
      }),
    ),
  ),
  'snsToLambda with queues of one’s own': build(({ t, uploads }) =>
    t.use(
      snsToLambda({
        topic: uploads,
        ...code,
        deadLetterQueue: t.add('Undelivered', Queue()),
        onFailure: t.add('Failed', Queue()),
      }),
    ),
  ),
  'snsToLambda that tells a topic of failures': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, onFailure: t.add('Failed', Topic()) })),
  ),
  'snsToLambda with retries': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, retryAttempts: 1, maximumEventAge: 3600 })),
  ),
  'snsToLambda with role and log group of one’s own': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, role: ownRole(t), logGroup: t.add('Log', LogGroup()) })),
  ),
  'snsToLambda with an alias': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, alias: 'live' })),
  ),
  'snsToLambda with encrypted queues': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, encryption: true })),
  ),
  'snsToLambda with an encrypted topic': build(({ t }) =>
    t.use(snsToLambda({ name: 'Own', ...code, encryption: true, publishers: ['events.amazonaws.com'] })),
  ),
  'snsToLambda with alarms': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, alarms: { topic: t.add('Operators', Topic()) } })),
  ),
  'subscribeFunction to a second topic': build(({ t, uploads }) => {
    const { fn } = t.use(snsToLambda({ topic: uploads, ...code }));
    t.use(subscribeFunction({ topic: t.add('Corrections', Topic()), fn }));
  }),
  'subscribeFunction of an alias': build(({ t, uploads }) => {
    const { alias } = t.use(snsToLambda({ topic: uploads, ...code, alias: 'live' }));
    t.use(subscribeFunction({ topic: t.add('Corrections', Topic()), fn: alias }));
  }),
  'snsToLambda with a key of one’s own': build(({ t, uploads }) => {
    const account = allow({
      actions: ['kms:*'],
      resources: ['*'],
      principals: { AWS: sub`arn:${Partition}:iam::${AccountId}:root` },
    });
    const key = t.add('OwnKey', Key({ KeyPolicy: policyDocument(account, useOfKey(uploads.ref)) }));
    t.use(snsToLambda({ topic: uploads, ...code, encryption: key }));
  }),
  'snsToSqsToLambda by default': build(({ t, uploads }) =>
    t.use(snsToSqsToLambda({ topic: uploads, ...code })),
  ),
  'snsToSqsToLambda with batches': build(({ t, uploads }) =>
    t.use(
      snsToSqsToLambda({
        topic: uploads,
        ...code,
        batchSize: 100,
        maximumBatchingWindow: 5,
        maxReceiveCount: 3,
      }),
    ),
  ),
  'snsToSqsToLambda with a queue of one’s own': build(({ t, uploads }) =>
    t.use(
      snsToSqsToLambda({
        topic: uploads,
        ...code,
        queue: t.add('Buffer', Queue({ VisibilityTimeout: 180 })),
      }),
    ),
  ),
  'snsToSqsToLambda that keeps order': build(({ t }) => t.use(snsToSqsToLambda({ topic: fifo(t), ...code }))),
  'snsToSqsToLambda that keeps order, encrypted': build(({ t }) =>
    t.use(snsToSqsToLambda({ name: 'Own', ...code, fifo: true, encryption: true })),
  ),
  'snsToSqsToLambda with an alias, an own role and raw delivery': build(({ t, uploads }) =>
    t.use(
      snsToSqsToLambda({
        topic: uploads,
        ...code,
        alias: 'live',
        role: ownRole(t),
        rawMessageDelivery: true,
        alarms: true,
      }),
    ),
  ),
  's3ToSns by default': build(({ t, uploads }) => t.use(s3ToSns({ topic: uploads }))),
  's3ToSns with filters and a name': build(({ t, uploads }) =>
    t.use(s3ToSns({ topic: uploads, bucketName: 'example-uploads', prefix: 'in/', suffix: '.mp4' })),
  ),
  's3ToSns with an encrypted topic, to snsToLambda': () => {
    const t = template('Clips');
    const { topic } = t.use(s3ToSns({ name: 'Clips', encryption: true }));
    t.use(snsToLambda({ topic, ...code }));
    return t;
  },
};

/** What leaves out what catches failures: authorised, but with a reason to warn. */
export const bare: Readonly<Record<string, Build>> = {
  'snsToLambda without queues': build(({ t, uploads }) =>
    t.use(snsToLambda({ topic: uploads, ...code, deadLetterQueue: false, onFailure: false })),
  ),
  'snsToSqsToLambda without dead letters': build(({ t, uploads }) =>
    t.use(snsToSqsToLambda({ topic: uploads, ...code, deadLetterQueue: false })),
  ),
};
