import { LambdaFunction } from '@awboost/cfn-resource-types/AWS-Lambda-Function';
import { LambdaPermission } from '@awboost/cfn-resource-types/AWS-Lambda-Permission';
import { SNSTopic } from '@awboost/cfn-resource-types/AWS-SNS-Topic';
import { Stack } from '@awboost/cfn-template-builder/stack';

const Role = 'arn:aws:iam::123456789012:role/example';
const Code = { ZipFile: 'exports.handler = () => {};' };
const stack = new Stack();
const fn = stack.use(
  new LambdaFunction('Function', { Code, Handler: 'index.handler', Runtime: 'nodejs22.x', Role }),
);
const topic = stack.use(
  new SNSTopic('Uploads', { Subscription: [{ Protocol: 'lambda', Endpoint: fn.out.Arn }] }),
);
const invoke = { Action: 'lambda:InvokeFunction', FunctionName: fn.out.Arn, Principal: 'sns.amazonaws.com' };
stack.use(new LambdaPermission('Permission', { ...invoke, SourceArn: topic.ref }));
