import { text } from 'node:stream/consumers';
import { IAMPolicy } from '@awboost/cfn-resource-types/AWS-IAM-Policy';
import { IAMRole } from '@awboost/cfn-resource-types/AWS-IAM-Role';
import { LambdaFunction } from '@awboost/cfn-resource-types/AWS-Lambda-Function';
import { LambdaPermission } from '@awboost/cfn-resource-types/AWS-Lambda-Permission';
import { SNSTopic } from '@awboost/cfn-resource-types/AWS-SNS-Topic';
import { Fn } from '@awboost/cfn-template-builder/intrinsics';
import { Stack } from '@awboost/cfn-template-builder/stack';

const stack = new Stack();
for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
  const id = copy === 0 ? '' : copy;
  const role = stack.use(
    new IAMRole(`Role${id}`, {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
        ],
      },
    }),
  );
  stack.use(
    new IAMPolicy(`Policy${id}`, {
      PolicyName: 'logs',
      Roles: [role.ref],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: ['arn:aws:logs:*:*:*'] }],
      },
    }),
  );
  const fn = stack.use(
    new LambdaFunction(`Function${id}`, {
      Code: {
        ZipFile: Fn.join('\n', [
          'import json',
          'def handler(event, context):',
          '    print(json.dumps(event))',
        ]),
      },
      Handler: 'index.handler',
      Runtime: 'python3.13',
      Role: role.out.Arn,
    }),
  );
  const topic = stack.use(
    new SNSTopic(`Topic${id}`, { Subscription: [{ Protocol: 'lambda', Endpoint: fn.out.Arn }] }),
  );
  stack.use(
    new LambdaPermission(`Permission${id}`, {
      Action: 'lambda:InvokeFunction',
      FunctionName: fn.out.Arn,
      Principal: 'sns.amazonaws.com',
      SourceArn: topic.ref,
    }),
  );
}

/** @type {import('@awboost/cfn-template-builder/builder').AssetLike[]} */
const assets = [];
await stack.build({ addAsset: (asset) => assets.push(asset) }, { templateFileName: 'template.json' });
for (const asset of assets) process.stdout.write(await text(asset.createReadStream()));
