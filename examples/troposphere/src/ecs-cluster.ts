import {
  allow,
  base64,
  policyDocument,
  Region,
  StackId,
  StackName,
  sub,
  template,
} from '@wayleave/cloudformation';
import { AutoScalingGroup, LaunchConfiguration } from '@wayleave/cloudformation/aws/autoscaling';
import { Cluster } from '@wayleave/cloudformation/aws/ecs';
import { InstanceProfile, Policy, Role } from '@wayleave/cloudformation/aws/iam';

const t = template();

const cluster = t.add('ECSCluster', Cluster());

const role = t.add(
  'EcsClusterRole',
  Role({
    Path: '/',
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'],
    AssumeRolePolicyDocument: policyDocument(
      allow({ actions: ['sts:AssumeRole'], principals: { Service: 'ec2.amazonaws.com' } }),
    ),
  }),
);
const profile = t.add('EC2InstanceProfile', InstanceProfile({ Path: '/', Roles: [role.ref] }));

t.add(
  'PolicyEcs',
  Policy({
    PolicyName: 'EcsPolicy',
    Roles: [role.ref],
    PolicyDocument: policyDocument(
      allow({
        actions: [
          'ecs:CreateCluster',
          'ecs:RegisterContainerInstance',
          'ecs:DeregisterContainerInstance',
          'ecs:DiscoverPollEndpoint',
          'ecs:Submit*',
          'ecs:Poll',
          'ecs:StartTelemetrySession',
        ],
        resources: ['*'],
      }),
    ),
  }),
);
t.add(
  'PolicyEcr',
  Policy({
    PolicyName: 'EcrPolicy',
    Roles: [role.ref],
    PolicyDocument: policyDocument(
      allow({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
      allow({
        sid: 'AllowPull',
        actions: ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'],
        resources: ['*'],
      }),
    ),
  }),
);
t.add(
  'PolicyCloudwatch',
  Policy({
    PolicyName: 'Cloudwatch',
    Roles: [role.ref],
    PolicyDocument: policyDocument(allow({ actions: ['cloudwatch:*'], resources: ['*'] })),
  }),
);

const hup = '/etc/cfn/cfn-hup.conf';
const reloader = '/etc/cfn/hooks.d/cfn-auto-reloader.conf';
const ours = { mode: '000400', owner: 'root', group: 'root' };

const launch = t.add(
  'ContainerInstances',
  LaunchConfiguration({
    ImageId: 'ami-13f84d60',
    InstanceType: 't2.micro',
    KeyName: 'yourkey',
    IamInstanceProfile: profile.ref,
    SecurityGroups: ['sg-96114ef2'],
    AssociatePublicIpAddress: true,
    UserData: base64(sub`#!/bin/bash -xe
yum install -y aws-cfn-bootstrap
/opt/aws/bin/cfn-init -v          --stack ${StackName}         --resource ContainerInstances          --region ${Region}
/opt/aws/bin/cfn-signal -e $?          --stack ${StackName}         --resource ECSAutoScalingGroup          --region ${Region}
`),
  }),
  {
    Metadata: {
      'AWS::CloudFormation::Init': {
        config: {
          commands: {
            '01_add_instance_to_cluster': {
              command: sub`#!/bin/bash
echo ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config`,
            },
            '02_install_ssm_agent': {
              command: `#!/bin/bash
yum -y update
curl https://amazon-ssm-eu-west-1.s3.amazonaws.com/latest/linux_amd64/amazon-ssm-agent.rpm -o amazon-ssm-agent.rpm
yum install -y amazon-ssm-agent.rpm`,
            },
          },
          files: {
            [hup]: { ...ours, content: sub`[main]\nstack=${StackId}\nregion=${Region}\n` },
            [reloader]: {
              ...ours,
              content: sub`[cfn-auto-reloader-hook]
triggers=post.update
path=Resources.ContainerInstances.Metadata.AWS::CloudFormation::Init
action=/opt/aws/bin/cfn-init -v --stack ${StackName} --resource ContainerInstances  --region ${Region}
runas=root
`,
            },
          },
          services: { 'cfn-hup': { enabled: true, ensureRunning: true, files: [hup, reloader] } },
        },
      },
    },
  },
);

t.add(
  'ECSAutoScalingGroup',
  AutoScalingGroup({
    MinSize: '1',
    MaxSize: '1',
    DesiredCapacity: '1',
    LaunchConfigurationName: launch.ref,
    AvailabilityZones: ['eu-west-1a', 'eu-west-1b'],
    VPCZoneIdentifier: ['subnet-72849a0a', 'subnet-72849a08'],
  }),
);

export default t;
