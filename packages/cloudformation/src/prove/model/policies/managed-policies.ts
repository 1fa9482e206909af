import type { Statement } from '@wayleave/iam';

const allow = (...actions: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action: actions,
  Resource: '*',
});

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

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
