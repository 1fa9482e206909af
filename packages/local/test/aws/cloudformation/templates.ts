const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }],
});

/** Role, inline policy, function, topic that subscribes it, and the permission: five resources. */
export function snsToLambda(runtime = 'nodejs22.x'): {
  AWSTemplateFormatVersion: string;
  Resources: Record<
    string,
    { Type: string; Properties: Record<string, unknown>; [attribute: string]: unknown }
  >;
} {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
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
                ['exports.handler = async (event) => {', '  console.log(JSON.stringify(event));', '};'],
              ],
            },
          },
          Handler: 'index.handler',
          Runtime: runtime,
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

export const topicStack = (properties: object = {}, outputs: object = {}) => ({
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: properties } },
  ...(Object.keys(outputs).length > 0 && { Outputs: outputs }),
});

export { trust };
