import { resource, template } from '@wayleave/cloudformation';
import { Bucket } from '@wayleave/cloudformation/aws/s3';

const t = template('A function that runs on each upload', { Transform: 'AWS::Serverless-2016-10-31' });

const bucket = t.add('Bucket', Bucket());
t.add(
  'ProcessorFunction',
  resource('AWS::Serverless::Function', [], {
    CodeUri: 's3://<bucket>/s3_processor.zip',
    Handler: 'index.handler',
    Runtime: 'nodejs4.3',
    Policies: 'AmazonS3ReadOnlyAccess',
    Events: {
      PhotoUpload: { Type: 'S3', Properties: { Bucket: bucket.ref, Events: ['s3:ObjectCreated:*'] } },
    },
  }),
);

export default t;
