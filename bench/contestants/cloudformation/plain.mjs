// The floor: the template as plain object literals.
const Resources = {};
for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
  const id = copy === 0 ? '' : copy;
  Object.assign(Resources, {
    [`Role${id}`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
          ],
        },
      },
    },
    [`Policy${id}`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'logs',
        Roles: [{ Ref: `Role${id}` }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: ['arn:aws:logs:*:*:*'] }],
        },
      },
    },
    [`Function${id}`]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: {
          ZipFile: {
            'Fn::Join': [
              '\n',
              ['import json', 'def handler(event, context):', '    print(json.dumps(event))'],
            ],
          },
        },
        Handler: 'index.handler',
        Runtime: 'python3.13',
        Role: { 'Fn::GetAtt': [`Role${id}`, 'Arn'] },
      },
    },
    [`Topic${id}`]: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        Subscription: [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': [`Function${id}`, 'Arn'] } }],
      },
    },
    [`Permission${id}`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [`Function${id}`, 'Arn'] },
        Principal: 'sns.amazonaws.com',
        SourceArn: { Ref: `Topic${id}` },
      },
    },
  });
}
process.stdout.write(JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources }));
