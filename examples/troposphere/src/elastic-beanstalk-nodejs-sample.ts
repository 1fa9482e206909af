import { Region, sub, template } from '@wayleave/cloudformation';
import {
  Application,
  ApplicationVersion,
  ConfigurationTemplate,
  Environment,
} from '@wayleave/cloudformation/aws/elasticbeanstalk';
import { InstanceProfile, Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { assumedBy } from './assumed-by.ts';

const t = template('A Node.js application on Elastic Beanstalk');

const keyName = t.parameter('KeyName', {
  Type: 'AWS::EC2::KeyPair::KeyName',
  Description: 'The key pair for SSH to the instances',
  ConstraintDescription: 'The name of a key pair of this account.',
});

const elsewhere = { EC2Principal: 'ec2.amazonaws.com', OpsWorksPrincipal: 'opsworks.amazonaws.com' };
const principals = t.mapping('Region2Principal', {
  'ap-northeast-1': elsewhere,
  'ap-southeast-1': elsewhere,
  'ap-southeast-2': elsewhere,
  'cn-north-1': { EC2Principal: 'ec2.amazonaws.com.cn', OpsWorksPrincipal: 'opsworks.amazonaws.com.cn' },
  'eu-central-1': elsewhere,
  'eu-west-1': elsewhere,
  'sa-east-1': elsewhere,
  'us-east-1': elsewhere,
  'us-west-1': elsewhere,
  'us-west-2': elsewhere,
});

const role = t.add(
  'WebServerRole',
  Role({ Path: '/', AssumeRolePolicyDocument: assumedBy(principals.find(Region, 'EC2Principal')) }),
);
t.add(
  'WebServerRolePolicy',
  Policy({
    PolicyName: 'WebServerRole',
    Roles: [role.ref],
    PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] },
  }),
);
const profile = t.add('WebServerInstanceProfile', InstanceProfile({ Path: '/', Roles: [role.ref] }));

const application = t.add('SampleApplication', Application({ Description: 'An application' }));
const version = t.add(
  'SampleApplicationVersion',
  ApplicationVersion({
    Description: 'The first version',
    ApplicationName: application.ref,
    SourceBundle: { S3Bucket: sub`elasticbeanstalk-samples-${Region}`, S3Key: 'nodejs-sample.zip' },
  }),
);

const launch = 'aws:autoscaling:launchconfiguration';
const configuration = t.add(
  'SampleConfigurationTemplate',
  ConfigurationTemplate({
    Description: 'SSH to the instances',
    ApplicationName: application.ref,
    SolutionStackName: '64bit Amazon Linux 2014.03 v1.0.9 running Node.js',
    OptionSettings: [
      { Namespace: launch, OptionName: 'EC2KeyName', Value: keyName.ref },
      { Namespace: launch, OptionName: 'IamInstanceProfile', Value: profile.ref },
    ],
  }),
);

const environment = t.add(
  'SampleEnvironment',
  Environment({
    Description: 'Where the application runs',
    ApplicationName: application.ref,
    TemplateName: configuration.ref,
    VersionLabel: version.ref,
  }),
);

t.output('URL', sub`http://${environment.EndpointURL}`, { Description: 'Where the application is' });

export default t;
