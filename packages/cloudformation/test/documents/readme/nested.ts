// #region nested
import { template } from '@wayleave/cloudformation';
import { Stack } from '@wayleave/cloudformation/aws/cloudformation';
import { Subscription, Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue } from '@wayleave/cloudformation/aws/sqs';
import { prove } from '@wayleave/cloudformation/prove';

const inner = template('Delivery');
const topicArn = inner.parameter('TopicArn', { Type: 'String' });
const queue = inner.add('Queue', Queue({}));
inner.add('Subscription', Subscription({ TopicArn: topicArn.ref, Protocol: 'sqs', Endpoint: queue.Arn }));

const outer = template('Uploads');
const uploads = outer.add('Uploads', Topic({}));
const delivery = Stack({ TemplateURL: './delivery.yaml', Parameters: { TopicArn: uploads.ref } });
outer.add('Delivery', delivery);

const { hops } = prove(outer, { nested: { Delivery: inner.toJson() } }); // Uploads → Delivery/Queue is denied

// #endregion

export { hops };
