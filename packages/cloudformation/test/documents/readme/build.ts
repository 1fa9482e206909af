// #region build
import { template } from '@wayleave/cloudformation';
import { Subscription, Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue } from '@wayleave/cloudformation/aws/sqs';

const t = template('Uploads');
const uploads = t.add('Uploads', Topic({ DisplayName: 'Uploaded videos' }));
const queue = t.add('Queue', Queue({ MessageRetentionPeriod: 1_209_600 }), { DeletionPolicy: 'Retain' });
t.add('Subscription', Subscription({ TopicArn: uploads.TopicArn, Protocol: 'sqs', Endpoint: queue.Arn }));
t.output('TopicArn', uploads.TopicArn);

console.log(t.toYaml()); // or JSON.stringify(t.toJson(), null, 2)

// #endregion

export { queue, t, uploads };
