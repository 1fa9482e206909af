import type { TemplateJson } from '@wayleave/cloudformation';

/** The reference stack as plain JSON, made anew for each caller, so that tests may change it. */
export function referenceStackJson(): TemplateJson {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: ['lambda.amazonaws.com'] },
                Action: ['sts:AssumeRole'],
              },
            ],
          },
        },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'logs',
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: 'arn:aws:logs:*:*:*' }],
          },
        },
      },
      Function: {
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
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          Subscription: [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
          Principal: 'sns.amazonaws.com',
          SourceArn: { Ref: 'Topic' },
        },
      },
    },
  };
}
