import { template } from '@wayleave/cloudformation';
import { Alarm } from '@wayleave/cloudformation/aws/cloudwatch';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue } from '@wayleave/cloudformation/aws/sqs';

const t = template('A queue, and a message to the operators when it grows');

const email = t.parameter('AlarmEmail', {
  Type: 'String',
  Default: 'nobody@amazon.com',
  Description: 'Whom to tell',
});
const queue = t.add('MyQueue', Queue());
const alarms = t.add('AlarmTopic', Topic({ Subscription: [{ Protocol: 'email', Endpoint: email.ref }] }));

t.add(
  'QueueDepthAlarm',
  Alarm({
    AlarmDescription: 'More than ten messages wait',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: queue.QueueName }],
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [alarms.ref],
    InsufficientDataActions: [alarms.ref],
  }),
);

t.output('QueueURL', queue.ref, { Description: 'The URL of the queue' });
t.output('QueueARN', queue.Arn, { Description: 'The ARN of the queue' });
t.output('QueueName', queue.QueueName, { Description: 'The name of the queue' });

export default t;
