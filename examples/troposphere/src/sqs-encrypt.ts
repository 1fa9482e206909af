import { template } from '@wayleave/cloudformation';
import { Queue } from '@wayleave/cloudformation/aws/sqs';

const t = template('A queue under a customer managed key');

const queue = t.add('MySourceQueue', Queue({ KmsMasterKeyId: 'testing', KmsDataKeyReusePeriodSeconds: 60 }));

t.output('SourceQueueURL', queue.ref, { Description: 'The URL of the queue' });
t.output('SourceQueueARN', queue.Arn, { Description: 'The ARN of the queue' });

export default t;
