// #region patterns
import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { snsToLambda } from '@wayleave/cloudformation/patterns';

const t = template('Video processing');
const uploads = t.add('Uploads', Topic({ DisplayName: 'Uploaded videos' }));
const { fn } = t.use(
  snsToLambda({
    topic: uploads,
    code: { S3Bucket: 'example-code', S3Key: 'handler.zip' },
    runtime: 'nodejs24.x',
    environment: { STAGE: 'production' },
  }),
);
t.output('FunctionArn', fn.Arn);

// #endregion

export { fn, t, uploads };
