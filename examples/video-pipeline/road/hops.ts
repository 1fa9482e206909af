import { afterPublishing, decided, type FindEvidence, hasSubscriber, signedIn } from './evidence.ts';

/** The places between which the road leads; the picture has one box for each. */
export const places = {
  setup: { name: 'Set-up', cloud: 'yours' },
  graph: { name: 'Microsoft Graph', cloud: 'microsoft' },
  entra: { name: 'Entra ID', cloud: 'microsoft' },
  dataverse: { name: 'Dataverse', cloud: 'microsoft' },
  cloudformation: { name: 'CloudFormation', cloud: 'aws' },
  role: { name: 'Execution role', cloud: 'aws' },
  uploader: { name: 'Uploader', cloud: 'yours' },
  s3: { name: 'S3', cloud: 'aws' },
  sns: { name: 'SNS topic', cloud: 'aws' },
  lambda: { name: 'Lambda', cloud: 'aws' },
  logs: { name: 'CloudWatch Logs', cloud: 'aws' },
  handler: { name: 'Handler', cloud: 'yours' },
} as const;

export type Place = keyof typeof places;

/** One hop of the road. Its id is stable: scripts may rely on it. */
export interface Hop {
  readonly id: string;
  readonly from: Place;
  readonly to: Place;
  /** The right that is asked for, in the words of the service that owns it. */
  readonly action: string;
  /** How what decided it is found among what a run left behind. */
  readonly evidence: FindEvidence;
}

/** The whole road, in the order in which a message meets it. */
export const hops: readonly Hop[] = [
  {
    id: 'register-app',
    from: 'setup',
    to: 'graph',
    action: 'POST /applications',
    evidence: decided({ cloud: 'graph', action: 'POST /applications' }),
  },
  {
    id: 'create-application-user',
    from: 'setup',
    to: 'dataverse',
    action: 'prvCreateUser',
    evidence: decided({ cloud: 'dataverse', action: 'prvCreateUser' }),
  },
  {
    id: 'deploy',
    from: 'setup',
    to: 'cloudformation',
    action: 'cloudformation:CreateChangeSet',
    evidence: decided({ cloud: 'aws', action: 'cloudformation:CreateChangeSet' }),
  },
  {
    id: 'pass-role',
    from: 'cloudformation',
    to: 'role',
    action: 'iam:PassRole',
    evidence: decided({ cloud: 'aws', action: 'iam:PassRole', resource: 'ExecutionRole' }),
  },
  {
    id: 'assume-uploader-role',
    from: 'setup',
    to: 'uploader',
    action: 'sts:AssumeRole',
    evidence: decided({ cloud: 'aws', action: 'sts:AssumeRole', resource: 'UploaderRole' }),
  },
  {
    id: 'upload',
    from: 'uploader',
    to: 's3',
    action: 's3:PutObject',
    evidence: decided({ cloud: 'aws', action: 's3:PutObject', principal: 'UploaderRole' }),
  },
  {
    id: 'publish',
    from: 'uploader',
    to: 'sns',
    action: 'sns:Publish',
    evidence: decided({ cloud: 'aws', action: 'sns:Publish', principal: 'UploaderRole' }),
  },
  {
    id: 'subscription',
    from: 'sns',
    to: 'sns',
    action: 'somebody is subscribed',
    evidence: hasSubscriber,
  },
  {
    id: 'invoke',
    from: 'sns',
    to: 'lambda',
    action: 'lambda:InvokeFunction',
    evidence: decided({ cloud: 'aws', action: 'lambda:InvokeFunction', principal: 'sns.amazonaws.com' }),
  },
  {
    id: 'assume-execution-role',
    from: 'lambda',
    to: 'role',
    action: 'sts:AssumeRole',
    evidence: afterPublishing(
      decided({ cloud: 'aws', action: 'sts:AssumeRole', principal: 'lambda.amazonaws.com' }),
    ),
  },
  {
    id: 'write-logs',
    from: 'handler',
    to: 'logs',
    action: 'logs:PutLogEvents',
    evidence: decided({
      cloud: 'aws',
      action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
      principal: 'ExecutionRole',
    }),
  },
  {
    id: 'read-clip',
    from: 'handler',
    to: 's3',
    action: 's3:GetObject',
    evidence: decided({ cloud: 'aws', action: 's3:GetObject', principal: 'ExecutionRole' }),
  },
  {
    id: 'write-output',
    from: 'handler',
    to: 's3',
    action: 's3:PutObject',
    evidence: decided({ cloud: 'aws', action: 's3:PutObject', principal: 'ExecutionRole' }),
  },
  {
    id: 'token',
    from: 'handler',
    to: 'entra',
    action: 'client_credentials',
    evidence: afterPublishing(
      decided({ cloud: 'entra', action: 'client_credentials', principal: 'video-pipeline' }),
    ),
  },
  {
    id: 'sign-in',
    from: 'handler',
    to: 'dataverse',
    action: 'sign-in',
    evidence: signedIn,
  },
  {
    id: 'find-uploader',
    from: 'handler',
    to: 'dataverse',
    action: 'prvReadUser',
    evidence: decided({ cloud: 'dataverse', action: 'prvReadUser', principal: 'video-pipeline' }),
  },
  {
    id: 'impersonate',
    from: 'handler',
    to: 'dataverse',
    action: 'prvActOnBehalfOfAnotherUser',
    evidence: decided({
      cloud: 'dataverse',
      action: 'prvActOnBehalfOfAnotherUser',
      principal: 'video-pipeline',
    }),
  },
  {
    id: 'write-record',
    from: 'handler',
    to: 'dataverse',
    action: 'prvCreatecwl_Video',
    evidence: decided({ cloud: 'dataverse', action: 'prvCreatecwl_Video', principal: 'video-pipeline' }),
  },
];
