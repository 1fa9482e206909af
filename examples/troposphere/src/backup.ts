import { template } from '@wayleave/cloudformation';
import { BackupPlan, BackupSelection, BackupVault } from '@wayleave/cloudformation/aws/backup';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { assumedBy } from './assumed-by.ts';

const t = template('A backup twice a day, with a copy in another Region');

const tags = { Environment: 'Environment', Classifier: 'Classifier', Project: 'Project' };
const month = { DeleteAfterDays: 31 };
const managed = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor';

const vault = t.add('Vault', BackupVault({ BackupVaultName: 'my-backup-vault', BackupVaultTags: tags }));
const role = t.add(
  'BackupServiceRole',
  Role({
    AssumeRolePolicyDocument: assumedBy('backup.amazonaws.com'),
    ManagedPolicyArns: [`${managed}Backup`, `${managed}Restores`],
  }),
);

const plan = t.add(
  'Backup',
  BackupPlan({
    BackupPlanTags: tags,
    BackupPlan: {
      BackupPlanName: 'BackupPlan',
      BackupPlanRule: [
        {
          RuleName: 'Rule 1',
          TargetBackupVault: vault.ref,
          ScheduleExpression: 'cron(0 0/12 * * ? *)',
          Lifecycle: month,
          RecoveryPointTags: tags,
          CopyActions: [
            {
              DestinationBackupVaultArn: 'arn:aws:backup:ca-central-1:111112222212:backup-vault:TestVault',
              Lifecycle: month,
            },
          ],
        },
      ],
    },
  }),
);

t.add(
  'StorageBackupSelectionByTags',
  BackupSelection({
    BackupPlanId: plan.ref,
    BackupSelection: {
      SelectionName: 'MySelection',
      IamRoleArn: role.Arn,
      ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'Backup', ConditionValue: 'True' }],
    },
  }),
);

export default t;
