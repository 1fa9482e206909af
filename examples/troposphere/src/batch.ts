import { template } from '@wayleave/cloudformation';
import { ComputeEnvironment, JobQueue } from '@wayleave/cloudformation/aws/batch';
import { SecurityGroup } from '@wayleave/cloudformation/aws/ec2';
import { InstanceProfile, Role } from '@wayleave/cloudformation/aws/iam';
import { assumedBy } from './assumed-by.ts';

const t = template('A queue of jobs on instances that come and go');

const vpc = t.parameter('Vpc', {
  Type: 'AWS::EC2::VPC::Id',
  ConstraintDescription: 'The id of a VPC of this account.',
});
const subnetA = t.parameter('PrivateSubnetA', { Type: 'String' });
const subnetB = t.parameter('PrivateSubnetB', { Type: 'String' });

const serviceRole = t.add(
  'BatchServiceRole',
  Role({
    Path: '/',
    Policies: [],
    AssumeRolePolicyDocument: assumedBy('batch.amazonaws.com'),
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole'],
  }),
);
const instanceRole = t.add(
  'BatchInstanceRole',
  Role({
    Path: '/',
    Policies: [],
    AssumeRolePolicyDocument: assumedBy('ec2.amazonaws.com'),
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role'],
  }),
);
const profile = t.add('BatchInstanceProfile', InstanceProfile({ Path: '/', Roles: [instanceRole.ref] }));

const group = t.add(
  'BatchSecurityGroup',
  SecurityGroup({
    VpcId: vpc.ref,
    GroupDescription: 'Access to the instances',
    Tags: [{ Key: 'Name', Value: 'batch-sg' }],
  }),
);

const environment = t.add(
  'BatchComputeEnvironment',
  ComputeEnvironment({
    Type: 'MANAGED',
    ServiceRole: serviceRole.ref,
    ComputeResources: {
      Type: 'EC2',
      DesiredvCpus: 0,
      MinvCpus: 0,
      MaxvCpus: 10,
      InstanceTypes: ['m4.large'],
      InstanceRole: profile.ref,
      LaunchTemplate: { LaunchTemplateName: 'container-volume-encrypt' },
      PlacementGroup: 'ExampleClusterGroup',
      SecurityGroupIds: [group.GroupId],
      Subnets: [subnetA.ref, subnetB.ref],
      Tags: { Name: 'batch-compute-environment', Project: 'example' },
    },
  }),
);

const queue = t.add(
  'ExampleJobQueue',
  JobQueue({
    JobQueueName: 'example-job-queue',
    State: 'ENABLED',
    Priority: 1,
    ComputeEnvironmentOrder: [{ ComputeEnvironment: environment.ref, Order: 1 }],
  }),
);

t.output('BatchComputeEnvironment', environment.ref);
t.output('BatchSecurityGroup', group.ref);
t.output('ExampleJobQueue', queue.ref);

export default t;
