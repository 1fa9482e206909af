import { describe, expect, it } from 'vitest';
import { bodyOf, moduleOf } from './support/module-of.ts';

describe('importTemplate', () => {
  it('writes a module as a person would', () => {
    const module = moduleOf(`
AWSTemplateFormatVersion: 2010-09-09
Description: Video processing
Parameters:
  Stage: {Type: String, Default: test, AllowedValues: [test, production]}
Mappings:
  Sizes:
    test: {Memory: 128}
    production: {Memory: 512}
Conditions:
  IsProduction: !Equals [!Ref Stage, production]
Resources:
  InvokePermission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref VideoProcessor
      Principal: sns.amazonaws.com
      SourceArn: !Ref Uploads
  VideoProcessor:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        ZipFile: |
          exports.handler = async (event) => {
            console.log(\`\${event.Records.length} records\`);
          };
      Handler: index.handler
      MemorySize: !FindInMap [Sizes, !Ref Stage, Memory]
      Role: !GetAtt Role.Arn
      Runtime: nodejs22.x
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: [sts:AssumeRole]
            Principal: {Service: lambda.amazonaws.com}
      Policies:
        - PolicyName: logs
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: [logs:CreateLogStream, logs:PutLogEvents]
                Resource: [!Sub 'arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:*']
  Uploads:
    Type: AWS::SNS::Topic
    DeletionPolicy: Retain
    Condition: IsProduction
    Properties:
      DisplayName: !If [IsProduction, Uploads, !Ref AWS::NoValue]
Outputs:
  TopicArn:
    Condition: IsProduction
    Value: !Ref Uploads
    Export: {Name: !Sub '\${AWS::StackName}-topic'}
`);
    expect(module).toBe(`import {
  AccountId,
  allow,
  equals,
  if_,
  NoValue,
  Partition,
  policyDocument,
  Region,
  StackName,
  sub,
  template,
} from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';

const t = template('Video processing');

const stage = t.parameter('Stage', {
  Type: 'String',
  Default: 'test',
  AllowedValues: ['test', 'production'],
});

const sizes = t.mapping('Sizes', { test: { Memory: 128 }, production: { Memory: 512 } });

const isProduction = t.condition('IsProduction', equals(stage.ref, 'production'));

const role = t.add(
  'Role',
  Role({
    AssumeRolePolicyDocument: policyDocument(
      allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
    ),
    Policies: [
      {
        PolicyName: 'logs',
        PolicyDocument: policyDocument(
          allow({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [sub\`arn:\${Partition}:logs:\${Region}:\${AccountId}:log-group:*\`],
          }),
        ),
      },
    ],
  }),
);

const videoProcessor = t.add(
  'VideoProcessor',
  LambdaFunction({
    Code: {
      ZipFile: \`exports.handler = async (event) => {
  console.log(\\\`\\\${event.Records.length} records\\\`);
};
\`,
    },
    Handler: 'index.handler',
    MemorySize: sizes.find(stage.ref, 'Memory'),
    Role: role.Arn,
    Runtime: 'nodejs22.x',
  }),
);

const uploads = t.add('Uploads', Topic({ DisplayName: if_(isProduction, 'Uploads', NoValue) }), {
  DeletionPolicy: 'Retain',
  Condition: isProduction,
});

t.add(
  'InvokePermission',
  Permission({
    Action: 'lambda:InvokeFunction',
    FunctionName: videoProcessor.ref,
    Principal: 'sns.amazonaws.com',
    SourceArn: uploads.ref,
  }),
);

t.output('TopicArn', uploads.ref, { Condition: isProduction, Export: { Name: sub\`\${StackName}-topic\` } });

export default t;
`);
  });
});

describe('names', () => {
  it('are camel case, and clear of words, of the module and of each other', () => {
    const text = bodyOf(`
Parameters: {T: {Type: String}, VPCId: {Type: String}}
Conditions: {Queue: !Equals [!Ref T, !Ref VPCId]}
Resources:
  Queue: {Type: AWS::SQS::Queue, Condition: Queue}
  class: {Type: AWS::SNS::Topic, DependsOn: Queue}
  1st: {Type: AWS::SNS::Topic, DependsOn: [class, Queue]}
Outputs: {Out: {Value: !Ref 1st}}
`);
    expect(text).toBe(`const tParameter = t.parameter('T', { Type: 'String' });
const vpcId = t.parameter('VPCId', { Type: 'String' });

const queue = t.condition('Queue', equals(tParameter.ref, vpcId.ref));

const queueResource = t.add('Queue', Queue(), { Condition: queue });
const classResource = t.add('class', Topic(), { DependsOn: queueResource });
const _1st = t.add('1st', Topic(), { DependsOn: [classResource, queueResource] });

t.output('Out', _1st.ref);
`);
  });

  it('of types are told apart by their services', () => {
    const module = moduleOf(`
Resources:
  A: {Type: AWS::ECS::Cluster}
  B: {Type: AWS::EKS::Cluster, Properties: {RoleArn: role, ResourcesVpcConfig: {SubnetIds: []}}}
  C: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: x}, Role: role}}
`);
    expect(module).toContain("import { Cluster as ECSCluster } from '@wayleave/cloudformation/aws/ecs';");
    expect(module).toContain("import { Cluster as EKSCluster } from '@wayleave/cloudformation/aws/eks';");
    expect(module).toContain("import { LambdaFunction } from '@wayleave/cloudformation/aws/lambda';");
    expect(module).toContain(
      "t.add('B', EKSCluster({ RoleArn: 'role', ResourcesVpcConfig: { SubnetIds: [] } }));",
    );
  });
});

