import { template } from '@wayleave/cloudformation';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';

const Role = 'arn:aws:iam::123456789012:role/example';
const Code = { ZipFile: 'exports.handler = () => {};' };
const t = template('Uploads');
const fn = t.add('Function', LambdaFunction({ Code, Handler: 'index.handler', Runtime: 'nodejs22.x', Role }));
const topic = t.add('Uploads', Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));
const invoke = { Action: 'lambda:InvokeFunction', FunctionName: fn.Arn, Principal: 'sns.amazonaws.com' };
t.add('Permission', Permission({ ...invoke, SourceArn: topic.TopicArn }));
t.output('TopicArn', topic.TopicArn);
