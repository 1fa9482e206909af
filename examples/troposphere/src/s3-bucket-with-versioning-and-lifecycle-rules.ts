import { template } from '@wayleave/cloudformation';
import { Bucket } from '@wayleave/cloudformation/aws/s3';

const t = template('A bucket whose objects, and their old versions, move to cheaper storage and then go');

const bucket = t.add(
  'S3Bucket',
  Bucket({
    AccessControl: 'PublicRead',
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'S3BucketRule001',
          Prefix: '/only-this-sub-dir',
          Status: 'Enabled',
          ExpirationInDays: 3650,
          Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 60 }],
          NoncurrentVersionExpirationInDays: 365,
          NoncurrentVersionTransitions: [
            { StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
            { StorageClass: 'GLACIER', TransitionInDays: 120 },
          ],
        },
      ],
    },
  }),
);
t.output('BucketName', bucket.ref, { Description: 'The name of the bucket' });

export default t;