describe('what has no handle', () => {
  it('in a circle is referred to by its name', () => {
    const text = bodyOf(`
Resources:
  A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt B.TopicName}}
  B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '\${A} \${A.TopicName}'}}
`);
    expect(
      text,
    ).toBe(`const b = t.add('B', Topic({ DisplayName: sub\`\${later.ref('A')} \${later.getAtt('A', 'TopicName')}\` }));
t.add('A', Topic({ DisplayName: b.TopicName }));
`);
  });

  it('is an attribute that only a provider knows', () => {
    const text = bodyOf(`
Resources:
  Ticker: {Type: Custom::Ticker, Properties: {ServiceToken: token, Every: [1, {Ref: Topic}]}}
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Time: {Value: !GetAtt Ticker.Time}
  Odd: {Value: !GetAtt Topic.Odd}
`);
    expect(text).toBe(`const topic = t.add('Topic', Topic());

const ticker = t.add(
  'Ticker',
  resource('Custom::Ticker', 'any', { ServiceToken: 'token', Every: [1, topic.ref] }),
);

t.output('Time', later.getAtt(ticker, 'Time'));
t.output('Odd', later.getAtt(topic, 'Odd'));
`);
  });
});

describe('what the types do not take', () => {
  it('is cast, below a note that says why', () => {
    const text = bodyOf(`
Parameters: {Size: {Type: String, MinLength: '1'}}
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Code: {ZipFile: x}
      Role: role
      Timeout: !Ref Size
      PackageType: Odd
      BrandNew: {A: 1}
`);
    expect(text).toBe(`const size = t.parameter('Size', {
  Type: 'String',
  // note: MinLength takes a number.
  MinLength: '1' as never,
});

t.add(
  'Fn',
  LambdaFunction({
    Code: { ZipFile: 'x' },
    Role: 'role',
    // note: Timeout takes a number.
    Timeout: size.ref as never,
    // note: PackageType takes Image, Zip.
    PackageType: 'Odd' as never,
    // note: BrandNew is not among the names that are known here.
    ...{ BrandNew: { A: 1 } },
  }),
);
`);
  });

  it('is plain text where only the kind of ARN is in doubt', () => {
    const text = bodyOf(`
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: x}, Role: !Ref Role}}
`);
    expect(text).toContain('// note: Role takes the ARN of iam:role, which this is not known to be.\n');
    expect(text).toContain('Role: plain(role.ref),\n');
  });

  it('is a property that is lacking', () => {
    const text = bodyOf('Resources: {Fn: {Type: AWS::Lambda::Function, Properties: {Role: role}}}');
    expect(text).toBe(`// note: AWS::Lambda::Function lacks Code.
t.add('Fn', LambdaFunction({ Role: 'role' } as never));
`);
  });

  it('cannot end the comment that speaks of it', () => {
    const text = bodyOf(
      '{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {"a\\nprocess.exit(1);//": 1}}}}',
    );
    expect(text).toContain('// note: AWS::SNS::Topic is not known to have a process.exit(1);//.\n');
  });
});

describe('what the builder has no call for', () => {
  it('is a form of a function: it is written as it is', () => {
    const text = bodyOf(`
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {DisplayName: !Sub ['\${A} \${AWS::Region}', {A: !Ref AWS::StackName}]}
`);
    expect(
      text,
    ).toContain(`    // note: Fn::Sub is written as it is: the builder has no function for this form of it.
    DisplayName: { 'Fn::Sub': ['\${A} \${AWS::Region}', { A: StackName }] } as never,
`);
  });

  it('is what the module begins with', () => {
    const module = moduleOf(`
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Globals: {Function: {Timeout: 10}}
Resources:
  Fn: {Type: AWS::Serverless::Function, Properties: {Handler: index.handler}}
  Fn::ForEach::Topics: [Name, [A, B], {'Topic\${Name}': {Type: AWS::SNS::Topic}}]
`);
    expect(module).toBe(`import { parseTemplate, resource } from '@wayleave/cloudformation';

// note: the builder has no calls for what is in this template from the start.
const t = parseTemplate(
  JSON.stringify({
    Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
    Globals: { Function: { Timeout: 10 } },
    Resources: {
      'Fn::ForEach::Topics': ['Name', ['A', 'B'], { 'Topic\${Name}': { Type: 'AWS::SNS::Topic' } }],
    },
  }),
);

t.add('Fn', resource('AWS::Serverless::Function', 'any', { Handler: 'index.handler' }));

export default t;
`);
  });

  it('is a function of AWS::LanguageExtensions in a template that does not ask for that', () => {
    const resources =
      'Resources: {A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: {Fn::Length: [1]}}}}';
    expect(bodyOf(resources)).toContain("{ 'Fn::Length': [1] } as never");
    expect(bodyOf(`Transform: AWS::LanguageExtensions\n${resources}`)).toContain('length([1])');
  });
});
