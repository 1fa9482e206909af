import { template } from '@wayleave/cloudformation';
import { Queue } from '@wayleave/cloudformation/aws/sqs';

const t = template('A queue whose messages go to another after five receives');

const deadLetters = t.add('MyDeadLetterQueue', Queue());
const source = t.add(
  'MySourceQueue',
  Queue({ RedrivePolicy: { deadLetterTargetArn: deadLetters.Arn, maxReceiveCount: 5 } }),
);

t.output('SourceQueueURL', source.ref, { Description: 'The URL of the source queue' });
t.output('SourceQueueARN', source.Arn, { Description: 'The ARN of the source queue' });
t.output('DeadLetterQueueURL', deadLetters.ref, { Description: 'The URL of the dead-letter queue' });
t.output('DeadLetterQueueARN', deadLetters.Arn, { Description: 'The ARN of the dead-letter queue' });

export default t;
