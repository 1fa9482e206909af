// Constructs add themselves to the stack that they are given.
/* oxlint-disable no-new */
import { CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';

const role = 'arn:aws:iam::123456789012:role/example';
const code = { zipFile: 'exports.handler = () => {};' };
const stack = new Stack(new App(), 'Uploads');
const fn = new CfnFunction(stack, 'Function', {
  code,
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  role,
});
const subscription = [{ protocol: 'lambda', endpoint: fn.attrArn }];
const topic = new CfnTopic(stack, 'Uploads', { subscription });
const invoke = { action: 'lambda:InvokeFunction', functionName: fn.attrArn, principal: 'sns.amazonaws.com' };
new CfnPermission(stack, 'Permission', { ...invoke, sourceArn: topic.ref });
