import { template } from '@wayleave/cloudformation';
import { Bucket } from '@wayleave/cloudformation/aws/s3';

const t = template('A bucket that everybody may read');

const bucket = t.add('S3Bucket', Bucket({ AccessControl: 'PublicRead' }));
t.output('BucketName', bucket.ref, { Description: 'The name of the bucket' });

export default t;
