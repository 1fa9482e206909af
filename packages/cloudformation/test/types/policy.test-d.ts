/** What the compiler must refuse in a policy, and what it must not. Compiled, never run. */
import {
  AccountId,
  type Action,
  allow,
  deny,
  join,
  plain,
  policyDocument,
  sub,
  type Template,
  unlisted,
} from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue } from '@wayleave/cloudformation/aws/sqs';

function resources(t: Template) {
  const trust = policyDocument(
    allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
  );
  return {
    role: t.add('Role', Role({ AssumeRolePolicyDocument: trust })),
    topic: t.add('Topic', Topic()),
    queue: t.add('Queue', Queue()),
  };
}

export function refused(t: Template): void {
  const { role, topic, queue } = resources(t);
  const all = { resources: ['*'] } as const;
  const publish = { actions: ['sns:Publish'], resources: [topic.ref] } as const;

  // An action.
  // @ts-expect-error it is sns:Publish
  allow({ ...all, actions: ['sns:Publihs'] });
  // @ts-expect-error the case of AWS's own spelling
  allow({ ...all, actions: ['sns:publish'] });
  // @ts-expect-error Publish is not an action of SQS
  allow({ ...all, actions: ['sqs:Publish'] });
  // @ts-expect-error an action has a service
  allow({ ...all, actions: ['Publish'] });
  // @ts-expect-error there is no such service
  allow({ ...all, actions: ['snss:Publish'] });
  // @ts-expect-error one of several
  deny({ ...all, actions: ['sns:Publish', 'sns:Subscribee'] });
  // @ts-expect-error it is iam:PassRole
  deny({ ...all, notActions: ['iam:PasRole'] });
  // @ts-expect-error text of unknown meaning needs unlisted()
  allow({ ...all, actions: [String('sns:Publish')] });

  // A resource.
  // @ts-expect-error the Ref of a role is its name
  allow({ actions: ['iam:PassRole'], resources: [role.ref] });
  // @ts-expect-error the Ref of a queue is its URL
  allow({ actions: ['sqs:SendMessage'], resources: [queue.ref] });

  // A principal.
  // @ts-expect-error it is lambda.amazonaws.com
  allow({ ...publish, principals: { Service: 'lambda' } });
  // @ts-expect-error it is .com
  allow({ ...publish, principals: { Service: ['sns.amazonaws.com', 'sqs.amazonaws.co'] } });
  // @ts-expect-error the Ref of a role is its name
  allow({ ...publish, principals: { AWS: role.ref } });
  // @ts-expect-error a topic does not act
  allow({ ...publish, principals: { AWS: topic.ref } });
  // @ts-expect-error it is Service
  allow({ ...publish, principals: { Services: 'sns.amazonaws.com' } });
  // @ts-expect-error everybody is '*'
  allow({ ...publish, principals: 'everybody' });
  // @ts-expect-error only a Deny is for all but some
  allow({ ...publish, notPrincipals: { AWS: role.Arn } });

  // A condition operator.
  // @ts-expect-error it is ArnLike
  allow({ ...publish, conditions: { ARNLike: { 'aws:SourceArn': topic.ref } } });
  // @ts-expect-error the prefix has a colon
  allow({ ...publish, conditions: { ForAnyValueStringEquals: { 'aws:TagKeys': 'a' } } });
  // @ts-expect-error AWS has no NullIfExists
  allow({ ...publish, conditions: { NullIfExists: { 'aws:TagKeys': true } } });

  // A condition key.
  // @ts-expect-error it is aws:SourceArn
  allow({ ...publish, conditions: { ArnLike: { 'aws:SourceArm': topic.ref } } });
  // @ts-expect-error it is aws:PrincipalOrgID
  allow({ ...publish, conditions: { StringEquals: { 'aws:PrincipalOrgId': 'o-1' } } });
  // @ts-expect-error it is s3:x-amz-acl
  allow({ ...publish, conditions: { StringEquals: { 's3:x-amz-akl': 'private' } } });
  // @ts-expect-error a key has a service
  allow({ ...publish, conditions: { StringEquals: { SourceArn: topic.ref } } });

  // A value of a condition.
  // @ts-expect-error a number is not true or false
  allow({ ...publish, conditions: { Bool: { 'aws:SecureTransport': 1 } } });
  // @ts-expect-error it is false
  allow({ ...publish, conditions: { Bool: { 'aws:SecureTransport': 'flase' } } });
  // @ts-expect-error text has no order
  allow({ ...publish, conditions: { StringEquals: { 's3:max-keys': 10 } } });

  // @ts-expect-error it is resources
  allow({ actions: ['sns:Publish'], resource: [topic.ref] });
}

