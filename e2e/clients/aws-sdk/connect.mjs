import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

/** @typedef {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string }} Keys */

/**
 * The SDK's clients for the local AWS; only endpoint, region and keys differ from what talks to the real one.
 *
 * @param {import('../../support/clouds.mjs').Whereabouts} where
 * @param {Keys} [credentials]
 */
export function connect({ aws }, credentials = aws.credentials) {
  const config = { endpoint: aws.url, region: aws.region, credentials, maxAttempts: 1 };
  return {
    cloudformation: new CloudFormationClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    sts: new STSClient(config),
  };
}

/**
 * A user with one inline policy, or with none, and its keys.
 *
 * @param {IAMClient} iam
 * @param {string} UserName
 * @param {readonly object[]} [statements]
 * @returns {Promise<Keys>}
 */
export async function createUser(iam, UserName, statements) {
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements !== undefined) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'e2e', PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

/**
 * What the SDK makes of a refusal: an exception of the service, named by its code.
 *
 * @param {Function} type  the exception class of the client
 * @param {string} name
 * @param {number} status
 * @param {RegExp} message
 */
export const refused = (type, name, status, message) => (/** @type {any} */ error) => {
  const got = `${error.constructor.name} ${error.name} ${error.$metadata?.httpStatusCode} ${error.message}`;
  const right =
    error instanceof /** @type {any} */ (type) &&
    error.name === name &&
    error.$metadata.httpStatusCode === status &&
    message.test(error.message);
  if (!right) throw new Error(`expected ${type.name} ${name} ${status} ${message}, got ${got}`);
  return true;
};
