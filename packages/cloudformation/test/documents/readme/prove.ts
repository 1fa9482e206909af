import { allow, policyDocument } from '@wayleave/cloudformation';
import { QueuePolicy } from '@wayleave/cloudformation/aws/sqs';
import { queue, t, uploads } from './build.ts';

// What the README has of it begins here.

// #region prove
import { prove } from '@wayleave/cloudformation/prove';

for (const { answer, from, to, because, fix } of prove(t).hops) {
  console.log(`${answer}: ${from.label} → ${to.label}. ${because}`);
  console.log(fix?.code);
}
// #endregion

// What it was told to add.
t.add(
  'QueuePolicy',
  QueuePolicy({
    Queues: [queue.ref],
    PolicyDocument: policyDocument(
      allow({
        actions: ['sqs:SendMessage'],
        principals: { Service: 'sns.amazonaws.com' },
        resources: [queue.Arn],
        conditions: { ArnLike: { 'aws:SourceArn': uploads.ref } },
      }),
    ),
  }),
);
console.log(prove(t).proven);
