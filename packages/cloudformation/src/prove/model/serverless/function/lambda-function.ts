import { isUnread, type Unread } from '../../json.ts';
import { members } from '../expressions.ts';

/** Properties that the function of Lambda does not have, or has in another form. */
const OF_SAM = new Set([
  'AssumeRolePolicyDocument',
  'AutoPublishAlias',
  'AutoPublishAliasAllProperties',
  'AutoPublishCodeSha256',
  'CapacityProviderConfig',
  'CodeUri',
  'DeadLetterQueue',
  'DeploymentPreference',
  'EventInvokeConfig',
  'Events',
  'FunctionUrlConfig',
  'ImageUri',
  'InlineCode',
  'PermissionsBoundary',
  'Policies',
  'PropagateTags',
  'ProvisionedConcurrencyConfig',
  'RolePath',
  'SourceKMSKeyArn',
  'Tags',
  'Tracing',
  'VersionDeletionPolicy',
  'VersionDescription',
]);

/** The properties of the function of Lambda; `role` and `tracing` as the transform takes them. */
export function lambdaProperties(properties: Unread, role: unknown, tracing: unknown): Unread {
  const own = Object.entries(properties).filter(([key, value]) => !OF_SAM.has(key) && value !== null);
  const queue = members(properties['DeadLetterQueue']);
  const tags = members(properties['Tags']);
  return {
    ...Object.fromEntries(own),
    Role: role,
    Code: code(properties),
    ...(tracing !== undefined && { TracingConfig: { Mode: tracing } }),
    ...(queue['TargetArn'] !== undefined && { DeadLetterConfig: { TargetArn: queue['TargetArn'] } }),
    Tags: [
      { Key: 'lambda:createdBy', Value: 'SAM' },
      ...Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value })),
    ],
  };
}

/** Code that is not yet packaged is a folder on somebody's disk: no property of it is known. */
function code(properties: Unread): Unread {
  const { InlineCode: inline, CodeUri: uri, ImageUri: image } = properties;
  if (inline !== undefined) return { ZipFile: inline };
  if (image !== undefined) return { ImageUri: image };
  if (isUnread(uri)) return { S3Bucket: uri['Bucket'], S3Key: uri['Key'] };
  const [, bucket, key] = (typeof uri === 'string' && /^s3:\/\/([^/]+)\/(.+)$/.exec(uri)) || [];
  return bucket === undefined ? {} : { S3Bucket: bucket, S3Key: key };
}
