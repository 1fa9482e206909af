/** AWS's own managed policies that the local clouds know; others answer as not attachable. */
export const AWS_MANAGED_POLICIES: readonly {
  readonly path: string;
  readonly name: string;
  readonly policyId: string;
  readonly description: string;
  readonly document: object;
}[] = [
  {
    path: '/',
    name: 'AdministratorAccess',
    policyId: 'ANPAIWMBCKSKIEE64ZLYK',
    description: 'Provides full access to AWS services and resources.',
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    },
  },
  {
    path: '/service-role/',
    name: 'AWSLambdaBasicExecutionRole',
    policyId: 'ANPAJNCQGXC42545SKXIK',
    description: 'Provides write permissions to CloudWatch Logs.',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: '*',
        },
      ],
    },
  },
];
