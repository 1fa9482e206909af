import { AccountId, allow, join, policyDocument, Region, template } from '@wayleave/cloudformation';
import { ComputeEnvironment, JobDefinition, JobQueue } from '@wayleave/cloudformation/aws/batch';
import { Rule } from '@wayleave/cloudformation/aws/events';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic, TopicPolicy } from '@wayleave/cloudformation/aws/sns';
import { assumedBy } from './assumed-by.ts';

const t = template('Scheduled jobs, and a message to a function when one fails', {
  Transform: 'AWS::Serverless-2016-10-31',
});

const group = t.parameter('BatchSG', { Type: 'String' });
const subnets = ['Subnet1', 'Subnet2', 'Subnet3'].map((name) => t.parameter(name, { Type: 'String' }).ref);

const taskRole = t.add(
  'BatchTaskFargateRole',
  Role({
    AssumeRolePolicyDocument: assumedBy('ecs-tasks.amazonaws.com'),
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLogsFullAccess'],
  }),
);

const environment = t.add(
  'ComputeEnvironment',
  ComputeEnvironment({
    ComputeEnvironmentName: 'cron-compute',
    Type: 'MANAGED',
    State: 'ENABLED',
    ServiceRole: join(':', [
      'arn:aws:iam:',
      AccountId,
      'role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch',
    ]),
    ComputeResources: { Type: 'FARGATE', MaxvCpus: 16, SecurityGroupIds: [group.ref], Subnets: subnets },
  }),
);

const queue = t.add(
  'JobQueueCron',
  JobQueue({
    JobQueueName: 'cron-queue',
    Priority: 60,
    State: 'ENABLED',
    ComputeEnvironmentOrder: [{ ComputeEnvironment: environment.ref, Order: 1 }],
  }),
);

const submitRole = t.add(
  'EventBridgeInvokeBatchJobQueueRole',
  Role({
    AssumeRolePolicyDocument: assumedBy('events.amazonaws.com'),
    Policies: [
      {
        PolicyName: 'EventBridgeInvokeBatchJobQueuePolicy',
        PolicyDocument: policyDocument(allow({ actions: ['batch:SubmitJob'], resources: ['*'] })),
      },
    ],
  }),
);

const jobs = [
  {
    id: 'SuccessCron',
    rule: 'CronSuccessJob',
    name: 'cron-success',
    every: 1,
    command: ['echo', "'Success'"],
  },
  { id: 'FailCron', rule: 'CronFailJob', name: 'cron-fail', every: 3, command: ['/bin/sh', '-c', 'exit 1'] },
];
for (const { id, rule, name, every, command } of jobs) {
  t.add(
    `JobDefinition${id}`,
    JobDefinition({
      JobDefinitionName: name,
      Type: 'container',
      PlatformCapabilities: ['FARGATE'],
      RetryStrategy: { Attempts: 3 },
      Timeout: { AttemptDurationSeconds: 3600 },
      ContainerProperties: {
        Image: 'public.ecr.aws/amazonlinux/amazonlinux:latest',
        Command: command,
        ExecutionRoleArn: taskRole.Arn,
        JobRoleArn: taskRole.Arn,
        FargatePlatformConfiguration: { PlatformVersion: '1.4.0' },
        LogConfiguration: { LogDriver: 'awslogs' },
        NetworkConfiguration: { AssignPublicIp: 'ENABLED' },
        ResourceRequirements: [
          { Type: 'MEMORY', Value: '8192' },
          { Type: 'VCPU', Value: '1' },
        ],
      },
    }),
  );
  const scheduled = t.add(
    `EventRule${rule}`,
    Rule({
      Name: name,
      State: 'ENABLED',
      ScheduleExpression: `cron(*/${every} * ? * * *)`,
      Targets: [
        {
          Id: name,
          Arn: queue.ref,
          RoleArn: submitRole.Arn,
          BatchParameters: {
            JobName: `${name}-eventbridge`,
            JobDefinition: join(':', ['arn:aws:batch', Region, AccountId, `job-definition/${name}`, 1]),
          },
        },
      ],
    }),
  );
  t.output(`EventRule${rule}`, scheduled.ref);
}

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
        PolicyDocument: policyDocument(
          allow({ actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] }),
          allow({ actions: ['lambda:*'], resources: ['*'] }),
        ),
      },
    ],
  }),
);
const notify = t.add(
  'LambdaCronFailNotify',
  LambdaFunction({
    FunctionName: 'lambda_cron_fail_notify',
    Code: { ZipFile: join('\n', ['def lambda_handler(event, context):', '    print(event)']) },
    Handler: 'index.lambda_handler',
    Runtime: 'python3.9',
    Role: role.Arn,
    MemorySize: 128,
    Timeout: 900,
  }),
);

const failed = t.add(
  'SnsTopicCronFailed',
  Topic({
    TopicName: 'SnsTopicCronFailed',
    DisplayName: 'SnsTopicCronFailed',
    Subscription: [{ Protocol: 'lambda', Endpoint: notify.Arn }],
  }),
);
t.add(
  'LambdaInvokePermissionCronFailed',
  Permission({
    Action: 'lambda:InvokeFunction',
    FunctionName: notify.ref,
    Principal: 'sns.amazonaws.com',
    SourceArn: failed.ref,
  }),
);
t.add(
  'CronFailedTopicPolicy',
  TopicPolicy({
    Topics: [failed.ref],
    PolicyDocument: {
      Statement: [
        allow({
          principals: { Service: 'events.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [failed.ref],
        }),
      ],
    },
  }),
);
t.add(
  'EventRuleCronFailed',
  Rule({
    Name: 'cron-failed',
    Description: 'Jobs of the queue that failed',
    State: 'ENABLED',
    EventPattern: {
      source: ['aws.batch'],
      'detail-type': ['Batch Job State Change'],
      detail: { status: ['FAILED'], jobQueue: [queue.ref] },
    },
    Targets: [{ Id: 'cron-failed', Arn: failed.ref }],
  }),
);

t.output('BatchComputeEnvironment', environment.ref);
t.output('JobQueueCron', queue.ref);
t.output('SnsTopicCronFailed', failed.ref);
t.output('LambdaCronFailNotify', notify.ref);

export default t;
