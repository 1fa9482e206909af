import type { Statement } from '@wayleave/iam';

const allow = (...actions: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
});

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const TRACES = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];

const TABLE_STREAMS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/**
 * AWS's own managed policies that execution roles commonly have, by the part of the ARN after `policy/`, as AWS
 * published them. One that is not here is not known to the prover.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const MANAGED_POLICIES: ReadonlyMap<string, readonly Statement[]> = new Map<
  string,
  readonly Statement[]
>([
  ['service-role/AWSLambdaBasicExecutionRole', [allow(...LOGS)]],
  [
    'service-role/AWSLambdaSQSQueueExecutionRole',
    [allow('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS)],
  ],
  [
    'service-role/AWSLambdaVPCAccessExecutionRole',
    [
      allow(
        ...LOGS,
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ),
    ],
  ],
  [
    'service-role/AWSLambdaKinesisExecutionRole',
    [
      allow(
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
        'kinesis:ListStreams',
        'kinesis:SubscribeToShard',
        ...LOGS,
      ),
    ],
  ],
  ['service-role/AWSLambdaDynamoDBExecutionRole', [allow(...TABLE_STREAMS, ...LOGS)]],
  ['AWSLambdaInvocation-DynamoDB', [allow('lambda:InvokeFunction'), allow(...TABLE_STREAMS)]],
  [
    'service-role/AWSLambdaMSKExecutionRole',
    [
      allow(
        'kafka:DescribeCluster',
        'kafka:DescribeClusterV2',
        'kafka:GetBootstrapBrokers',
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeVpcs',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeSubnets',
        'ec2:DescribeSecurityGroups',
        ...LOGS,
      ),
    ],
  ],
  ['service-role/AWSLambdaRole', [allow('lambda:InvokeFunction')]],
  [
    'AWSLambdaExecute',
    [
      { Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:*:*' },
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::*' },
    ],
  ],
  [
    'CloudWatchLambdaInsightsExecutionRolePolicy',
    [
      allow('logs:CreateLogGroup'),
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda-insights:*',
      },
    ],
  ],
  ['AWSXRayDaemonWriteAccess', [allow(...TRACES)]],
  ['AWSXrayWriteOnlyAccess', [allow(...TRACES)]],
  [
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    [
      allow(
        ...LOGS,
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:GetLogEvents',
        'logs:FilterLogEvents',
      ),
    ],
  ],
  ['AmazonSQSFullAccess', [allow('sqs:*')]],
  ['AmazonKinesisFullAccess', [allow('kinesis:*')]],
  ['AmazonS3FullAccess', [allow('s3:*', 's3-object-lambda:*')]],
  ['AdministratorAccess', [allow('*')]],
  [
    'PowerUserAccess',
    [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow(
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
        'account:ListRegions',
        'account:GetAccountInformation',
      ),
    ],
  ],
  [
    'AmazonS3ReadOnlyAccess',
    [allow('s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*')],
  ],
]);
