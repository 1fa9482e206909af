import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue, QueuePolicy } from '@wayleave/cloudformation/aws/sqs';

const t = template('A queue that is subscribed to a topic, and lets it send');

const queue = t.add('SQSQueue', Queue());
const topic = t.add('SNSTopic', Topic({ Subscription: [{ Protocol: 'sqs', Endpoint: queue.Arn }] }));

t.add(
  'AllowSNS2SQSPolicy',
  QueuePolicy({
    Queues: [queue.ref],
    PolicyDocument: {
      Version: '2008-10-17',
      Id: 'PublicationPolicy',
      Statement: [
        {
          Sid: 'Allow-SNS-SendMessage',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: ['sqs:SendMessage'],
          Resource: queue.Arn,
          Condition: { ArnEquals: { 'aws:SourceArn': topic.ref } },
        },
      ],
    },
  }),
);

t.output('QueueArn', queue.Arn, { Description: 'The ARN of the queue' });

export default t;
