import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { Local } from '@wayleave/local';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The SDK's own clients, pointed at local AWS. */
export interface AwsClients {
  readonly cloudformation: CloudFormationClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sts: STSClient;
  readonly logs: CloudWatchLogsClient;
  close(): void;
}

export function awsClients(local: Local, credentials: AwsCredentials = local.aws.credentials): AwsClients {
  const options = { endpoint: local.aws.url, region: local.aws.region, credentials };
  const clients = {
    cloudformation: new CloudFormationClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sns: new SNSClient(options),
    sts: new STSClient(options),
    logs: new CloudWatchLogsClient(options),
  };
  return {
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
