import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { s3ToSns, snsToLambda, snsToSqsToLambda } from '@wayleave/cloudformation/patterns';

const code = { S3Bucket: 'example-code', S3Key: 'handler.zip' };

/** What our own patterns make. @returns {Record<string, any>} */
export function patterns() {
  const direct = template('SNS to Lambda');
  const topic = direct.add('Uploads', Topic({ DisplayName: 'Uploaded videos' }));
  direct.use(
    snsToLambda({ topic, code, runtime: 'nodejs22.x', alias: 'live', alarms: true, encryption: true }),
  );
  const buffered = template('SNS to SQS to Lambda');
  buffered.use(snsToSqsToLambda({ topic: buffered.add('Uploads', Topic({})), code, runtime: 'nodejs22.x' }));
  const bucket = template('S3 to SNS');
  bucket.use(s3ToSns({ name: 'Uploads' }));
  return { snsToLambda: direct.toJson(), snsToSqsToLambda: buffered.toJson(), s3ToSns: bucket.toJson() };
}