export function taken(t: Template): void {
  const { role, topic, queue } = resources(t);
  const action = t.parameter('Action', { Type: 'String' });
  const all = { resources: ['*'] } as const;

  // Actions: of each service, by wildcard, as values, and those that the list does not have yet.
  allow({
    ...all,
    actions: ['sns:Publish', 'logs:PutLogEvents', 'ec2:RunInstances', 'lambda:InvokeFunction'],
  });
  allow({ ...all, actions: ['s3:Get*', 'logs:*', '*', 's3:*Object', 'iam:*Role*'] });
  allow({
    ...all,
    actions: [action.ref, plain(action.ref), sub`sns:${action.ref}`, join('', ['sns:', 'Publish'])],
  });
  allow({ ...all, actions: [unlisted('sns:BrandNewAction')] });
  allow({ ...all, notActions: ['iam:*', 'organizations:LeaveOrganization'] });
  const some: readonly Action[] = ['kms:Decrypt', 'kms:GenerateDataKey*'];
  deny({ actions: some, notResources: [topic.ref, 'arn:aws:kms:*:*:key/*'] });

  // Resources: ARNs, patterns, and text made of them.
  allow({
    actions: ['sns:Publish'],
    resources: [topic.ref, topic.TopicArn, queue.Arn, sub`${topic.ref}:*`, '*'],
  });

  // Principals.
  const publish = { actions: ['sns:Publish'], resources: [topic.ref] } as const;
  allow({ ...publish, principals: '*' });
  allow({ ...publish, principals: { Service: ['sns.amazonaws.com', 'sns.af-south-1.amazonaws.com'] } });
  allow({
    ...publish,
    principals: { Service: sub`logs.${t.parameter('R', { Type: 'String' }).ref}.amazonaws.com` },
  });
  allow({ ...publish, principals: { Service: ['delivery.logs.amazonaws.com', unlisted('new.example')] } });
  allow({
    ...publish,
    principals: { AWS: [role.Arn, AccountId, '111122223333', 'arn:aws:iam::111122223333:root'] },
  });
  allow({
    ...publish,
    principals: { AWS: sub`arn:aws:iam::${AccountId}:root`, Federated: 'accounts.google.com' },
  });
  deny({ ...publish, notPrincipals: { AWS: [role.Arn, AccountId] } });

  // Conditions: every operator, global keys, keys of services and of tokens, and new ones.
  allow({
    ...publish,
    conditions: {
      ArnLike: { 'aws:SourceArn': [topic.ref, 'arn:aws:sns:*:*:*'] },
      StringEquals: {
        'aws:SourceAccount': AccountId,
        'aws:PrincipalTag/team': 'video',
        's3:x-amz-acl': 'private',
      },
      'ForAllValues:StringLike': { 'aws:TagKeys': ['team', 'stage'] },
      'ForAnyValue:StringEqualsIfExists': { 'aws:CalledVia': 'cloudformation.amazonaws.com' },
      NumericLessThanEquals: { 's3:max-keys': 10 },
      DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      Bool: { 'aws:SecureTransport': false, 'aws:ViaAWSService': 'true' },
      BoolIfExists: { 'aws:MultiFactorAuthPresent': true },
      Null: { 'aws:SourceArn': false },
      IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] },
      StringLike: {
        'kms:EncryptionContext:aws:sns:topicArn': topic.ref,
        'token.actions.githubusercontent.com:sub': 'repo:acme/*',
        'oidc.eks.us-east-1.amazonaws.com/id/ABC:aud': 'sts.amazonaws.com',
        [unlisted('sns:BrandNewKey')]: 'a',
      },
    },
  });

  // A document in IAM's own spelling is taken as it is.
  policyDocument(
    { Effect: 'Allow', Action: 'x:Y', Resource: '*', Condition: { StringEquals: { 'x:z': 'a' } } },
    allow({ ...publish, sid: 'Publish' }),
  );
}
