import { allow, join, policyDocument, Region, resource, template } from '@wayleave/cloudformation';
import { Instance, SecurityGroup } from '@wayleave/cloudformation/aws/ec2';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction } from '@wayleave/cloudformation/aws/lambda';

const t = template();

const groups = t.parameter('ExistingSecurityGroups', { Type: 'List<AWS::EC2::SecurityGroup::Id>' });
const vpc = t.parameter('ExistingVPC', { Type: 'AWS::EC2::VPC::Id', Description: 'The VPC of these groups' });
const instanceType = t.parameter('InstanceType', {
  Type: 'String',
  AllowedValues: ['t2.micro', 'm1.small'],
  Default: 't2.micro',
});
const memory = t.parameter('LambdaMemorySize', {
  Type: 'Number',
  Default: 128,
  MinValue: 128,
  MaxValue: 10_240,
  Description: 'MB of memory for the function',
});
const timeout = t.parameter('LambdaTimeout', {
  Type: 'Number',
  Default: 60,
  Description: 'Seconds for a run of the function',
});

const architectures = t.mapping('AWSInstanceType2Arch', {
  'm1.small': { Arch: 'PV64' },
  't2.micro': { Arch: 'HVM64' },
});
const images = t.mapping('AWSRegionArch2AMI', {
  'ap-northeast-1': { HVM64: 'ami-cbf90ecb', PV64: 'ami-27f90e27' },
  'ap-southeast-1': { HVM64: 'ami-68d8e93a', PV64: 'ami-acd9e8fe' },
  'ap-southeast-2': { HVM64: 'ami-fd9cecc7', PV64: 'ami-ff9cecc5' },
  'cn-north-1': { HVM64: 'ami-f239abcb', PV64: 'ami-fa39abc3' },
  'eu-central-1': { HVM64: 'ami-a8221fb5', PV64: 'ami-ac221fb1' },
  'eu-west-1': { HVM64: 'ami-a10897d6', PV64: 'ami-bf0897c8' },
  'sa-east-1': { HVM64: 'ami-b52890a8', PV64: 'ami-bb2890a6' },
  'us-east-1': { HVM64: 'ami-1ecae776', PV64: 'ami-1ccae774' },
  'us-west-1': { HVM64: 'ami-d114f295', PV64: 'ami-d514f291' },
  'us-west-2': { HVM64: 'ami-e7527ed7', PV64: 'ami-ff527ecf' },
});

const role = t.add(
  'LambdaExecutionRole',
  Role({
    Path: '/',
    AssumeRolePolicyDocument: policyDocument(
      allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
    ),
    Policies: [
      {
        PolicyName: 'root',
        PolicyDocument: policyDocument(allow({ actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] })),
      },
    ],
  }),
);

const append = t.add(
  'AppendItemToListFunction',
  LambdaFunction({
    Code: {
      ZipFile: join('\n', [
        "const response = require('cfn-response');",
        'exports.handler = (event, context) => {',
        '  const { List, AppendedItem } = event.ResourceProperties;',
        '  response.send(event, context, response.SUCCESS, { Value: [...List, AppendedItem] });',
        '};',
      ]),
    },
    Handler: 'index.handler',
    Role: role.Arn,
    Runtime: 'nodejs',
    MemorySize: memory.ref,
    Timeout: timeout.ref,
  }),
);

const web = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' };
const group = t.add(
  'SecurityGroup',
  SecurityGroup({
    GroupDescription: 'HTTP in and out',
    VpcId: vpc.ref,
    SecurityGroupIngress: [web],
    SecurityGroupEgress: [web],
  }),
);

const all = t.add(
  'AllSecurityGroups',
  resource<{ Value: readonly string[] }>('AWS::CloudFormation::CustomResource', ['Value'], {
    ServiceToken: append.Arn,
    List: groups.ref,
    AppendedItem: group.ref,
  }),
);

t.add(
  'MyEC2Instance',
  Instance({
    ImageId: images.find(Region, architectures.find(instanceType.ref, 'Arch')),
    InstanceType: instanceType.ref,
    SecurityGroupIds: all.Value,
  }),
);

t.output('AllSecurityGroups', join(', ', all.Value), { Description: 'The groups of the instance' });

export default t;
