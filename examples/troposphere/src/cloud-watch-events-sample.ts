import { later, template } from '@wayleave/cloudformation';
import { Rule } from '@wayleave/cloudformation/aws/events';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';

const t = template();

const fn = t.add(
  'FoobarFunction',
  LambdaFunction({
    Code: { ZipFile: "exports.handler = (event, context) => context.succeed('stopping');" },
    Handler: 'index.handler',
    Role: later.getAtt('LambdaExecutionRole', 'Arn'),
    Runtime: 'nodejs',
  }),
);

const rule = t.add(
  'FoobarRule',
  Rule({
    Description: 'Instances that are about to stop',
    EventPattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['stopping'] },
    },
    State: 'ENABLED',
    Targets: [{ Id: 'FooBarFunction1', Arn: fn.Arn }],
  }),
);

t.add(
  'FoobarPermission',
  Permission({
    Action: 'lambda:invokeFunction',
    FunctionName: fn.ref,
    Principal: 'events.amazonaws.com',
    SourceArn: rule.Arn,
  }),
);

export default t;
