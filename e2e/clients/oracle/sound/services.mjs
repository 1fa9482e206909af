// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
/** @param {Record<string, unknown>} Resources */
const of = (Resources) => ({ AWSTemplateFormatVersion: '2010-09-09', Resources });

/** @param {string} service @param {Record<string, unknown>} [more] */
const role = (service, more = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    ...more,
  },
});

/** A few resources of many services, with properties of every shape. */
export const services = {
  storage: of({
    Bucket: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: {
          Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: 30, Prefix: 'logs/' }],
        },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
        SSESpecification: { SSEEnabled: true },
      },
    },
    Files: {
      Type: 'AWS::EFS::FileSystem',
      Properties: { Encrypted: true, PerformanceMode: 'generalPurpose', ThroughputMode: 'bursting' },
    },
    Repository: {
      Type: 'AWS::ECR::Repository',
      Properties: { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true } },
    },
  }),
  messages: of({
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: 'uploads',
        DisplayName: 'Uploads',
        TracingConfig: 'PassThrough',
        SignatureVersion: '2',
      },
    },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { VisibilityTimeout: 120, MessageRetentionPeriod: 86400, SqsManagedSseEnabled: true },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        FilterPolicy: { kind: ['video'] },
        FilterPolicyScope: 'MessageAttributes',
        RawMessageDelivery: true,
      },
    },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } },
            },
          ],
        },
      },
    },
    Stream: {
      Type: 'AWS::Kinesis::Stream',
      Properties: { RetentionPeriodHours: 48, StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
    },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'videos' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['videos'] },
        State: 'ENABLED',
        Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
      },
    },
  }),
  functions: of({
    Role: role('lambda.amazonaws.com', { MaxSessionDuration: 3600, Path: '/service/' }),
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'example-code', S3Key: 'handler.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        EphemeralStorage: { Size: 1024 },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'Logs' } },
        TracingConfig: { Mode: 'Active' },
        ReservedConcurrentExecutions: 5,
      },
    },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: { Ref: 'Function' },
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        Name: 'live',
      },
    },
    Invocations: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        MaximumEventAgeInSeconds: 3600,
      },
    },
    Url: {
      Type: 'AWS::Lambda::Url',
      Properties: {
        AuthType: 'AWS_IAM',
        TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] },
        Cors: { AllowOrigins: ['*'], MaxAge: 60 },
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30, LogGroupClass: 'STANDARD' } },
    Errors: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: { Ref: 'Logs' },
        FilterPattern: 'ERROR',
        MetricTransformations: [{ MetricName: 'errors', MetricNamespace: 'videos', MetricValue: '1' }],
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        MetricName: 'errors',
        Namespace: 'videos',
        Period: 60,
        Statistic: 'Sum',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
      },
    },
    States: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        StateMachineType: 'EXPRESS',
        DefinitionString: '{"StartAt":"End","States":{"End":{"Type":"Succeed"}}}',
      },
    },
  }),
  network: of({
    Network: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, InstanceTenancy: 'default' },
    },
    First: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Network' }, CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: false },
    },
    Second: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Network' }, CidrBlock: '10.0.1.0/24' } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'web',
        VpcId: { Ref: 'Network' },
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }],
      },
    },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: {
        Scheme: 'internal',
        Type: 'application',
        Subnets: [{ Ref: 'First' }, { Ref: 'Second' }],
        SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
      },
    },
    Targets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        Port: 80,
        Protocol: 'HTTP',
        TargetType: 'ip',
        VpcId: { Ref: 'Network' },
        HealthCheckIntervalSeconds: 30,
        HealthCheckPath: '/health',
        Matcher: { HttpCode: '200' },
      },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
      },
    },
    Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'example.com' } },
    Record: {
      Type: 'AWS::Route53::RecordSet',
      Properties: {
        HostedZoneId: { Ref: 'Zone' },
        Name: 'www.example.com',
        Type: 'CNAME',
        TTL: '300',
        ResourceRecords: [{ 'Fn::GetAtt': ['Balancer', 'DNSName'] }],
      },
    },
  }),
  containers: of({
    Cluster: {
      Type: 'AWS::ECS::Cluster',
      Properties: { ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] },
    },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Cpu: '256',
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ExecutionRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        ContainerDefinitions: [
          {
            Name: 'web',
            Image: 'public.ecr.aws/nginx/nginx:1',
            Essential: true,
            PortMappings: [{ ContainerPort: 80, Protocol: 'tcp' }],
            Environment: [{ Name: 'STAGE', Value: 'test' }],
          },
        ],
      },
    },
    Role: role('ecs-tasks.amazonaws.com'),
    Pool: {
      Type: 'AWS::Cognito::UserPool',
      Properties: {
        UserPoolName: 'people',
        MfaConfiguration: 'OFF',
        Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
        Schema: [{ Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true }],
      },
    },
    Client: {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: { UserPoolId: { Ref: 'Pool' }, GenerateSecret: true, RefreshTokenValidity: 30 },
    },
    Api: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: 'videos',
        ProtocolType: 'HTTP',
        CorsConfiguration: { AllowMethods: ['GET'], MaxAge: 60 },
      },
    },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
  }),
  security: of({
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        EnableKeyRotation: true,
        KeySpec: 'SYMMETRIC_DEFAULT',
        PendingWindowInDays: 7,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
              Action: 'kms:*',
              Resource: '*',
            },
          ],
        },
      },
    },
    Alias: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: 'alias/videos', TargetKeyId: { Ref: 'Key' } },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        GenerateSecretString: { PasswordLength: 30, ExcludePunctuation: true },
        KmsKeyId: { Ref: 'Key' },
      },
    },
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x', Tier: 'Standard' } },
    Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'people', Path: '/' } },
    User: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'Group' }] } },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Groups: [{ Ref: 'Group' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
        },
      },
    },
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        DefaultAction: { Allow: {} },
        Scope: 'REGIONAL',
        VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'acl', SampledRequestsEnabled: true },
      },
    },
    Trail: {
      Type: 'AWS::CloudTrail::Trail',
      Properties: { IsLogging: true, S3BucketName: 'example-trail', IncludeGlobalServiceEvents: true },
    },
    Plan: {
      Type: 'AWS::Backup::BackupPlan',
      Properties: {
        BackupPlan: {
          BackupPlanName: 'daily',
          BackupPlanRule: [{ RuleName: 'daily', TargetBackupVault: 'Default', CompletionWindowMinutes: 120 }],
        },
      },
    },
    Database: {
      Type: 'AWS::RDS::DBInstance',
      DeletionPolicy: 'Snapshot',
      Properties: {
        AllocatedStorage: '20',
        DBInstanceClass: 'db.t3.micro',
        Engine: 'postgres',
        ManageMasterUserPassword: true,
        MasterUsername: 'owner',
        StorageEncrypted: true,
        BackupRetentionPeriod: 7,
      },
    },
    Build: {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        Artifacts: { Type: 'NO_ARTIFACTS' },
        Environment: {
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: 'aws/codebuild/standard:7.0',
          Type: 'LINUX_CONTAINER',
        },
        ServiceRole: { 'Fn::GetAtt': ['BuildRole', 'Arn'] },
        Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
        TimeoutInMinutes: 10,
      },
    },
    BuildRole: role('codebuild.amazonaws.com'),
  }),
};
