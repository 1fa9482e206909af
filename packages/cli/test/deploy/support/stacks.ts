const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

type Resource = { Type: string; Properties?: Record<string, unknown>; [attribute: string]: unknown };

/** A function with its role, as templates have it. */
export function functionStack(code: object | string = 'exports.handler = async () => 1;', more: object = {}) {
  const Code = typeof code === 'string' ? { ZipFile: code } : code;
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code,
          Handler: 'index.handler',
          Runtime: 'nodejs22.x',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ...more,
        },
      },
    } as Record<string, Resource>,
    Outputs: { Name: { Value: { Ref: 'Function' } } },
  };
}

export function topicStack(properties: Record<string, unknown> = {}, outputs: object = {}) {
  return {
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: properties } } as Record<string, Resource>,
    Outputs: outputs,
  };
}

/** Lets SNS call a function that is not there. */
export const permissionOfNobody: Resource = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: 'not-there',
    Principal: 'sns.amazonaws.com',
    SourceArn: { Ref: 'Topic' },
  },
};
