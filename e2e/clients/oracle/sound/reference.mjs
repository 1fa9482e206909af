// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
/** SNS to Lambda, resource by resource, as it is often written. */
export const reference = {
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: {
    Role: {
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
        Code: { ZipFile: { 'Fn::Join': ['\n', ['def handler(event, context):', '    print(event)']] } },
        Handler: 'index.handler',
        Runtime: 'python3.13',
        Timeout: 30,
        MemorySize: 256,
        Architectures: ['arm64'],
        Environment: { Variables: { STAGE: 'production', GREETING: { 'Fn::Sub': 'in ${AWS::Region}' } } },
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Tags: [{ Key: 'team', Value: 'video' }],
      },
    },
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: { Subscription: [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] } }] },
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

/** Parameters, mappings, conditions, outputs, and a function of each kind. */
export const functions = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Every kind of function',
  Parameters: {
    Stage: { Type: 'String', Default: 'test', AllowedValues: ['test', 'production'] },
    Days: { Type: 'Number', Default: 7, MinValue: 1, MaxValue: 3650 },
    Prefix: { Type: 'String', Default: 'clip', AllowedPattern: '[a-z]+', MinLength: 1, MaxLength: 20 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
  },
  Mappings: {
    Sizes: { test: { memory: 128, names: ['a', 'b'] }, production: { memory: 1024, names: ['c', 'd'] } },
  },
  Conditions: {
    IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
    IsTest: { 'Fn::Not': [{ Condition: 'IsProduction' }] },
    IsEither: { 'Fn::Or': [{ Condition: 'IsProduction' }, { Condition: 'IsTest' }] },
    IsBoth: { 'Fn::And': [{ Condition: 'IsProduction' }, { Condition: 'IsEither' }] },
  },
  Rules: {
    Weeks: {
      RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
      Assertions: [
        {
          Assert: { 'Fn::Contains': [['clip', 'film'], { Ref: 'Prefix' }] },
          AssertDescription: 'A known one.',
        },
      ],
    },
  },
  Resources: {
    Queue: {
      Type: 'AWS::SQS::Queue',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        QueueName: { 'Fn::Sub': ['${prefix}-${AWS::StackName}', { prefix: { Ref: 'Prefix' } }] },
        DelaySeconds: { 'Fn::If': ['IsProduction', 0, 5] },
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] },
          maxReceiveCount: 3,
        },
      },
    },
    Dead: { Type: 'AWS::SQS::Queue', Condition: 'IsEither', DependsOn: ['Topic'] },
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        DisplayName: { 'Fn::Join': ['-', [{ Ref: 'Prefix' }, { 'Fn::Select': [0, { Ref: 'Zones' }] }]] },
        KmsMasterKeyId: { 'Fn::If': ['IsBoth', 'alias/aws/sns', { Ref: 'AWS::NoValue' }] },
      },
    },
    Logs: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: { 'Fn::Select': [1, { 'Fn::Split': [',', 'a,clips'] }] },
        RetentionInDays: { 'Fn::If': ['IsTest', 7, 30] },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::ImportValue': 'code-bucket' }, S3Key: 'handler.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        MemorySize: { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] },
        Role: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/handler' },
      },
    },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: {
        VpcId: { Ref: 'Network' },
        CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Network', 'CidrBlock'] }, 4, 8] }] },
        AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      },
    },
    Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  },
  Outputs: {
    QueueUrl: { Value: { Ref: 'Queue' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-queue' } } },
    TopicArn: { Description: 'The topic', Condition: 'IsEither', Value: { Ref: 'Topic' } },
    Days: { Value: { Ref: 'Days' } },
  },
};
