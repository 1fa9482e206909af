import {
  AccountId,
  allow,
  join,
  Partition,
  policyDocument,
  StackName,
  sub,
  type Template,
  template,
} from '@wayleave/cloudformation';
import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import {
  EventInvokeConfig,
  Function as LambdaFunction,
  Permission,
} from '@wayleave/cloudformation/aws/lambda';
import { LogGroup } from '@wayleave/cloudformation/aws/logs';
import { Bucket } from '@wayleave/cloudformation/aws/s3';
import { Subscription, Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue, QueuePolicy } from '@wayleave/cloudformation/aws/sqs';

/** The pieces of authorisation that the road can be shown without. */
export type Piece = 'lambda-permission' | 'execution-role-logs' | 'subscription';

/**
 * The AWS side: a topic, the function that listens to it, its execution role, the permission with which SNS
 * may invoke it, its log group, the queue for what could not be delivered or handled, and the role of whoever
 * uploads. `without` leaves pieces out, to see what AWS says then.
 */
export function videoPipeline(without: readonly Piece[] = []): Template {
  const t = template('Video pipeline: SNS to Lambda to Dataverse');
  const has = (piece: Piece) => !without.includes(piece);

  const codeBucket = t.parameter('CodeBucket', { Type: 'String' });
  const codeKey = t.parameter('CodeKey', { Type: 'String' });
  const dataverseUrl = t.parameter('DataverseUrl', { Type: 'String' });
  const authority = t.parameter('EntraAuthority', {
    Type: 'String',
    Default: 'https://login.microsoftonline.com',
  });
  const tenantId = t.parameter('EntraTenantId', { Type: 'String' });
  const clientId = t.parameter('EntraClientId', { Type: 'String' });
  const clientSecret = t.parameter('EntraClientSecret', { Type: 'String', NoEcho: true });

  const uploadBucket = t.add('UploadBucket', Bucket({}));
  const outputBucket = t.add('OutputBucket', Bucket({}));
  const uploads = t.add('Uploads', Topic({ DisplayName: 'Uploaded videos' }));
  const undelivered = t.add('Undelivered', Queue({ MessageRetentionPeriod: 1_209_600 }));
  const logs = t.add(
    'Logs',
    LogGroup({ LogGroupName: sub`/video-pipeline/${StackName}`, RetentionInDays: 30 }),
  );

  const role = t.add(
    'ExecutionRole',
    Role({
      AssumeRolePolicyDocument: policyDocument(
        allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
      ),
    }),
  );
  const grants = [
    allow({ sid: 'ReadUploads', actions: ['s3:GetObject'], resources: [sub`${uploadBucket.Arn}/*`] }),
    allow({ sid: 'WriteOutputs', actions: ['s3:PutObject'], resources: [sub`${outputBucket.Arn}/*`] }),
    allow({ sid: 'KeepFailures', actions: ['sqs:SendMessage'], resources: [undelivered.Arn] }),
    ...(has('execution-role-logs')
      ? [
          allow({
            sid: 'WriteLogs',
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [logs.Arn],
          }),
        ]
      : []),
  ] as const;
  const policy = t.add(
    'ExecutionPolicy',
    Policy({ PolicyName: 'video-pipeline', Roles: [role.ref], PolicyDocument: policyDocument(...grants) }),
  );

  const fn = t.add(
    'VideoProcessor',
    LambdaFunction({
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { S3Bucket: codeBucket.ref, S3Key: codeKey.ref },
      Role: role.Arn,
      MemorySize: 512,
      Timeout: 60,
      LoggingConfig: { LogGroup: logs.ref },
      Environment: {
        Variables: {
          DATAVERSE_URL: dataverseUrl.ref,
          ENTRA_AUTHORITY: authority.ref,
          ENTRA_TENANT_ID: tenantId.ref,
          ENTRA_CLIENT_ID: clientId.ref,
          ENTRA_CLIENT_SECRET: clientSecret.ref,
          OUTPUT_BUCKET: outputBucket.ref,
        },
      },
    }),
    { DependsOn: policy }, // else the first invocations may run before the role can do anything
  );
  t.add(
    'OnFailure',
    EventInvokeConfig({
      FunctionName: fn.ref,
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: undelivered.Arn } },
    }),
  );

  t.add(
    'UndeliveredPolicy',
    QueuePolicy({
      Queues: [undelivered.ref],
      PolicyDocument: policyDocument(
        allow({
          sid: 'Uploads',
          actions: ['sqs:SendMessage'],
          principals: { Service: 'sns.amazonaws.com' },
          resources: [undelivered.Arn],
          conditions: { ArnEquals: { 'aws:SourceArn': uploads.ref } },
        }),
      ),
    }),
  );
  const permission = has('lambda-permission')
    ? t.add(
        'UploadsInvoke',
        Permission({
          FunctionName: fn.Arn,
          Action: 'lambda:InvokeFunction',
          Principal: 'sns.amazonaws.com',
          SourceArn: uploads.ref,
        }),
      )
    : undefined;
  if (has('subscription')) {
    t.add(
      'UploadsToProcessor',
      Subscription({
        TopicArn: uploads.ref,
        Protocol: 'lambda',
        Endpoint: fn.Arn,
        RedrivePolicy: { deadLetterTargetArn: undelivered.Arn },
      }),
      permission === undefined ? {} : { DependsOn: permission }, // a message before the permission would be lost
    );
  }

  const uploader = t.add(
    'UploaderRole',
    Role({
      AssumeRolePolicyDocument: policyDocument(
        allow({
          actions: ['sts:AssumeRole'],
          principals: { AWS: join(':', ['arn', Partition, 'iam:', AccountId, 'root']) },
        }),
      ),
      Policies: [
        {
          PolicyName: 'upload',
          PolicyDocument: policyDocument(
            allow({ sid: 'Put', actions: ['s3:PutObject'], resources: [sub`${uploadBucket.Arn}/*`] }),
            allow({ sid: 'Tell', actions: ['sns:Publish'], resources: [uploads.ref] }),
          ),
        },
      ],
    }),
  );

  t.output('TopicArn', uploads.ref);
  t.output('FunctionName', fn.ref);
  t.output('LogGroupName', logs.ref);
  t.output('UploadBucketName', uploadBucket.ref);
  t.output('OutputBucketName', outputBucket.ref);
  t.output('UploaderRoleArn', uploader.Arn);
  t.output('UndeliveredQueueUrl', undelivered.ref);
  return t;
}

export default videoPipeline();
