import type { Finding } from '../../../src/finding.ts';
import type { Answer, Hop, HopKind, Place, Proof } from '../../../src/prove/proof.ts';
import type { Report } from '../../../src/prove/report/report.ts';

const types: Readonly<Record<string, string>> = {
  Topic: 'AWS::SNS::Topic',
  Uploads: 'AWS::SNS::Topic',
  Function: 'AWS::Lambda::Function',
  VideoProcessor: 'AWS::Lambda::Function',
  Role: 'AWS::IAM::Role',
  ExecutionRole: 'AWS::IAM::Role',
  UploaderRole: 'AWS::IAM::Role',
  Undelivered: 'AWS::SQS::Queue',
  UndeliveredQueue: 'AWS::SQS::Queue',
  UploadBucket: 'AWS::S3::Bucket',
  OutputBucket: 'AWS::S3::Bucket',
  Key: 'AWS::KMS::Key',
  Logs: 'AWS::Logs::LogGroup',
};

export function resource(logicalId: string, type = types[logicalId] ?? 'AWS::SNS::Topic'): Place {
  return { logicalId, label: logicalId, type };
}

export function outside(label: string, type = 'outside'): Place {
  return { label, type };
}

export function hop(from: Place | string, kind: HopKind, to: Place | string, more: Partial<Hop> = {}): Hop {
  const [source, target] = [from, to].map((each) => (typeof each === 'string' ? resource(each) : each)) as [
    Place,
    Place,
  ];
  const answer: Answer = more.answer ?? 'allowed';
  return {
    id: `${source.logicalId ?? source.label}-${kind}-${target.logicalId ?? target.label}`,
    kind,
    from: source,
    to: target,
    answer,
    because: 'Permission "UploadsInvoke": sns.amazonaws.com, SourceArn = Uploads',
    questions: [
      {
        principal: 'sns.amazonaws.com',
        action: 'lambda:InvokeFunction',
        resource: target.label,
        answer,
        decidedBy: 'Permission "UploadsInvoke"',
        ...(answer === 'denied' ? { missing: 'the permission names s3.amazonaws.com' } : {}),
      },
    ],
    path: ['Resources', 'Subscription'],
    ...more,
  };
}

export function proofOf(hops: readonly Hop[], findings: readonly Finding[] = []): Proof {
  const proven =
    hops.every(({ answer }) => answer === 'allowed') &&
    findings.every(({ severity }) => severity !== 'error');
  return { scenarios: [{ name: 'always', conditions: {}, parameters: {} }], hops, findings, proven };
}

export function reportOf(
  hops: readonly Hop[],
  findings: readonly Finding[] = [],
  more: Partial<Report> = {},
): Report {
  return { subject: { name: 'stack.yaml' }, validation: [], proof: proofOf(hops, findings), ...more };
}

export const confusedDeputy: Finding = {
  id: 'ConfusedDeputy',
  severity: 'error',
  message: 'Permission lets every topic of every account invoke Function.',
  cause: 'Without SourceArn, other accounts can make SNS invoke the function.',
  fix: 'Set SourceArn to the topic.',
  path: ['Resources', 'Permission', 'Properties'],
  logicalId: 'Permission',
  patch: [
    { op: 'add', path: ['Resources', 'Permission', 'Properties', 'SourceArn'], value: { Ref: 'Topic' } },
  ],
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html',
};

/** The road of the five resources of a function behind a topic. */
export const reference = [
  hop('Topic', 'invoke', 'Function'),
  hop('Function', 'assume', 'Role', { because: 'Trust policy of Role: lambda.amazonaws.com' }),
  hop('Function', 'write-logs', outside('/aws/lambda/Function', 'AWS::Logs::LogGroup'), {
    because: 'Role policy "logs": logs:*',
  }),
];

/** A longer road, all of it authorised. */
export const videoPipeline = [
  hop('UploaderRole', 'publish', 'Uploads', {
    because: 'Role policy "upload", statement "Tell": sns:Publish',
  }),
  hop('UploaderRole', 'use', 'UploadBucket', {
    because: 'Role policy "upload", statement "Put": s3:PutObject',
  }),
  hop('Uploads', 'invoke', 'VideoProcessor'),
  hop('Uploads', 'redrive', 'Undelivered', { because: 'Queue policy "Uploads": sns.amazonaws.com' }),
  hop('VideoProcessor', 'assume', 'ExecutionRole', { because: 'Trust policy: lambda.amazonaws.com' }),
  hop('VideoProcessor', 'write-logs', 'Logs', { because: 'ExecutionPolicy "WriteLogs"' }),
  hop('VideoProcessor', 'use', 'UploadBucket', { because: 'ExecutionPolicy "ReadUploads": s3:GetObject' }),
  hop('VideoProcessor', 'use', 'OutputBucket', { because: 'ExecutionPolicy "WriteOutputs": s3:PutObject' }),
  hop('VideoProcessor', 'on-failure', 'Undelivered', { because: 'ExecutionPolicy "KeepFailures"' }),
];

