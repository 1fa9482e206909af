import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import {
  type AlarmHandle,
  type AliasHandle,
  type KeyHandle,
  type QueueHandle,
  s3ToSns,
  snsToLambda,
  snsToSqsToLambda,
  type TopicHandle,
} from '@wayleave/cloudformation/patterns';
import { code } from './support.ts';

const t = template();
const topic = t.add('T', Topic());
const queue = t.add('Q', Queue());
const maybe = Date.now() > 0 ? queue : false;

// What is returned is typed by what was asked for.
const byDefault = t.use(snsToLambda({ topic, ...code }));
byDefault.deadLetterQueue satisfies QueueHandle;
byDefault.onFailure satisfies QueueHandle;
byDefault.alias satisfies undefined;
byDefault.key satisfies undefined;
byDefault.alarms satisfies undefined;

const asked = t.use(
  snsToLambda({ topic, ...code, alias: 'live', onFailure: topic, alarms: true, encryption: true }),
);
asked.alias satisfies AliasHandle;
asked.onFailure satisfies TopicHandle;
asked.alarms.errors satisfies AlarmHandle;
asked.key satisfies KeyHandle;

const off = t.use(snsToLambda({ topic, ...code, deadLetterQueue: false, onFailure: false }));
off.deadLetterQueue satisfies undefined;
off.queuePolicy satisfies undefined;
off.onFailure satisfies undefined;

const unsure = t.use(snsToLambda({ topic, ...code, deadLetterQueue: maybe }));
// @ts-expect-error: it may have been switched off
unsure.deadLetterQueue satisfies QueueHandle;

t.use(snsToSqsToLambda({ topic, ...code })).alias satisfies undefined;
t.use(s3ToSns({ topic, topicPolicy: false })).topicPolicy satisfies undefined;

// @ts-expect-error: a queue is no topic
snsToLambda({ topic: queue, ...code });
// @ts-expect-error: a topic is no dead-letter queue
snsToLambda({ topic, ...code, deadLetterQueue: topic });
// @ts-expect-error: the runtime is missing
snsToLambda({ topic, code: 'x' });
// @ts-expect-error: no such option
snsToLambda({ topic, ...code, deadLetters: false });
// @ts-expect-error: no such property
snsToLambda({ topic, ...code, overrides: { fn: { Memory: 1 } } });
// @ts-expect-error: what the wiring depends on is no override
snsToLambda({ topic, ...code, overrides: { subscription: { Endpoint: 'x' } } });
// @ts-expect-error: images are not built
snsToLambda({ topic, runtime: 'nodejs24.x', code: { ImageUri: 'x' } });
// @ts-expect-error: three retries
snsToLambda({ topic, ...code, retryAttempts: 3 });
// @ts-expect-error: no event of S3
s3ToSns({ topic, events: ['ObjectCreated'] });
