import { allow, policyDocument, template } from '@wayleave/cloudformation';
import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';

/** A topic that invokes a function. */
export function stack() {
  const t = template();
  const principals = { Service: 'lambda.amazonaws.com' };
  const trust = policyDocument(allow({ actions: ['sts:AssumeRole'], principals }));
  const role = t.add('Role', Role({ AssumeRolePolicyDocument: trust }));
  const logs = policyDocument(allow({ actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] }));
  t.add('Logs', Policy({ PolicyName: 'logs', PolicyDocument: logs, Roles: [role.ref] }));
  const Code = { ZipFile: 'def handler(event, context): print(event)' };
  const fn = t.add(
    'Video',
    LambdaFunction({ Code, Handler: 'index.handler', Runtime: 'python3.13', Role: role.Arn }),
  );
  const topic = t.add('Uploads', Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));
  const may = { Action: 'lambda:InvokeFunction', FunctionName: fn.Arn, Principal: 'sns.amazonaws.com' };
  t.add('Invoke', Permission({ ...may, SourceArn: topic.ref }));
  return { t, topic, fn, role };
}
