// #region evaluate
import { evaluate, parsePolicyDocument } from '@wayleave/iam';

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:video';
const document = parsePolicyDocument(
  {
    Version: '2012-10-17',
    Statement: {
      Sid: 'UploadsInvoke',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: functionArn,
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:uploads' } },
    },
  },
  { kind: 'resource' },
);

const answer = evaluate(
  {
    principal: { type: 'service', arn: 'sns.amazonaws.com' },
    action: 'lambda:InvokeFunction',
    resource: functionArn,
    context: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:downloads' },
  },
  { identity: [], resource: { name: 'policy of function video', document } },
);

if (!answer.allowed) {
  console.log(answer.message);
  // User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:… because
  // no resource-based policy allows the lambda:InvokeFunction action
  console.log(answer.missing);
  // policy of function video, statement "UploadsInvoke": principal and action and resource match, but condition
  // ArnLike aws:SourceArn does not: wanted arn:aws:sns:us-east-1:111122223333:uploads, got arn:…:downloads
}
// #endregion

// #region considered
for (const { policy, statement, why } of answer.considered()) console.log(`${policy} ${statement}: ${why}`);
// #endregion
