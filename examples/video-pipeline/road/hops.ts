import {
  afterPublishing,
  type DecisionPattern,
  decided,
  type FindEvidence,
  hasSubscriber,
  signedIn,
} from './evidence.ts';

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

/** A hop that rests on the decision about its own action. */
function hop(
  id: string,
  from: Place,
  to: Place,
  action: string,
  where: Omit<DecisionPattern, 'action'>,
): Hop {
  return { id, from, to, action, evidence: decided({ ...where, action }) };
}

/** A hop of the message alone: what the set-up was answered to the same question does not count. */
function ofMessage(taken: Hop): Hop {
  return { ...taken, evidence: afterPublishing(taken.evidence) };
}

const uploader = { cloud: 'aws', principal: 'UploaderRole' } as const;
const handler = { cloud: 'aws', principal: 'ExecutionRole' } as const;
const app = { cloud: 'dataverse', principal: 'video-pipeline' } as const;

/** The whole road, in the order in which a message meets it. */
export const hops: readonly Hop[] = [
  hop('register-app', 'setup', 'graph', 'POST /applications', { cloud: 'graph' }),
  hop('create-application-user', 'setup', 'dataverse', 'prvCreateUser', { cloud: 'dataverse' }),
  hop('deploy', 'setup', 'cloudformation', 'cloudformation:CreateChangeSet', { cloud: 'aws' }),
  hop('pass-role', 'cloudformation', 'role', 'iam:PassRole', { cloud: 'aws', resource: 'ExecutionRole' }),
  hop('assume-uploader-role', 'setup', 'uploader', 'sts:AssumeRole', {
    cloud: 'aws',
    resource: 'UploaderRole',
  }),
  hop('upload', 'uploader', 's3', 's3:PutObject', uploader),
  hop('publish', 'uploader', 'sns', 'sns:Publish', uploader),
  { id: 'subscription', from: 'sns', to: 'sns', action: 'somebody is subscribed', evidence: hasSubscriber },
  hop('invoke', 'sns', 'lambda', 'lambda:InvokeFunction', { cloud: 'aws', principal: 'sns.amazonaws.com' }),
  ofMessage(
    hop('assume-execution-role', 'lambda', 'role', 'sts:AssumeRole', {
      cloud: 'aws',
      principal: 'lambda.amazonaws.com',
    }),
  ),
  {
    id: 'write-logs',
    from: 'handler',
    to: 'logs',
    action: 'logs:PutLogEvents',
    // The stream comes first, so a role without rights is refused there.
    evidence: decided({ ...handler, action: ['logs:PutLogEvents', 'logs:CreateLogStream'] }),
  },
  hop('read-clip', 'handler', 's3', 's3:GetObject', handler),
  hop('write-output', 'handler', 's3', 's3:PutObject', handler),
  ofMessage(
    hop('token', 'handler', 'entra', 'client_credentials', { cloud: 'entra', principal: 'video-pipeline' }),
  ),
  { id: 'sign-in', from: 'handler', to: 'dataverse', action: 'sign-in', evidence: signedIn },
  hop('find-uploader', 'handler', 'dataverse', 'prvReadUser', app),
  hop('impersonate', 'handler', 'dataverse', 'prvActOnBehalfOfAnotherUser', app),
  hop('write-record', 'handler', 'dataverse', 'prvCreatecwl_Video', app),
];
