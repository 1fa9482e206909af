import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { Local } from '@wayleave/local';
import { type AwsClients, awsClients } from './aws-clients.ts';
import type { StackOutputs } from './deploy.ts';

/** Signs in as the uploader, by the role that the stack made for it. */
export async function signInAsUploader(
  local: Local,
  { sts }: AwsClients,
  outputs: StackOutputs,
): Promise<AwsClients> {
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn: outputs['UploaderRoleArn'], RoleSessionName: 'upload' }),
  );
  return awsClients(local, {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  });
}

export interface UploadedClip {
  readonly bucket: string;
  readonly key: string;
}

export async function uploadClip(
  { s3 }: AwsClients,
  outputs: StackOutputs,
  clip: Uint8Array,
): Promise<UploadedClip> {
  const uploaded = { bucket: outputs['UploadBucketName'] ?? '', key: 'clip.mp4' };
  await s3.send(
    new PutObjectCommand({
      Bucket: uploaded.bucket,
      Key: uploaded.key,
      Body: clip,
      ContentType: 'video/mp4',
    }),
  );
  return uploaded;
}

/** Tells the topic of the clip; answers with SNS's MessageId. */
export async function publish(
  { sns }: AwsClients,
  outputs: StackOutputs,
  message: UploadedClip & { readonly uploadedBy: string },
): Promise<string> {
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn: outputs['TopicArn'], Message: JSON.stringify(message) }),
  );
  return MessageId ?? '';
}