/** Three hops that are denied, one that is unknown. */
export const troubled = [
  hop(outside('arn:aws:iam::444455556666:role/PartnerUploaderWithAVeryLongName'), 'publish', 'Uploads', {
    answer: 'unknown',
    because: 'The role is in another account, and its policies are not in this template',
    check: 'In account 444455556666, the role needs sns:Publish on Uploads',
  }),
  hop('Uploads', 'invoke', 'VideoProcessor', {
    answer: 'denied',
    because:
      'Permission "UploadsInvoke" names s3.amazonaws.com; SNS invokes as sns.amazonaws.com, and no other statement allows it',
    path: ['Resources', 'UploadsToProcessor'],
    fix: {
      text: 'set Principal of UploadsInvoke to sns.amazonaws.com',
      patch: [
        {
          op: 'replace',
          path: ['Resources', 'UploadsInvoke', 'Properties', 'Principal'],
          value: 'sns.amazonaws.com',
        },
      ],
    },
  }),
  hop('Uploads', 'redrive', 'UndeliveredQueue', {
    answer: 'denied',
    because: 'QueuePolicy has no statement for sns.amazonaws.com',
    fix: { text: 'add sqs:SendMessage for sns.amazonaws.com, aws:SourceArn = Uploads', code: 'allow({})' },
    when: ['IsProduction = true'],
  }),
  hop('VideoProcessor', 'assume', 'ExecutionRole', { because: 'Trust policy: lambda.amazonaws.com' }),
  hop('VideoProcessor', 'write-logs', 'Logs', {
    answer: 'denied',
    because: 'ExecutionRole may do logs:PutLogEvents on another log group only',
  }),
  hop('VideoProcessor', 'use', 'OutputBucket', { because: 'ExecutionPolicy "WriteOutputs": s3:PutObject' }),
];

/** Forty places and more: sources that fan out, a cycle, long arrows, a hop to itself. */
export function large(): readonly Hop[] {
  const hops: Hop[] = [];
  const fn = (name: string) => resource(name, 'AWS::Lambda::Function');
  const queue = (name: string) => resource(name, 'AWS::SQS::Queue');
  for (let team = 1; team <= 6; team++) {
    const topic = resource(`Team${team}Topic`);
    hops.push(hop(resource('Ingest', 'AWS::S3::Bucket'), 'deliver', topic));
    hops.push(
      hop(
        topic,
        'deliver',
        queue(`Team${team}Inbox`),
        team === 3
          ? { answer: 'denied', because: 'Team3InboxPolicy names another topic in aws:SourceArn' }
          : {},
      ),
    );
    hops.push(hop(queue(`Team${team}Inbox`), 'receive', fn(`Team${team}Worker`)));
    hops.push(hop(queue(`Team${team}Inbox`), 'redrive', queue('SharedDeadLetters')));
    hops.push(
      hop(fn(`Team${team}Worker`), 'assume', resource(`Team${team}WorkerExecutionRole`, 'AWS::IAM::Role')),
    );
    hops.push(hop(fn(`Team${team}Worker`), 'write-logs', resource(`Team${team}Logs`, 'AWS::Logs::LogGroup')));
    hops.push(
      hop(
        fn(`Team${team}Worker`),
        'use',
        resource('Catalogue', 'AWS::DynamoDB::Table'),
        team === 5
          ? {
              answer: 'unknown',
              because: 'The table is encrypted with an imported key',
              check: 'The key policy',
            }
          : {},
      ),
    );
  }
  hops.push(hop(fn('Team1Worker'), 'publish', resource('Team2Topic')));
  hops.push(hop(fn('Team6Worker'), 'publish', resource('Team1Topic')));
  hops.push(hop(fn('Team6Worker'), 'publish', resource('Team6Topic')));
  hops.push(hop(fn('Team4Worker'), 'invoke', fn('Team4Worker')));
  hops.push(hop(resource('Nightly', 'AWS::Events::Rule'), 'invoke', fn('Team2Worker')));
  hops.push(hop(resource('Audit', 'AWS::SNS::Topic'), 'encrypt', resource('AuditKey', 'AWS::KMS::Key')));
  hops.push(hop(resource('AuditQueue', 'AWS::SQS::Queue'), 'encrypt', resource('AuditKey', 'AWS::KMS::Key')));
  hops.push(hop(resource('Audit', 'AWS::SNS::Topic'), 'deliver', resource('AuditQueue', 'AWS::SQS::Queue')));
  return hops;
}
