import cloudform from 'cloudform';

// Node knows of its exports, which are made at run time, by the default one alone.
const { default: toText, Fn, IAM, Lambda, SNS } = /** @type {any} */ (cloudform);

/** @type {Record<string, unknown>} */
const Resources = {};
for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
  const id = copy === 0 ? '' : copy;
  Object.assign(Resources, {
    [`Role${id}`]: new IAM.Role({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
        ],
      },
    }),
    [`Policy${id}`]: new IAM.Policy({
      PolicyName: 'logs',
      Roles: [Fn.Ref(`Role${id}`)],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: ['arn:aws:logs:*:*:*'] }],
      },
    }),
    [`Function${id}`]: new Lambda.Function({
      Code: {
        ZipFile: Fn.Join('\n', [
          'import json',
          'def handler(event, context):',
          '    print(json.dumps(event))',
        ]),
      },
      Handler: 'index.handler',
      Runtime: 'python3.13',
      Role: Fn.GetAtt(`Role${id}`, 'Arn'),
    }),
    [`Topic${id}`]: new SNS.Topic({
      Subscription: [{ Protocol: 'lambda', Endpoint: Fn.GetAtt(`Function${id}`, 'Arn') }],
    }),
    [`Permission${id}`]: new Lambda.Permission({
      Action: 'lambda:InvokeFunction',
      FunctionName: Fn.GetAtt(`Function${id}`, 'Arn'),
      Principal: 'sns.amazonaws.com',
      SourceArn: Fn.Ref(`Topic${id}`),
    }),
  });
}
process.stdout.write(toText({ Resources }));
