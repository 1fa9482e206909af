import { join, type Template, template } from '@wayleave/cloudformation';
import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';

/** A topic that invokes a function: the five resources that most tests start from. */
export function referenceStack(): Template {
  const t = template();
  const role = t.add(
    'Role',
    Role({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
        ],
      },
    }),
  );
  t.add(
    'Policy',
    Policy({
      PolicyName: 'logs',
      Roles: [role.ref],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: 'arn:aws:logs:*:*:*' }],
      },
    }),
  );
  const code = ['import json', 'def handler(event, context):', '    print(json.dumps(event))'];
  const fn = t.add(
    'Function',
    LambdaFunction({
      Code: { ZipFile: join('\n', code) },
      Handler: 'index.handler',
      Runtime: 'python3.13',
      Role: role.Arn,
    }),
  );
  const topic = t.add('Topic', Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));
  t.add(
    'Permission',
    Permission({
      Action: 'lambda:InvokeFunction',
      FunctionName: fn.Arn,
      Principal: 'sns.amazonaws.com',
      SourceArn: topic.ref,
    }),
  );
  return t;
}
