import { Fn, Lambda, SNS } from 'cloudform';

const Role = 'arn:aws:iam::123456789012:role/example';
const Code = new Lambda.Function.Code({ ZipFile: 'exports.handler = () => {};' });
const fnArn = Fn.GetAtt('Function', 'Arn');
export const Resources = {
  Function: new Lambda.Function({ Code, Handler: 'index.handler', Runtime: 'nodejs22.x', Role }),
  Uploads: new SNS.Topic({
    Subscription: [new SNS.Topic.Subscription({ Protocol: 'lambda', Endpoint: fnArn })],
  }),
  Permission: new Lambda.Permission({
    ...{ Action: 'lambda:InvokeFunction', FunctionName: fnArn, Principal: 'sns.amazonaws.com' },
    SourceArn: Fn.Ref('Uploads'),
  }),
};
