import { pathToFileURL } from 'node:url';
import { allow, join, policyDocument, template } from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { LogGroup } from '@wayleave/cloudformation/aws/logs';
import { Topic } from '@wayleave/cloudformation/aws/sns';

const t = template('An SNS topic that triggers a Lambda function, which logs the event it was given');

const logs = t.add('FunctionLogs', LogGroup({ RetentionInDays: 14 }));

const role = t.add(
  'LambdaExecutionRole',
  Role({
    AssumeRolePolicyDocument: policyDocument(
      allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
    ),
    Policies: [
      {
        PolicyName: 'WriteLogs',
        PolicyDocument: policyDocument(
          allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.Arn] }),
        ),
      },
    ],
  }),
);

const fn = t.add(
  'Function',
  LambdaFunction({
    Code: {
      ZipFile: join('', [
        'exports.handler = function(event, context) {',
        '    console.log("event: ", JSON.stringify(event, null, 4));',
        '    context.succeed("success");',
        '}',
      ]),
    },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: role.Arn,
    LoggingConfig: { LogGroup: logs.ref },
  }),
);

const topic = t.add('Topic', Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));

t.add(
  'Permission',
  Permission({
    FunctionName: fn.Arn,
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: topic.TopicArn,
  }),
);

t.output('TopicArn', topic.TopicArn);
t.output('FunctionName', fn.ref);
t.output('LogGroupName', logs.ref);

export default t;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(JSON.stringify(t.toJson(), null, 2));
