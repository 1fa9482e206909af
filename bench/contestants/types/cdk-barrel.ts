// Constructs add themselves to the stack that they are given.
/* oxlint-disable no-new */
import { App, aws_lambda, aws_sns, Stack } from 'aws-cdk-lib';

const role = 'arn:aws:iam::123456789012:role/example';
const code = { zipFile: 'exports.handler = () => {};' };
const stack = new Stack(new App(), 'Uploads');
const fn = new aws_lambda.CfnFunction(stack, 'Function', {
  code,
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  role,
});
const subscription = [{ protocol: 'lambda', endpoint: fn.attrArn }];
const topic = new aws_sns.CfnTopic(stack, 'Uploads', { subscription });
const invoke = { action: 'lambda:InvokeFunction', functionName: fn.attrArn, principal: 'sns.amazonaws.com' };
new aws_lambda.CfnPermission(stack, 'Permission', { ...invoke, sourceArn: topic.ref });
