// Constructs add themselves to the stack that they are given.
/* oxlint-disable no-new */
import { App, Fn, Stack } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';

const app = new App({ outdir: process.env['BENCH_OUT'] });
const stack = new Stack(app, 'Reference');
for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
  const id = copy === 0 ? '' : copy;
  const role = new CfnRole(stack, `Role${id}`, {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
      ],
    },
  });
  new CfnPolicy(stack, `Policy${id}`, {
    policyName: 'logs',
    roles: [role.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: ['arn:aws:logs:*:*:*'] }],
    },
  });
  const fn = new CfnFunction(stack, `Function${id}`, {
    code: {
      zipFile: Fn.join('\n', ['import json', 'def handler(event, context):', '    print(json.dumps(event))']),
    },
    handler: 'index.handler',
    runtime: 'python3.13',
    role: role.attrArn,
  });
  const topic = new CfnTopic(stack, `Topic${id}`, {
    subscription: [{ protocol: 'lambda', endpoint: fn.attrArn }],
  });
  new CfnPermission(stack, `Permission${id}`, {
    action: 'lambda:InvokeFunction',
    functionName: fn.attrArn,
    principal: 'sns.amazonaws.com',
    sourceArn: topic.ref,
  });
}
process.stdout.write(JSON.stringify(app.synth().getStackByName('Reference').template));
