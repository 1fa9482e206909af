/** What tells the services apart before any table is read. */
export interface ServiceAddress {
  readonly table: string;
  /** Name in the SigV4 credential scope and in IAM actions. */
  readonly signingName: string;
  /** Prefix of X-Amz-Target, for services that speak JSON. */
  readonly target?: string;
  /** `Version` parameter, for services that speak awsQuery. */
  readonly version?: string;
}

export const SERVICE_ADDRESSES: readonly ServiceAddress[] = [
  { table: 'sns', signingName: 'sns', version: '2010-03-31' },
  { table: 'sqs', signingName: 'sqs', target: 'AmazonSQS', version: '2012-11-05' },
  { table: 'sts', signingName: 'sts', version: '2011-06-15' },
  { table: 'iam', signingName: 'iam', version: '2010-05-08' },
  { table: 'cloudformation', signingName: 'cloudformation', version: '2010-05-15' },
  { table: 'cloudwatch-logs', signingName: 'logs', target: 'Logs_20140328' },
  { table: 'lambda', signingName: 'lambda' },
  { table: 's3', signingName: 's3' },
];

/** The name used in IAM actions and in the trail: `logs` for the table `cloudwatch-logs`. */
export function signingNameOf(table: string): string {
  return SERVICE_ADDRESSES.find((address) => address.table === table)?.signingName ?? table;
}
