import { Region, template } from '@wayleave/cloudformation';
import { Instance, SecurityGroup } from '@wayleave/cloudformation/aws/ec2';
import { FileSystem, MountTarget } from '@wayleave/cloudformation/aws/efs';
import { InstanceProfile, Role } from '@wayleave/cloudformation/aws/iam';

const t = template();

const keyName = t.parameter('KeyName', { Type: 'String', Description: 'The key pair for SSH' });
const subnet = t.parameter('SubnetId', { Type: 'String', Description: 'The subnet of both' });
const vpc = t.parameter('VpcId', { Type: 'String', Description: 'The VPC of both' });

const images = t.mapping('RegionMap', {
  'ap-northeast-1': { AMI: 'ami-dcfa4edd' },
  'ap-southeast-1': { AMI: 'ami-74dda626' },
  'eu-west-1': { AMI: 'ami-24506250' },
  'sa-east-1': { AMI: 'ami-3e3be423' },
  'us-east-1': { AMI: 'ami-7f418316' },
  'us-west-1': { AMI: 'ami-951945d0' },
  'us-west-2': { AMI: 'ami-16fd7026' },
});

const hosts = t.add('EFSHostSecurityGroup', SecurityGroup({ GroupDescription: 'The instances' }));
const files = t.add(
  'SecurityGroup',
  SecurityGroup({
    VpcId: vpc.ref,
    GroupDescription: 'NFS from the instances',
    SecurityGroupIngress: [
      { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, SourceSecurityGroupId: hosts.ref },
    ],
  }),
);

// The stack has an identity policy in the place of a trust policy: IAM would refuse it.
const role = t.add(
  'EFSHostRole',
  Role({
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: ['elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:DescribeTags'],
          Resource: '*',
        },
      ],
    },
  }),
);
const profile = t.add('EFSInstanceProfile', InstanceProfile({ Roles: [role.ref] }));

const fileSystem = t.add(
  'MyEFSFileSystem',
  FileSystem({ FileSystemTags: [{ Key: 'Name', Value: 'MyEFSFileSystem' }] }),
);
const target = t.add(
  'MyEFSMountTarget',
  MountTarget({ FileSystemId: fileSystem.ref, SubnetId: subnet.ref, SecurityGroups: [files.ref] }),
);

t.add(
  'Ec2Instance',
  Instance({
    ImageId: images.find(Region, 'AMI'),
    InstanceType: 't1.micro',
    KeyName: keyName.ref,
    IamInstanceProfile: profile.ref,
    SecurityGroups: [hosts.ref],
  }),
  { DependsOn: target },
);

export default t;
