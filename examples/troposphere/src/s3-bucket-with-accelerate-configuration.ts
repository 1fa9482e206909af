import { template } from '@wayleave/cloudformation';
import { Bucket } from '@wayleave/cloudformation/aws/s3';

const t = template('A bucket that everybody may read, through the nearest edge');

const bucket = t.add(
  'S3Bucket',
  Bucket({ AccessControl: 'PublicRead', AccelerateConfiguration: { AccelerationStatus: 'Enabled' } }),
);
t.output('BucketName', bucket.ref, { Description: 'The name of the bucket' });

export default t;
