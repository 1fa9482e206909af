import { equals, if_, NoValue, not, sub, template } from '@wayleave/cloudformation';
import { Cluster, SecurityConfiguration, Step } from '@wayleave/cloudformation/aws/emr';
import type { ClusterAutoScalingPolicyProperty } from '@wayleave/cloudformation/aws/emr/cluster';
import { InstanceProfile, Role } from '@wayleave/cloudformation/aws/iam';
import { assumedBy } from './assumed-by.ts';

const t = template('A cluster that scales, on spot instances where a price is given');

const keyName = t.parameter('KeyName', {
  Type: 'AWS::EC2::KeyPair::KeyName',
  Description: 'The key pair for SSH',
});
const subnet = t.parameter('Subnet', { Type: 'AWS::EC2::Subnet::Id', Description: 'The subnet' });
const spotPrice = t.parameter('SpotPrice', {
  Type: 'Number',
  Default: 0.1,
  Description: 'What to bid, or 0 for instances on demand',
});
const collector = t.parameter('GcTimeRatioValue', {
  Type: 'Number',
  Default: 19,
  Description: 'Time for the program, in times that for the garbage collector',
});
const onSpot = t.condition('WithSpotPrice', not(equals(spotPrice.ref, '0')));

const key = {
  AwsKmsKey: 'arn:aws:kms:us-east-1:123456789012:key/1234-1234-1234-1234-1234',
};
const security = t.add(
  'EMRSecurityConfiguration',
  SecurityConfiguration({
    Name: 'EMRSampleClusterSecurityConfiguration',
    SecurityConfiguration: {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: {
            CertificateProviderType: 'PEM',
            S3Object: 's3://MyConfigStore/artifacts/MyCerts.zip',
          },
        },
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: { EncryptionMode: 'SSE-KMS', ...key },
          LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: 'AwsKms', ...key },
        },
      },
    },
  }),
);

const managed = 'arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduce';
const serviceRole = t.add(
  'EMRServiceRole',
  Role({
    AssumeRolePolicyDocument: assumedBy('elasticmapreduce.amazonaws.com'),
    ManagedPolicyArns: [`${managed}Role`],
  }),
);
const jobRole = t.add(
  'EMRJobFlowRole',
  Role({
    AssumeRolePolicyDocument: assumedBy('ec2.amazonaws.com'),
    ManagedPolicyArns: [`${managed}forEC2Role`],
  }),
);
const profile = t.add('EMRInstanceProfile', InstanceProfile({ Roles: [jobRole.ref] }));

function scaling(group: string): ClusterAutoScalingPolicyProperty {
  return {
    Constraints: { MinCapacity: 1, MaxCapacity: 3 },
    Rules: [
      {
        Name: `${group}AutoScalingPolicy`,
        Description: 'One instance while the metric is high',
        Action: {
          Market: 'ON_DEMAND',
          SimpleScalingPolicyConfiguration: {
            AdjustmentType: 'EXACT_CAPACITY',
            ScalingAdjustment: 1,
            CoolDown: 300,
          },
        },
        Trigger: {
          CloudWatchAlarmDefinition: {
            Namespace: 'AWS/ElasticMapReduce',
            MetricName: 'TestMetric',
            Dimensions: [{ Key: 'my.custom.master.property', Value: 'my.custom.master.value' }],
            Statistic: 'AVERAGE',
            Unit: 'PERCENT',
            Period: 300,
            EvaluationPeriods: 120,
            ComparisonOperator: 'GREATER_THAN',
            Threshold: 50,
          },
        },
      },
    ],
  };
}

const cluster = t.add(
  'EMRSampleCluster',
  Cluster({
    Name: 'EMR Sample Cluster',
    ReleaseLabel: 'emr-4.4.0',
    ServiceRole: serviceRole.ref,
    JobFlowRole: profile.ref,
    AutoScalingRole: 'EMR_AutoScaling_DefaultRole',
    SecurityConfiguration: security.ref,
    Tags: [{ Key: 'Name', Value: 'EMR Sample Cluster' }],
    Applications: ['Hadoop', 'Hive', 'Mahout', 'Pig', 'Spark'].map((Name) => ({ Name })),
    BootstrapActions: [
      {
        Name: 'Dummy bootstrap action',
        ScriptBootstrapAction: {
          Path: 'file:/usr/share/aws/emr/scripts/install-hue',
          Args: ['dummy', 'parameter'],
        },
      },
    ],
    Configurations: [
      {
        Classification: 'core-site',
        ConfigurationProperties: { 'hadoop.security.groups.cache.secs': '250' },
      },
      {
        Classification: 'mapred-site',
        ConfigurationProperties: {
          'mapred.tasktracker.map.tasks.maximum': '2',
          'mapreduce.map.sort.spill.percent': '90',
          'mapreduce.tasktracker.reduce.tasks.maximum': '5',
        },
      },
      {
        Classification: 'hadoop-env',
        Configurations: [
          {
            Classification: 'export',
            ConfigurationProperties: {
              HADOOP_DATANODE_HEAPSIZE: '2048',
              HADOOP_NAMENODE_OPTS: sub`-XX:GCTimeRatio=${collector}`,
            },
          },
        ],
      },
    ],
    Instances: {
      Ec2KeyName: keyName.ref,
      Ec2SubnetId: subnet.ref,
      MasterInstanceGroup: {
        Name: 'Master Instance',
        InstanceCount: 1,
        InstanceType: 'm4.large',
        Market: 'ON_DEMAND',
        AutoScalingPolicy: scaling('Master'),
      },
      CoreInstanceGroup: {
        Name: 'Core Instance',
        InstanceCount: 1,
        InstanceType: 'm4.large',
        BidPrice: if_(onSpot, sub`${spotPrice}`, NoValue),
        Market: if_(onSpot, 'SPOT', 'ON_DEMAND'),
        AutoScalingPolicy: scaling('Core'),
        EbsConfiguration: {
          EbsOptimized: true,
          EbsBlockDeviceConfigs: [
            { VolumesPerInstance: 1, VolumeSpecification: { SizeInGB: 10, VolumeType: 'gp2' } },
          ],
        },
      },
    },
  }),
);

t.add(
  'TestStep',
  Step({
    Name: 'TestStep',
    JobFlowId: cluster.ref,
    ActionOnFailure: 'CONTINUE',
    HadoopJarStep: {
      Jar: 's3://emr-cfn-test/hadoop-mapreduce-examples-2.6.0.jar',
      MainClass: 'pi',
      Args: ['5', '10'],
      StepProperties: [{ Key: 'my.custom.property', Value: 'my.custom.value' }],
    },
  }),
);

export default t;
