import { template } from '@wayleave/cloudformation';
import { LifecyclePolicy } from '@wayleave/cloudformation/aws/dlm';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { assumedBy } from './assumed-by.ts';

const t = template();

const role = t.add('DlmRole', Role({ AssumeRolePolicyDocument: assumedBy('ec2.amazonaws.com') }));
t.add(
  'LifecyclePolicy',
  LifecyclePolicy({
    Description: 'Two snapshots a day',
    State: 'ENABLED',
    ExecutionRoleArn: role.Arn,
    PolicyDetails: {
      ResourceTypes: ['VOLUME'],
      TargetTags: [{ Key: 'Backup', Value: 'True' }],
      Schedules: [
        {
          Name: 'Daily Snapshots',
          TagsToAdd: [{ Key: 'type', Value: 'DailySnapshot' }],
          CreateRule: { Interval: 12, IntervalUnit: 'HOURS', Times: ['13:00'] },
          RetainRule: { Count: 1 },
          CopyTags: true,
        },
      ],
    },
  }),
);

export default t;
